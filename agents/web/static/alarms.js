// The alarms that are not ok, gravest first as the floor has them. With none of them the strip takes no room.

import { element, ems, icon, mark, naming, say, showIcon, style } from "./dom.js";
import { titleOf } from "./tiles.js";

const ICONS = { critical: "critical", warning: "watch" };

/** What an alarm is about: its KPI, and which of its kind. */
export const alarmTitle = (alarm, locale) =>
  titleOf({ kpi: alarm.kpi, title: alarm.title, label: alarm.clock ?? alarm.reason ?? null }, locale);

/** What one alarm says: place and figure; then state, limit, evidence and for how long it has stood. */
export function alarmTexts(alarm, asOf, locale) {
  const { queue, channel } = alarm.slice;
  const place = alarm.several ? `${queue} · ${channel}` : (queue ?? channel);
  const cases = alarm.unit === "ratio" && alarm.n > 0;
  const parts = { part: locale.count(alarm.numerator), whole: locale.count(alarm.denominator) };
  return {
    place: place ?? locale.word("floor"),
    what: alarmTitle(alarm, locale),
    figure: locale.text(alarm.value, alarm.unit),
    word: locale.word(alarm.state),
    note: [
      locale.word("limit", { limit: locale.limit(alarm.threshold, alarm.unit) }),
      cases ? locale.word("parts", parts) : "",
    ]
      .filter(Boolean)
      .join(" · "),
    since: locale.word("for", { span: locale.age(Math.max(0, asOf - Date.parse(alarm.since))) }),
  };
}

function made() {
  const line = element("li");
  const sign = icon("watch");
  const texts = {};
  for (const name of ["place", "what", "figure", "word", "note", "since"]) texts[name] = element("span", name);
  naming(texts.place);
  const lines = [element("p", "first"), element("p", "second")];
  lines[0].append(texts.place, texts.what, texts.figure);
  lines[1].append(texts.word, texts.note, texts.since);
  const words = element("div");
  words.append(...lines);
  line.append(sign, words);
  return { line, sign, lines, texts };
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

  /** The first `most` of the alarms. */
  show(alarms, asOf, most, locale) {
    const shown = alarms.slice(0, most);
    this.#strip.hidden = alarms.length === 0;
    while (this.#lines.length > shown.length) this.#lines.pop().line.remove();
    while (this.#lines.length < shown.length) {
      this.#lines.push(made());
      this.#list.append(this.#lines.at(-1).line);
    }
    shown.forEach((alarm, place) => {
      const { line, sign, lines, texts } = this.#lines[place];
      mark(line, "state", alarm.state);
      showIcon(sign, ICONS[alarm.state]);
      for (const [name, text] of Object.entries(alarmTexts(alarm, asOf, locale))) say(texts[name], text);
      for (const one of lines) style(one, "--ems", (ems([...one.children].map((e) => e.textContent).join("")) + 1.5).toFixed(2));
    });
    const left = alarms.length - shown.length;
    this.#rest.hidden = left === 0;
    say(this.#rest, left > 0 ? `+${locale.count(left)}` : "");
    this.#rest.title = left > 0 ? locale.word("more", { n: locale.count(left) }) : "";
  }
}
