// What moved the service level in the last quarter of an hour.

import { byId, element, say } from "../dom.js";
import { UNKNOWN, count, tenths } from "./format.js";
import { Table, fineShare, fraction, headed, signed } from "./parts.js";
import { CAUSES, word } from "./words.js";

const MOST_NAMED = 8;
const COLUMNS = [
  [word("column.what"), ""],
  [word("last_quarter"), "number"],
  [word("quarter_before"), "number"],
  [word("column.in_time"), "number"],
  [word("column.of"), "number"],
];

function sentence(value, before) {
  if (!(value.n > 0)) {
    return before.n > 0 ? word("moved.nobody_now", { before: fineShare(before) }) : word("moved.nobody");
  }
  const now = `${fineShare(value)} (${fraction(value)})`;
  if (!(before.n > 0)) return word("moved.nobody_before", { now });
  const points = (value.value - before.value) * 100;
  const way = Math.abs(points) < 0.05 ? "as" : points > 0 ? "more" : "less";
  const was = `${fineShare(before)} (${fraction(before)})`;
  return word(`moved.${way}`, { now, points: tenths(Math.abs(points)), before: was });
}

export class Movement {
  #panel = headed(byId("movement"), word("moved"));
  #table = new Table(byId("movement"), COLUMNS, word("moved.label"));
  #named = element("div", "named-contacts");
  #command = element("code");

  constructor() {
    const section = byId("movement");
    const line = element("p", "note command", word("command"));
    this.#command.tabIndex = 0;
    line.append(this.#command);
    section.append(this.#named, line);
    const columns = ["contact", "at", "why"].map((name) => [word(`column.${name}`), ""]);
    this.contacts = new Table(this.#named, columns, word("contacts"));
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
