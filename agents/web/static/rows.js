// The queues, worst first, as many as can be read from afar; the others are summed up in one line.

import { element, ems, evened, icon, mark, naming, say, showIcon, style } from "./dom.js";
import { evidenceOf, titleOf, valueAt } from "./tiles.js";

const LEVELS = ["critical", "watch", "ok", "quiet"];
const MOST_ROWS = 16;
const FEWEST_ROWS = 2;
const REST_LINES = 1.5;
// With little to show, letters may be so many times as large as they have to be.
const LARGEST = 1.5;
// The size of a unit beside its digits, as queues.css has it.
const UNIT = 0.65;
// From so many ems on a name is written in two lines.
const LONG_NAME = 11;
// Rows that change places with every call cannot be followed; a change of level moves a queue at once.
const REORDER_AFTER = 10000;

// A telephone or a narrow window, as the style sheets have it: the page is as long as it has to be.
const scrolled = matchMedia("(max-aspect-ratio: 1/1)");

const keyOf = (queue) => JSON.stringify([queue.queue, queue.channel]);

const pageOf = (queue) => {
  const page = new URL(`../queue/${encodeURIComponent(queue.queue)}`, import.meta.url);
  page.searchParams.set("channel", queue.channel);
  page.searchParams.set("language", document.documentElement.lang);
  return page.href;
};

function cell(tag, className) {
  const box = element(tag, className);
  box.setAttribute("role", tag === "th" ? "rowheader" : "cell");
  return box;
}

function row(headings) {
  const made = { line: element("tr"), sign: icon("quiet"), queue: cell("th", "queue"), cells: [] };
  made.line.setAttribute("role", "row");
  made.name = naming(element("a", "name"));
  made.word = element("strong", "word");
  made.channel = element("span", "channel");
  made.reason = element("span", "note reason");
  const note = element("span", "note");
  note.append(made.word, made.channel);
  made.words = element("span", "words");
  made.words.append(made.name, note, made.reason);
  made.queue.append(made.sign, made.words);
  made.line.append(made.queue);
  for (const _ of headings) {
    const box = cell("td", "cell");
    const figure = element("span", "figure");
    const digits = element("span", "digits");
    const unit = element("span", "unit");
    const evidence = element("span", "note");
    figure.append(digits, unit);
    box.append(figure, evidence);
    made.cells.push({ box, figure, digits, unit, evidence });
    made.line.append(box);
  }
  return made;
}

export class Rows {
  #body;
  #rest;
  #head;
  #section;
  #headings = [];
  #made = new Map();
  #order = [];
  #levels = "";
  #orderedAt = -Infinity;
  #height = 0;
  #last = null;

  constructor({ head, body, rest }) {
    this.#head = head;
    this.#body = body;
    this.#rest = rest;
    this.#section = body.closest("section");
  }

  /** Begin with another board. */
  begin(headings, locale) {
    this.#headings = headings;
    this.#made.clear();
    this.#levels = "";
    this.#last = null;
    this.#body.replaceChildren();
    const titles = headings.map((heading) => titleOf(heading, locale));
    const widest = Math.max(...titles.flatMap((title) => title.split(" ").map(ems)));
    const head = (className, text, width, kind) => {
      const box = element("th", className);
      box.setAttribute("role", "columnheader");
      box.scope = "col";
      const title = element("span", "title", text);
      style(box, "--ems", width.toFixed(2));
      box.append(title);
      if (kind !== undefined) box.append(element("span", "kind", kind));
      return box;
    };
    const columns = headings.map((heading, place) => {
      const box = head("column", titles[place], widest, locale.window(heading.window));
      mark(box, "kind", heading.live ? "live" : "period");
      return box;
    });
    const queues = locale.word("queues");
    this.#head.replaceChildren(head("queue", queues, ems(queues)), ...columns);
    style(this.#body.parentElement, "--columns", String(headings.length));
  }

  /** `others`: how many of each level the worker has not even sent. */
  show(floor, locale) {
    const { queues, others } = floor;
    this.#last = floor;
    this.#height = this.#section.clientHeight;
    const sorted = this.#sorted(queues);
    const rest = LEVELS.map((level) => [level, others[level] ?? 0]);
    const hidden = rest.reduce((sum, [, n]) => sum + n, 0);
    const shown = sorted.slice(0, this.#fitting(sorted.length + hidden));
    this.#keep(new Set(shown.map(keyOf)));
    const own = shown.map((queue) => ems(queue.queue));
    const short = evened(own.filter((width) => width < LONG_NAME));
    const widths = own.map((width) => (width < LONG_NAME ? short.shift() : width));
    shown.forEach((queue, place) => {
      const key = keyOf(queue);
      if (!this.#made.has(key)) this.#made.set(key, row(this.#headings));
      const made = this.#made.get(key);
      this.#fill(made, queue, locale);
      style(made.name, "--ems", widths[place].toFixed(2));
      mark(made.name, "long", widths[place] < LONG_NAME ? null : "");
      if (this.#body.children[place] !== made.line) this.#body.insertBefore(made.line, this.#body.children[place] ?? null);
    });
    for (const { level } of sorted.slice(shown.length)) rest[LEVELS.indexOf(level)][1] += 1;
    this.#sumUp(rest.filter(([, n]) => n > 0), locale);
  }

  /** Lets what lasts go on between two floors. */
  tick(queues, locale, { goesOn }) {
    // A notice that comes or goes takes from the room of the rows, or gives to it.
    if (this.#last && this.#height !== this.#section.clientHeight) this.show(this.#last, locale);
    const shown = queues.filter((queue) => this.#made.has(keyOf(queue)));
    this.#headings.forEach((heading, place) => {
      const texts = shown.map((queue) => locale.figure(valueAt(heading, queue.cells[place], goesOn), heading.unit));
      const widest = Math.max(...texts.map(({ digits, unit }) => ems(digits) + UNIT * (unit ? ems(unit) + 0.2 : 0)), 1);
      shown.forEach((queue, line) => {
        const { figure, digits, unit } = this.#made.get(keyOf(queue)).cells[place];
        say(digits, texts[line].digits);
        say(unit, texts[line].unit);
        style(figure, "--ems", widest.toFixed(2));
      });
    });
  }

  #fill(made, queue, locale) {
    mark(made.line, "level", queue.level);
    showIcon(made.sign, queue.level);
    say(made.name, queue.queue);
    if (made.name.href !== pageOf(queue)) made.name.href = pageOf(queue);
    say(made.word, locale.word(queue.level));
    say(made.channel, queue.channel);
    say(made.reason, this.#reasonOf(queue, locale));
    mark(made.words, "reason", made.reason.textContent === "" ? null : "");
    const lines = [`${made.word.textContent} · ${queue.channel}`, made.reason.textContent];
    style(made.words, "--ems", Math.max(...lines.map(ems)).toFixed(2));
    queue.cells.forEach((shown, place) => {
      const { box, evidence } = made.cells[place];
      mark(box, "level", shown.level);
      mark(box, "thin", shown.thin ? "" : null);
      const told = shown.n === 0 ? "" : evidenceOf(this.#headings[place], shown, locale);
      say(evidence, told);
      style(evidence, "--ems", ems(told).toFixed(2));
    });
  }

  /** What is bad, unless a column beside it says so. */
  #reasonOf({ reason }, locale) {
    if (!reason || this.#headings.some((heading) => heading.kpi === reason.kpi)) return "";
    return `${titleOf(reason, locale)} ${locale.text(reason.value, reason.unit)}`;
  }

  /**
   * How many of so many rows there is room for, with a line for the others where not all fit; the fewer there are, the
   * larger they are written.
   */
  #fitting(all) {
    if (scrolled.matches) return this.#roomy(Math.min(all, MOST_ROWS), 1);
    const sizes = document.documentElement.style;
    const size = (name) => Number.parseFloat(sizes.getPropertyValue(name)) * (innerHeight / 100);
    const height = this.#height - this.#head.parentElement.offsetHeight;
    const rows = (room) => Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, Math.floor(room / size("--row"))));
    const whole = all <= rows(height);
    const left = whole ? height : height - REST_LINES * size("--note");
    const fitting = whole ? all : rows(left);
    const room = left / (Math.max(fitting, FEWEST_ROWS) * size("--row"));
    return this.#roomy(fitting, Math.min(Math.max(room, 1), LARGEST));
  }

  #roomy(rows, room) {
    style(this.#body.parentElement, "--room", room.toFixed(2));
    return rows;
  }

  #keep(keys) {
    for (const [key, made] of this.#made) {
      if (keys.has(key)) continue;
      made.line.remove();
      this.#made.delete(key);
    }
  }

  #sorted(queues) {
    const levels = JSON.stringify(queues.map((queue) => [keyOf(queue), queue.level]).sort());
    if (levels !== this.#levels || performance.now() - this.#orderedAt > REORDER_AFTER) {
      this.#order = queues.map(keyOf);
      this.#levels = levels;
      this.#orderedAt = performance.now();
    }
    const found = new Map(queues.map((queue) => [keyOf(queue), queue]));
    return this.#order.map((key) => found.get(key));
  }

  #sumUp(counts, locale) {
    this.#rest.hidden = counts.length === 0;
    const all = counts.reduce((sum, [, n]) => sum + n, 0);
    const words = counts.map(([level, n]) => `${locale.count(n)} ${locale.word(level)}`).join(" · ");
    say(this.#rest, `${locale.word("more", { n: locale.count(all) })}: ${words}`);
  }
}
