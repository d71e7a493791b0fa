// What moved the service level in the last quarter of an hour.

import { byId, element, say } from "../dom.js";
import { UNKNOWN, count, parts } from "../format.js";
import { Table, fineShare, headed, signed } from "./parts.js";
import { CAUSES } from "./words.js";

const MOST_NAMED = 8;
const COLUMNS = [
  ["What happened", ""],
  ["Last 15 min", "number"],
  ["15 min before", "number"],
  ["In time", "number"],
  ["Of", "number"],
];

function sentence(value, before) {
  if (!(value.n > 0)) return before.n > 0 ? `nobody counts now, ${fineShare(before)} before` : "nobody counted";
  const now = `${fineShare(value)} (${parts(value)})`;
  if (!(before.n > 0)) return `${now}, nobody counted before`;
  const points = (value.value - before.value) * 100;
  const way = Math.abs(points) < 0.05 ? "as" : `${Math.abs(points).toFixed(1)} points ${points > 0 ? "more" : "less"} than`;
  return `${now}: ${way} before, ${fineShare(before)} (${parts(before)})`;
}

export class Movement {
  #panel = headed(byId("movement"), "What moved the service level");
  #table = new Table(byId("movement"), COLUMNS, "What moved the service level in the last 15 minutes");
  #named = element("div", "named-contacts");
  #command = element("code");

  constructor() {
    const section = byId("movement");
    const line = element("p", "note command", "All of it, contact by contact: ");
    this.#command.tabIndex = 0;
    line.append(this.#command);
    section.append(this.#named, line);
    this.contacts = new Table(this.#named, [["Contact", ""], ["At", ""], ["Why", ""]], "The newest contacts that count");
  }

  show({ movement }, clock) {
    say(this.#panel.note, sentence(movement.value, movement.before));
    this.#table.fill(
      movement.causes.map((one) => ({
        mark: one.count || one.before ? "" : "empty",
        cells: [
          CAUSES[one.cause],
          count(one.count),
          one.before === null ? UNKNOWN : count(one.before),
          signed(one.numerator),
          signed(one.denominator),
        ],
      })),
    );
    this.#tell(movement.command);
    this.#named.hidden = !movement.contacts?.length;
    this.contacts.fill(
      (movement.contacts ?? []).slice(0, MOST_NAMED).map((one) => ({
        cells: [one.contact, clock.format(Date.parse(one.at)), CAUSES[one.cause]],
      })),
    );
  }

  #tell(command) {
    if (this.#command.textContent === command) return;
    const words = command.split(" ").map((word) => element("span", "", word));
    this.#command.replaceChildren(...words.flatMap((word, place) => (place === 0 ? [word] : [" ", word])));
  }
}
