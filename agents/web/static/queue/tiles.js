// The figures of this moment and of the window that was chosen.

import { element, icon, mark, say, showIcon } from "../dom.js";
import { UNKNOWN, count, duration, durationOfSeconds, limit, parts, percent } from "../format.js";
import { levelOfShare, levelOfWait } from "../status.js";
import { between, share } from "./parts.js";
import { CLOCKS } from "./words.js";

const TILES = 6;
const sum = (counts) => Object.values(counts).reduce((total, number) => total + number, 0);
const evidence = (value) => (value?.n > 0 ? `${parts(value)}${value.thin ? " · few" : ""}` : "no contacts");

function clockWords(counts) {
  return Object.entries(counts)
    .map(([clock, number]) => `${CLOCKS[clock] ?? clock} ${count(number)}`)
    .join(", ");
}

function waitTiles({ live, target }, ageMs) {
  const late = live.waiting_past_threshold;
  const wait = live.waiting > 0 ? live.longest_wait_ms + ageMs : null;
  const level = levelOfWait(wait, live.waiting, target.threshold_ms);
  return [
    {
      title: "Waiting now",
      figure: count(live.waiting),
      notes: [late > 0 ? `${count(late)} past ${limit(target.threshold_ms)}` : "none too long", `${count(live.open)} open`],
      level: late > 0 ? level : null,
    },
    {
      title: "Longest wait",
      figure: wait === null ? UNKNOWN : duration(wait),
      notes: [wait === null ? "nobody waits" : `threshold ${limit(target.threshold_ms)}`, ""],
      level,
    },
  ];
}

function shareTiles({ kpis, target }, window) {
  const level = kpis.service_level[window];
  const lost = kpis.abandonment_rate[window];
  const goal = `goal ${percent(target.service_level)} %`;
  return [
    {
      title: "Service level",
      figure: share(level),
      notes: [evidence(level), `${goal}${level.n > 0 ? `, likely ${between(level)}` : ""}`],
      level: levelOfShare(level, target.service_level),
    },
    { title: "Abandoned", figure: share(lost), notes: [evidence(lost), ""], level: null },
  ];
}

function timeTile({ kpis, target }, window) {
  const within = kpis.first_response_within_target[window];
  const aht = kpis.aht[window];
  const notes = [aht.n > 0 ? `${count(aht.n)} handled` : "none handled", `answered in ${durationOfSeconds(kpis.asa[window].value)}`];
  if (target.first_response_target_ms) {
    notes[1] = `replies in ${limit(target.first_response_target_ms)}: ${share(within)}`;
  }
  return { title: "Handle time", figure: durationOfSeconds(aht.value), notes, level: null };
}

function overdueTile({ live }) {
  const overdue = sum(live.overdue);
  const risk = sum(live.at_risk);
  return {
    title: "Overdue",
    figure: count(overdue),
    notes: [clockWords(live.overdue), risk > 0 ? `${count(risk)} at risk` : "none at risk"],
    level: overdue > 0 ? "watch" : null,
  };
}

function made() {
  const box = element("article", "tile");
  const head = element("h2");
  const sign = icon("quiet");
  const title = element("span");
  head.append(sign, title);
  const figure = element("p", "number");
  const notes = [element("p", "note"), element("p", "note")];
  box.append(head, figure, ...notes);
  return { box, sign, title, figure, notes };
}

export class Tiles {
  #tiles = Array.from({ length: TILES }, made);

  constructor(section) {
    section.append(...this.#tiles.map((tile) => tile.box));
  }

  /** `ageMs` lets the longest wait go on. */
  show(document, window, ageMs) {
    const texts = [
      ...waitTiles(document, ageMs),
      ...shareTiles(document, window),
      timeTile(document, window),
      overdueTile(document),
    ];
    texts.forEach((text, place) => {
      const tile = this.#tiles[place];
      say(tile.title, text.title);
      say(tile.figure, text.figure);
      tile.notes.forEach((note, line) => say(note, text.notes[line]));
      mark(tile.box, "level", text.level);
      showIcon(tile.sign, text.level ?? "quiet");
    });
  }
}
