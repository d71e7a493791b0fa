// Small pieces that every panel is made of.

import { element, say } from "../dom.js";
import { UNKNOWN, count, finePercent, percent } from "./format.js";
import { word } from "./words.js";

const ROOT = new URL("../../", import.meta.url);

/** An address below the worker's root, wherever this page stands. */
export const address = (path) => new URL(path, ROOT).href;

/** Heads a panel: its title, and a line about it that may change. */
export function headed(section, title) {
  const head = element("h2", "", title);
  head.id = `${section.id}-title`;
  section.setAttribute("aria-labelledby", head.id);
  const note = element("p", "note");
  section.append(head, note);
  return { head, note };
}

/** A table with these columns; `fill` gives it rows of texts or elements. */
export class Table {
  #body = element("tbody");
  #columns;

  constructor(place, columns, label) {
    this.#columns = columns;
    const table = element("table");
    table.setAttribute("aria-label", label);
    const line = element("tr");
    for (const [title, kind] of columns) {
      const head = element("th", kind, title);
      head.scope = "col";
      line.append(head);
    }
    const top = element("thead");
    top.append(line);
    table.append(top, this.#body);
    // Where it is wider than its panel it is scrolled, and neither the page nor what lies beside it.
    const box = element("div", "wide");
    box.append(table);
    place.append(box);
  }

  /** Each row is a list of cells, the first of which names it; `mark` is the class of the row. */
  fill(rows) {
    while (this.#body.children.length > rows.length) this.#body.lastChild.remove();
    while (this.#body.children.length < rows.length) this.#body.append(this.#row());
    rows.forEach(({ cells, mark = "" }, place) => {
      const line = this.#body.children[place];
      line.className = mark;
      cells.forEach((cell, column) => {
        const box = line.children[column];
        if (typeof cell === "string") say(box, cell);
        else box.replaceChildren(cell);
      });
    });
  }

  #row() {
    const line = element("tr");
    this.#columns.forEach(([, kind], column) => {
      const cell = element(column === 0 ? "th" : "td", kind);
      if (column === 0) cell.scope = "row";
      line.append(cell);
    });
    return line;
  }
}

/** A share with its sign; `–` without evidence. */
export const share = (value) => (value?.n > 0 ? `${percent(value.value)} %` : UNKNOWN);

/** The same to one decimal. */
export const fineShare = (value) => (value?.n > 0 ? `${finePercent(value.value)} %` : UNKNOWN);

/** The case that counts and all of them; nothing without evidence. */
export const fraction = (value) =>
  value?.n > 0 ? word("parts", { part: count(value.numerator), whole: count(value.denominator) }) : "";

export function between(value) {
  if (typeof value?.low !== "number") return UNKNOWN;
  return `${(value.low * 100).toFixed(0)} – ${(value.high * 100).toFixed(0)} %`;
}

export const signed = (number) => (number > 0 ? `+${count(number)}` : number < 0 ? `−${count(-number)}` : "0");
