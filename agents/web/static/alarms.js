// The alarms that are not ok, gravest first as the floor has them. With none of them the strip takes no room.

import { element, icon, mark, say, showIcon } from "./dom.js";
import { UNKNOWN, count, duration, durationOfSeconds, parts, percent } from "./format.js";

// A strip and no list: the rows below say of each queue how it is.
const MOST_ALARMS = 3;
const WORDS = { critical: "Critical", warning: "Warning" };
const ICONS = { critical: "critical", warning: "watch" };

function figure(value, unit) {
  if (value === null || value === undefined) return UNKNOWN;
  if (unit === "ratio") return `${percent(value)} %`;
  return unit === "s" ? durationOfSeconds(value) : count(value);
}

/** What one alarm says: state, place, figure with its limit, and for how long it has stood. */
export function alarmTexts(alarm, asOf) {
  const { queue, channel } = alarm.slice;
  const cases = alarm.unit === "ratio" && alarm.n > 0 ? `, ${parts(alarm)}` : "";
  return {
    word: WORDS[alarm.state],
    place: queue ?? channel ?? "Floor",
    what: `${alarm.title} ${figure(alarm.value, alarm.unit)}`,
    note: `limit ${figure(alarm.threshold, alarm.unit)}${cases}`,
    since: `for ${duration(Math.max(0, asOf - Date.parse(alarm.since)))}`,
  };
}

function made() {
  const line = element("li");
  const sign = icon("watch");
  const texts = {};
  for (const name of ["word", "place", "since", "what", "note"]) texts[name] = element("span", name);
  const lines = [element("p"), element("p")];
  lines[0].append(texts.word, texts.place, texts.since);
  lines[1].append(texts.what, texts.note);
  const words = element("div");
  words.append(...lines);
  line.append(sign, words);
  return { line, sign, texts };
}

export class Alarms {
  #strip;
  #list;
  #rest;
  #lines = [];

  constructor(strip) {
    this.#strip = strip;
    this.#list = element("ul");
    this.#rest = element("p", "rest");
    strip.append(this.#list, this.#rest);
  }

  show(alarms, asOf) {
    const shown = alarms.slice(0, MOST_ALARMS);
    this.#strip.hidden = alarms.length === 0;
    while (this.#lines.length > shown.length) this.#lines.pop().line.remove();
    while (this.#lines.length < shown.length) {
      this.#lines.push(made());
      this.#list.append(this.#lines.at(-1).line);
    }
    shown.forEach((alarm, place) => {
      const { line, sign, texts } = this.#lines[place];
      mark(line, "state", alarm.state);
      showIcon(sign, ICONS[alarm.state]);
      for (const [name, text] of Object.entries(alarmTexts(alarm, asOf))) say(texts[name], text);
    });
    const left = alarms.length - shown.length;
    this.#rest.hidden = left === 0;
    say(this.#rest, left > 0 ? `and ${count(left)} more` : "");
  }
}
