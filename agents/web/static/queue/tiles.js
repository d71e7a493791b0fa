// The figures of this moment and of the window that was chosen.

import { element, icon, mark, say, showIcon } from "../dom.js";
import { UNKNOWN, count, duration, durationOfSeconds, goal, limit } from "./format.js";
import { levelOf } from "./status.js";
import { between, fraction, share } from "./parts.js";
import { CLOCKS, word } from "./words.js";

const TILES = 6;
const sum = (counts) => Object.values(counts).reduce((total, number) => total + number, 0);
const evidence = (value) => (value?.n > 0 ? `${fraction(value)}${value.thin ? ` · ${word("few")}` : ""}` : word("no_cases"));

function clockWords(counts) {
  return Object.entries(counts)
    .map(([clock, number]) => `${CLOCKS[clock] ?? clock} ${count(number)}`)
    .join(", ");
}

function waitTiles({ live, target, limits }, ageMs) {
  const late = live.waiting_past_threshold;
  const wait = live.waiting > 0 ? live.longest_wait_ms + ageMs : null;
  const level = levelOf(wait === null ? null : wait / 1000, limits.longest_wait);
  return [
    {
      title: word("kpi.waiting"),
      figure: count(live.waiting),
      notes: [
        late > 0 ? word("past", { n: count(late), limit: limit(target.threshold_ms) }) : word("none_too_long"),
        word("open", { n: count(live.open) }),
      ],
      level: late > 0 ? level : null,
    },
    {
      title: word("kpi.longest_wait"),
      figure: wait === null ? UNKNOWN : duration(wait),
      notes: [wait === null ? word("nobody_waits") : word("threshold", { limit: limit(target.threshold_ms) }), ""],
      level,
    },
  ];
}

function shareTiles({ kpis, target, limits }, window) {
  const judged = (value, kpi) => levelOf(value.n > 0 ? value.value : null, limits[kpi], value.thin);
  const level = kpis.service_level[window];
  const lost = kpis.abandonment_rate[window];
  const promised = word("goal", { goal: goal(target.service_level) });
  return [
    {
      title: word("kpi.service_level"),
      figure: share(level),
      notes: [evidence(level), `${promised}${level.n > 0 ? `, ${word("likely", { range: between(level) })}` : ""}`],
      level: judged(level, "service_level"),
    },
    {
      title: word("kpi.abandonment_rate"),
      figure: share(lost),
      notes: [evidence(lost), ""],
      level: judged(lost, "abandonment_rate"),
    },
  ];
}

function timeTile({ kpis, target, limits }, window) {
  const within = kpis.first_response_within_target[window];
  const aht = kpis.aht[window];
  const notes = [
    aht.n > 0 ? word("closed", { n: count(aht.n) }) : word("none_handled"),
    word("in", { span: durationOfSeconds(kpis.asa[window].value) }),
  ];
  if (target.first_response_target_ms) {
    notes[1] = word("replies", { limit: limit(target.first_response_target_ms), share: share(within) });
  }
  const level = levelOf(aht.value, limits.aht, aht.thin);
  return { title: word("kpi.handle_time"), figure: durationOfSeconds(aht.value), notes, level };
}

function overdueTile({ live, limits }) {
  const overdue = sum(live.overdue);
  const risk = sum(live.at_risk);
  return {
    title: word("kpi.overdue"),
    figure: count(overdue),
    notes: [clockWords(live.overdue), risk > 0 ? word("risk", { n: count(risk) }) : word("none_at_risk")],
    level: overdue > 0 ? levelOf(overdue, limits.overdue) : null,
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
