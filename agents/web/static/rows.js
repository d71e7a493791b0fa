// The queues, worst first, as many as can be read from afar; the others are summed up in one line.

import { element, icon, mark, say, showIcon } from "./dom.js";
import { count, duration, durationOfSeconds, limit, parts, percent } from "./format.js";
import { LEVELS, WORDS } from "./status.js";
import { worstFirst } from "./model.js";

const MOST_ROWS = 8;
const LONG_FIGURE = 5;
const LONG_NAME = 8;
// Rows that change places with every call cannot be followed; a change of level moves a queue at once.
const REORDER_AFTER = 10000;

function cell(name) {
  const box = element("td", name);
  const figure = element("span", "figure");
  const note = element("span", "note");
  box.append(figure, note);
  return { box, figure, note };
}

function row() {
  const made = { line: element("tr"), state: element("td", "state"), queue: element("th", "queue") };
  made.sign = icon("quiet");
  made.word = element("span", "word");
  made.reason = element("span", "note");
  const words = element("span", "words");
  words.append(made.word, made.reason);
  made.state.append(made.sign, words);
  made.queue.scope = "row";
  made.name = element("span", "name");
  made.channel = element("span", "note");
  made.queue.append(made.name, made.channel);
  made.cells = ["level", "waiting", "wait", "abandoned", "handle", "response", "overdue"].map(cell);
  const [level] = made.cells;
  made.bar = element("span", "bar");
  made.fill = element("span", "fill");
  made.goal = element("span", "goal");
  made.bar.append(made.fill, made.goal);
  level.box.append(made.bar);
  made.line.append(made.state, made.queue, ...made.cells.map((entry) => entry.box));
  return made;
}

const share = (value) => (value?.n > 0 ? `${percent(value.value)} %` : percent(value?.value));

function put(entry, figure, note = "") {
  say(entry.figure, figure);
  mark(entry.figure, "long", figure.length > LONG_FIGURE ? "" : null);
  say(entry.note, note);
}

function fillBar(made, queue) {
  const value = queue.serviceLevel?.value;
  const drawn = typeof value === "number" && queue.objective > 0;
  made.bar.hidden = !drawn;
  if (!drawn) return;
  made.fill.style.setProperty("width", `${(value * 100).toFixed(1)}%`);
  made.goal.style.setProperty("left", `${(queue.objective * 100).toFixed(1)}%`);
}

function responseOf(entry, queue) {
  if (queue.firstResponseTargetMs === null && !(queue.firstResponseP90?.n > 0)) return put(entry, "", "");
  const within = queue.firstResponseWithin;
  const note = within?.n > 0 ? `${share(within)} in ${limit(queue.firstResponseTargetMs)}` : "";
  return put(entry, durationOfSeconds(queue.firstResponseP90?.value), note);
}

function fill(made, queue) {
  const [level, waiting, , abandoned, handle, response, overdue] = made.cells;
  mark(made.line, "level", queue.status.level);
  showIcon(made.sign, queue.status.level);
  say(made.word, queue.status.word);
  say(made.reason, queue.status.reason);
  say(made.name, queue.name);
  mark(made.name, "long", queue.name.length > LONG_NAME ? "" : null);
  say(made.channel, queue.channel);
  put(level, share(queue.serviceLevel), parts(queue.serviceLevel));
  fillBar(made, queue);
  const past = queue.pastThreshold > 0 ? `${count(queue.pastThreshold)} over ${limit(queue.thresholdMs)}` : "";
  put(waiting, count(queue.waiting), past);
  put(abandoned, share(queue.abandonment), parts(queue.abandonment));
  put(handle, durationOfSeconds(queue.aht?.value), queue.aht?.n > 0 ? `${count(queue.aht.n)} handled` : "");
  responseOf(response, queue);
  const breached = queue.breached > 0 ? `${count(queue.breached)} breached` : "";
  put(overdue, count(queue.overdue), breached || (queue.atRisk > 0 ? `${count(queue.atRisk)} at risk` : ""));
}

export class Rows {
  #body;
  #rest;
  #made = new Map();
  #order = [];
  #levels = "";
  #orderedAt = -Infinity;

  constructor(body, rest) {
    this.#body = body;
    this.#rest = rest;
  }

  show(queues) {
    const sorted = this.#sorted(queues);
    const shown = sorted.slice(0, sorted.length > MOST_ROWS ? MOST_ROWS - 1 : MOST_ROWS);
    const keys = new Set(shown.map((queue) => queue.key));
    for (const [key, made] of this.#made) {
      if (keys.has(key)) continue;
      made.line.remove();
      this.#made.delete(key);
    }
    shown.forEach((queue, place) => {
      if (!this.#made.has(queue.key)) this.#made.set(queue.key, row());
      const made = this.#made.get(queue.key);
      fill(made, queue);
      const there = this.#body.children[place] ?? null;
      if (there !== made.line) this.#body.insertBefore(made.line, there);
    });
    this.#body.style.setProperty("--rows", String(Math.max(shown.length, 4)));
    this.#sumUp(sorted.slice(shown.length));
  }

  /** Lets the longest waits go on between two floors. */
  tick(queues, ageMs) {
    for (const queue of queues) {
      const made = this.#made.get(queue.key);
      if (!made) continue;
      const text = queue.waiting > 0 ? duration(queue.longestWaitMs + ageMs) : "–";
      put(made.cells[2], text);
    }
  }

  #sorted(queues) {
    const levels = JSON.stringify(queues.map((queue) => [queue.key, queue.status.level]));
    if (levels !== this.#levels || performance.now() - this.#orderedAt > REORDER_AFTER) {
      this.#order = [...queues].sort(worstFirst).map((queue) => queue.key);
      this.#levels = levels;
      this.#orderedAt = performance.now();
    }
    const found = new Map(queues.map((queue) => [queue.key, queue]));
    return this.#order.map((key) => found.get(key));
  }

  #sumUp(others) {
    this.#rest.hidden = others.length === 0;
    if (others.length === 0) return;
    const words = LEVELS.map((level) => [others.filter((queue) => queue.status.level === level).length, level])
      .filter(([n]) => n > 0)
      .map(([n, level]) => `${n} ${WORDS[level].toLowerCase()}`);
    say(this.#rest, `and ${others.length} more: ${words.join(", ")}`);
  }
}
