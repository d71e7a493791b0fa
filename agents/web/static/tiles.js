// The strip of big numbers.

import { element, icon, mark, say, showIcon } from "./dom.js";
import { UNKNOWN, count, duration, durationOfSeconds, limit, parts, percent } from "./format.js";

const WINDOW_WORDS = { "5m": "5 min", "15m": "15 min", "30m": "30 min", "1h": "hour", today: "day" };

export const windowWords = (window) => (window === "today" ? "today" : `last ${WINDOW_WORDS[window] ?? window}`);

function goal(objective) {
  return objective > 0 ? `goal ${percent(objective)} %` : "";
}

function shareTile(tile, title, second) {
  if (!tile) return { title, figure: UNKNOWN, notes: ["no such queue", ""], level: null };
  const cases = tile.value?.n > 0 ? parts(tile.value) : "no contacts";
  const notes = [`${tile.channel} · ${cases}`, second];
  return { title, figure: percent(tile.value?.value), unit: "%", notes, level: tile.level };
}

function waitingTile(tiles) {
  const late = tiles.pastThreshold;
  const note = late > 0 ? `${count(late)} too long` : tiles.waiting > 0 ? "none too long" : "";
  const level = late > 0 ? tiles.waitLevel : null;
  return { title: "Waiting now", figure: count(tiles.waiting), notes: [note, ""], level };
}

function longestTile(tiles, ageMs) {
  const wait = tiles.longestWaitMs;
  if (wait === null) return { title: "Longest wait", figure: UNKNOWN, notes: ["nobody waits", ""], level: null };
  const notes = [tiles.longestIn, `limit ${limit(tiles.longestLimitMs)}`];
  return { title: "Longest wait", figure: duration(wait + ageMs), notes, level: tiles.waitLevel };
}

function abandonedTile({ abandonment }) {
  const notes = [abandonment?.n > 0 ? parts(abandonment) : "no contacts", ""];
  return { title: "Abandoned", figure: percent(abandonment?.value), unit: "%", notes, level: null };
}

function overdueTile(tiles, window) {
  const notes = tiles.breached === undefined ? ["", ""] : [`${count(tiles.breached)} breached`, windowWords(window)];
  return { title: "SLA overdue", figure: count(tiles.overdue), notes, level: tiles.overdue > 0 ? "watch" : null };
}

/** What the six tiles say; `ageMs` lets the longest wait go on between two floors. */
export function tileTexts(tiles, window, ageMs) {
  const p90 = tiles.firstResponse?.p90;
  return [
    waitingTile(tiles),
    longestTile(tiles, ageMs),
    shareTile(tiles.serviceLevel, "Service level", goal(tiles.serviceLevel?.objective)),
    shareTile(tiles.firstResponse, "First response", p90?.n > 0 ? `p90 ${durationOfSeconds(p90.value)}` : ""),
    abandonedTile(tiles),
    overdueTile(tiles, window),
  ];
}

function tile() {
  const box = element("article", "tile");
  const head = element("h2");
  const sign = icon("ok");
  const title = element("span", "title");
  head.append(sign, title);
  const number = element("p", "number");
  const figure = element("span", "figure");
  const unit = element("span", "unit");
  number.append(figure, unit);
  const notes = [element("p", "note"), element("p", "note")];
  box.append(head, number, ...notes);
  return { box, sign, title, figure, unit, notes };
}

export class Tiles {
  #tiles = [];

  constructor(section) {
    for (let place = 0; place < 6; place += 1) this.#tiles.push(tile());
    section.append(...this.#tiles.map((made) => made.box));
  }

  show(texts) {
    texts.forEach((text, place) => {
      const made = this.#tiles[place];
      const unit = text.figure === UNKNOWN ? "" : (text.unit ?? "");
      say(made.title, text.title);
      say(made.figure, text.figure);
      say(made.unit, unit);
      made.notes.forEach((note, line) => say(note, text.notes[line]));
      mark(made.box, "level", text.level);
      showIcon(made.sign, text.level ?? "quiet");
      made.box.style.setProperty("--characters", String(Math.max(2, text.figure.length + unit.length)));
    });
  }
}
