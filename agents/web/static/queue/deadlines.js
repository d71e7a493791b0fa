// The open contacts nearest to their deadline: what can still be met, and what is overdue.

import { byId, element, say } from "../dom.js";
import { count, duration, limit } from "./format.js";
import { Table, headed } from "./parts.js";
import { CLOCKS, DOING, word } from "./words.js";

const MOST = 5;

function columns(named) {
  const all = [["left", ""], ["due", "time"], ["clock", ""], ["target", "number"]];
  const titled = all.map(([name, kind]) => [word(`column.${name}`), kind]);
  titled.push([word("agents.column.state"), ""]);
  return named ? [...titled, [word("column.contact"), "name"]] : titled;
}

function left(one, ageMs) {
  const ms = one.left_ms - ageMs;
  const box = element("span", "left");
  const late = ms < 0;
  box.append(element("strong", late ? "chip overdue" : one.at_risk ? "chip risk" : "chip", word(late ? "overdue" : one.at_risk ? "at_risk" : "in_time")));
  box.append(` ${duration(Math.abs(ms))}`);
  return box;
}

/** The time of day, and the day where it is another one. */
function when(one, { clock, date }) {
  const due = Date.parse(one.due);
  const day = date.format(due);
  const time = clock.format(due);
  return day === date.format(due - one.left_ms) ? time : `${day}, ${time}`;
}

export class Deadlines {
  #panel = headed(byId("deadlines"), word("deadlines"));
  #place = element("div");
  #empty = element("p", "nothing", word("no_clock"));
  #table = null;
  #named = null;

  constructor() {
    byId("deadlines").append(this.#place, this.#empty);
  }

  /** `clocks` write times of day and dates; `ageMs` lets the time that is left go on. */
  show(document, clocks, ageMs) {
    const { deadlines, contacts_named: named } = document;
    if (named !== this.#named) {
      this.#named = named;
      this.#place.replaceChildren();
      this.#table = new Table(this.#place, columns(named), word("deadlines.label"));
    }
    const stand = deadlines.standing_count;
    const standing = stand > 0 ? ` · ${word("deadlines.standing", { n: count(stand) })}` : "";
    const counts = { ahead: count(deadlines.ahead_count), overdue: count(deadlines.overdue_count) };
    say(this.#panel.note, `${word("deadlines.note", counts)}${standing}`);
    const spare = Math.max(0, MOST - deadlines.ahead.length);
    const late = deadlines.overdue.slice(0, MOST + spare);
    const ahead = deadlines.ahead.slice(0, 2 * MOST - late.length);
    this.#place.hidden = late.length + ahead.length === 0;
    this.#empty.hidden = !this.#place.hidden;
    this.#table.fill(
      [...ahead, ...late].map((one) => ({
        cells: [
          left(one, ageMs),
          when(one, clocks),
          CLOCKS[one.clock],
          limit(one.target_ms),
          DOING[one.state],
          ...(named ? [one.contact] : []),
        ],
      })),
    );
  }
}
