// Every way to count the service level, side by side.

import { byId, element, say } from "../dom.js";
import { UNKNOWN, count, limit } from "./format.js";
import { Table, between, fineShare, headed } from "./parts.js";
import { windowWords, word } from "./words.js";

const COLUMNS = [
  [word("column.variant"), ""],
  [word("column.share"), "number"],
  [word("column.in_time"), "number"],
  [word("column.of"), "number"],
  [word("column.likely"), "number"],
  ["0 – 100 %", "range"],
];

/** The interval as a stroke between nought and a hundred per cent, the share a mark on it, the goal a line. */
function range(value, goal) {
  const box = element("span", "scale");
  box.setAttribute("aria-hidden", "true");
  const put = (name, left, width) => {
    const part = element("span", name);
    part.style.setProperty("left", `${left * 100}%`);
    if (width !== undefined) part.style.setProperty("width", `${width * 100}%`);
    box.append(part);
  };
  put("goal", goal);
  if (value.n > 0 && typeof value.low === "number") {
    put("reach", value.low, value.high - value.low);
    put("point", value.value);
  }
  return box;
}

/** Of "(a + s) / (A + B) (ICMI 5); wait <= threshold is met" what comes before the names of those who count like this. */
const formula = (definition) => definition.split(/;| \((?=\p{Lu}\p{L})/u)[0];

function named(level, shown) {
  const box = element("span", "named");
  box.append(element("span", "", word(`variant.${level.variant}`)));
  box.append(element("span", "note", formula(level.definition)));
  if (shown) box.append(element("strong", "chip", word("shown")));
  return box;
}

function likely(value) {
  const box = element("span", "", between(value));
  if (value.thin) box.append(" ", element("strong", "chip thin", word("few")));
  return box;
}

export class Levels {
  #panel = headed(byId("levels"), word("levels"));
  #table = new Table(byId("levels"), COLUMNS, word("levels.label"));

  show(document, window) {
    const { service_levels: levels, movement, target } = document;
    say(this.#panel.note, word("levels.note", { window: windowWords(window), limit: limit(target.threshold_ms) }));
    this.#table.fill(
      levels.map((level) => {
        const value = level.windows[window];
        const shown = level.variant === movement.variant;
        const number = (part) => (value.n > 0 ? count(part) : UNKNOWN);
        return {
          mark: shown ? "shown" : "",
          cells: [
            named(level, shown),
            fineShare(value),
            number(value.numerator),
            number(value.denominator),
            likely(value),
            range(value, target.service_level),
          ],
        };
      }),
    );
  }
}
