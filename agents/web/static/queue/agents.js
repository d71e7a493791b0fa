// Who stands by for the queue, by state.

import { byId, element, say } from "../dom.js";
import { UNKNOWN, count } from "./format.js";
import { Table, headed } from "./parts.js";
import { AGENT_STATES, word } from "./words.js";

const AWAY = new Set(["offline", "vanished"]);

function bar(number, most, state) {
  const box = element("span", "bar");
  box.setAttribute("aria-hidden", "true");
  const fill = element("span", AWAY.has(state) ? "fill gone" : "fill");
  fill.style.setProperty("width", `${most > 0 ? (number / most) * 100 : 0}%`);
  box.append(fill);
  return box;
}

export class Agents {
  #panel = headed(byId("agents"), word("agents.title"));
  #table = new Table(
    byId("agents"),
    [["state", ""], ["now", "number"], ["side", "range"]].map(([name, kind]) => [word(`agents.column.${name}`), kind]),
    word("agents.title"),
  );

  show({ agents }) {
    const known = Object.keys(AGENT_STATES).filter((state) => typeof agents[state] === "number");
    const here = known.filter((state) => !AWAY.has(state)).reduce((total, state) => total + agents[state], 0);
    say(this.#panel.note, known.length > 0 ? word("agents.on_duty", { n: count(here) }) : word("agents.unknown"));
    const most = Math.max(0, ...known.map((state) => agents[state]));
    this.#table.fill(
      Object.entries(AGENT_STATES).map(([state, words]) => {
        const number = agents[state];
        const figure = typeof number === "number" ? count(number) : UNKNOWN;
        return { mark: number > 0 ? "" : "empty", cells: [words, figure, bar(number ?? 0, most, state)] };
      }),
    );
  }
}
