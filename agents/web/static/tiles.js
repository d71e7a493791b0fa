// The big numbers: each with what it is, how good, against what, from how many cases, whether of now, and how old.

import { element, ems, evened, icon, mark, naming, say, showIcon, style } from "./dom.js";
import { UNKNOWN } from "./locale.js";
import { Spark } from "./spark.js";

/** What a KPI is called on a board: as the site writes it, in the board's language, or as the catalogue has it. */
function nameOf(heading, locale) {
  const own = locale.word(`kpi.${heading.kpi}`);
  return heading.written ?? (own.startsWith("kpi.") ? heading.title : own);
}

function labelOf({ label }, locale) {
  const names = [`label.${label}`, `queue.state.${label}`];
  const found = names.map((name) => locale.word(name)).find((word, place) => word !== names[place]);
  return label ? (found ?? label.replaceAll("_", " ")) : "";
}

/** The same with which of its kind it is. */
export const titleOf = (heading, locale) =>
  [nameOf(heading, locale), labelOf(heading, locale)].filter(Boolean).join(" · ");

/** Whether it grows by itself: what lasts now lasts longer with every second. */
export const ticks = (heading, shown) => heading.live && heading.unit === "s" && shown.value > 0;

/** The value as it is after `ageMs`; a wait of nobody is no wait of nought. */
export function valueAt(heading, shown, ageMs) {
  if (heading.live && heading.unit === "s" && !(shown.value > 0)) return null;
  return ticks(heading, shown) ? shown.value + ageMs / 1000 : shown.value;
}

/** From how many cases. */
export function evidenceOf(heading, shown, locale) {
  if (heading.live) {
    const { beside } = shown;
    return beside?.value > 0 ? locale.word(`beside.${beside.kpi}`, { n: locale.count(beside.value) }) : "";
  }
  if (typeof shown.n !== "number") return "";
  if (shown.n === 0) return locale.word("no_cases");
  const whole = heading.unit === "ratio" && Number.isInteger(shown.numerator) && shown.denominator === shown.n;
  const values = { part: locale.count(shown.numerator), whole: locale.count(shown.n) };
  const evidence = locale.counted(whole ? "parts" : "cases", shown.n, values);
  return shown.thin ? locale.word("thin", { evidence }) : evidence;
}

function targetOf(heading, shown, locale) {
  if (typeof shown.target !== "number") return "";
  return `${heading.better === "higher" ? "≥" : "≤"}\u00a0${locale.limit(shown.target, heading.unit)}`;
}

const placeOf = (heading, shown, locale) =>
  [labelOf(heading, locale), shown.place ?? heading.queue ?? heading.channel].filter(Boolean).join(" · ");

function made() {
  const tile = { box: element("article", "tile"), sign: icon("ok"), spark: new Spark() };
  const head = element("div", "head");
  const titles = element("div", "titles");
  const over = element("p", "over");
  const number = element("p", "number");
  tile.notes = element("p", "notes");
  const foot = element("p", "foot");
  for (const name of ["word", "place", "digits", "unit", "evidence", "target", "kind", "age"]) {
    tile[name] = element("span", name);
  }
  naming(tile.place);
  tile.title = element("h2", "title");
  over.append(tile.word, tile.place);
  titles.append(over, tile.title);
  head.append(tile.sign, titles);
  number.append(tile.digits, tile.unit);
  tile.notes.append(tile.evidence, tile.target);
  foot.append(tile.kind, tile.spark.box, tile.age);
  tile.stale = element("p", "stale");
  tile.box.append(head, number, tile.notes, foot, tile.stale);
  return tile;
}

export class Tiles {
  #section;
  #tiles = [];
  #headings = [];
  #trends = [];

  constructor(section) {
    this.#section = section;
  }

  /** Begin with another board. */
  begin(headings, locale) {
    this.#headings = headings;
    this.#trends = [];
    this.#tiles = headings.map(made);
    this.#section.replaceChildren(...this.#tiles.map((tile) => tile.box));
    mark(this.#section, "count", String(headings.length));
    const titles = headings.map((heading) => nameOf(heading, locale));
    const widths = evened(titles.map(ems));
    headings.forEach((heading, place) => {
      const tile = this.#tiles[place];
      say(tile.title, titles[place]);
      style(tile.title, "--ems", widths[place].toFixed(2));
      tile.box.title = heading.question;
      mark(tile.box, "kind", heading.live ? "live" : "period");
      say(tile.kind, locale.window(heading.window));
      this.#put(tile, UNKNOWN, "");
    });
  }

  trend(trends) {
    this.#trends = trends;
  }

  show(shown, locale) {
    shown.forEach((figure, place) => {
      const heading = this.#headings[place];
      const tile = this.#tiles[place];
      mark(tile.box, "level", figure.level);
      mark(tile.box, "thin", figure.thin ? "" : null);
      showIcon(tile.sign, figure.level ?? "quiet");
      say(tile.word, figure.level ? locale.word(figure.level) : "");
      say(tile.place, placeOf(heading, figure, locale));
      const notes = [evidenceOf(heading, figure, locale), targetOf(heading, figure, locale)];
      say(tile.evidence, notes[0]);
      say(tile.target, notes[1]);
      style(tile.notes, "--ems", (notes.map(ems).reduce((sum, width) => sum + width) + 1).toFixed(2));
      tile.spark.show(this.#trends[place] ?? [], heading.unit, figure.target ?? null);
    });
  }

  /** What goes on between two floors: the waits, and the age of everything. */
  tick(shown, locale, { goesOn, age, since }) {
    this.#tiles.forEach((tile, place) => {
      say(tile.age, age);
      say(tile.stale, since);
      const figure = shown?.[place];
      if (!figure) return;
      const heading = this.#headings[place];
      const { digits, unit } = locale.figure(valueAt(heading, figure, goesOn), heading.unit);
      this.#put(tile, digits, unit);
    });
  }

  #put(tile, digits, unit) {
    say(tile.digits, digits);
    say(tile.unit, unit);
    style(tile.box, "--ems", (ems(digits) + 0.5 * ems(unit || "i")).toFixed(2));
  }
}
