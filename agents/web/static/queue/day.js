// Today's half hours beside those of the same weekday a week ago: as charts, and as a table for whoever reads figures.

import { byId, element, say } from "../dom.js";
import { UNKNOWN, count, durationOfSeconds, percent } from "./format.js";
import { Chart } from "./chart.js";
import { Table, fineShare, headed } from "./parts.js";
import { KPIS, word } from "./words.js";

const WEEK_AGO = word("last_week");
const SHARES = Object.keys(KPIS);
const MINUTE = 60;
// Seconds between two values of a scale that people read as minutes and hours.
const EVERY = [15, 30, 60, 120, 180, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800, 86400, 172800];

const keyOf = (interval) => `${interval.begins}#${interval.turn}`;

/** Every half hour of either day in order, from the first to the last in which anything came in, and the one that runs. */
function paired(today, lastWeek) {
  const found = new Map(lastWeek.intervals.map((interval) => [keyOf(interval), { begins: interval.begins, before: interval }]));
  const order = [...found.keys()];
  let place = -1;
  for (const interval of today.intervals) {
    const key = keyOf(interval);
    if (!found.has(key)) {
      found.set(key, { begins: interval.begins });
      order.splice(place + 1, 0, key);
    }
    place = order.indexOf(key);
    found.get(key).now = interval;
  }
  const pairs = order.map((key) => found.get(key));
  const busy = ({ now, before }) => now?.running || [now, before].some((one) => one?.kpis.offered.value > 0 || one?.kpis.aht.n > 0);
  const first = pairs.findIndex(busy);
  return first < 0 ? pairs : pairs.slice(first, pairs.findLastIndex(busy) + 1);
}

const values = (pairs, day, read) => pairs.map((pair) => (pair[day] ? read(pair[day].kpis) : null));
const percents = (value) => `${count(value)} %`;
const minutes = (seconds) => (seconds >= 10 * MINUTE ? `${Math.round(seconds / MINUTE)} min` : durationOfSeconds(seconds));

function told(title, pairs, read, words) {
  const last = pairs.findLast((pair) => pair.now);
  if (!last) return `${word("by_half_hour", { title })}: ${word("nothing_yet")}`;
  const then = last.before ? words(read(last.before.kpis)) : UNKNOWN;
  return word("told", { title, begins: last.begins, now: words(read(last.now.kpis)), then });
}

/** Two lines of a figure, today's before last week's. */
function lines(pairs, read, words, kind = "line") {
  return [
    { label: word("today"), kind, colour: "--today", values: values(pairs, "now", read), words, width: 2.4 },
    { label: WEEK_AGO, kind: "line", colour: "--then", values: values(pairs, "before", read), words, dash: true },
  ];
}

export class Day {
  #volume = headed(byId("volume"), word("by_half_hour", { title: word("kpi.offered") }));
  #share = headed(byId("share"), "");
  #handling = headed(byId("handling"), word("by_half_hour", { title: word("kpi.handle_time") }));
  #charts = ["volume", "share", "handling"].map((id) => new Chart(byId(id)));
  #choice = element("select");
  #shown = null;

  constructor() {
    this.#choice.setAttribute("aria-label", word("share"));
    for (const kpi of SHARES) {
      const option = element("option", "", word("by_half_hour", { title: KPIS[kpi] }));
      option.value = kpi;
      this.#choice.append(option);
    }
    this.#choice.addEventListener("change", () => this.show(this.#shown));
    this.#share.head.append(this.#choice);
    this.table = new Table(
      byId("numbers"),
      [
        [word("column.from"), ""],
        ...["offered", "service_level", "abandonment_rate", "handle_time"].flatMap((name) => [
          [word(`kpi.${name}`), "number"],
          [WEEK_AGO, "number"],
        ]),
      ],
      word("half_hours.label"),
    );
  }

  show(document) {
    this.#shown = document;
    const pairs = paired(document.today, document.last_week);
    const names = pairs.map((pair) => pair.begins);
    this.#showVolume(document, pairs, names);
    this.#showShare(document, pairs, names);
    const aht = (kpis) => kpis.aht.value;
    say(this.#handling.note, this.#both(document, (kpis) => durationOfSeconds(aht(kpis))));
    this.#charts[2].show({
      step: word("column.from"),
      names,
      top: MINUTE,
      every: EVERY,
      words: minutes,
      series: lines(pairs, aht, minutes),
      told: told(word("kpi.handle_time"), pairs, aht, durationOfSeconds),
    });
    this.#showTable(pairs);
  }

  redraw() {
    for (const chart of this.#charts) chart.redraw();
  }

  #both({ today, last_week: lastWeek }, words) {
    return word("today_and_week", { today: words(today.kpis), week: words(lastWeek.kpis) });
  }

  #showVolume(document, pairs, names) {
    const offered = (kpis) => kpis.offered.value;
    say(this.#volume.note, this.#both(document, (kpis) => count(offered(kpis))));
    const series = lines(pairs, offered, count, "bars");
    const said = told(word("kpi.offered"), pairs, offered, count);
    this.#charts[0].show({ step: word("column.from"), names, series, top: 5, words: count, told: said });
  }

  #showShare(document, pairs, names) {
    const kpi = this.#choice.value;
    const read = (kpis) => (kpis[kpi].n > 0 ? kpis[kpi].value * 100 : null);
    const end = (name) => (kpis) => (typeof kpis[kpi][name] === "number" ? kpis[kpi][name] * 100 : null);
    const words = (value) => (value === null ? UNKNOWN : `${percent(value / 100)} %`);
    const ends = ["low", "high"].map((name) => ({
      label: word(name === "low" ? "likely_from" : "likely_to"),
      kind: "line",
      colour: "--today",
      values: values(pairs, "now", end(name)),
      words,
      hidden: true,
    }));
    say(this.#share.note, this.#both(document, (kpis) => fineShare(kpis[kpi])));
    this.#charts[1].show({
      step: word("column.from"),
      names,
      top: kpi === "abandonment_rate" ? 10 : 100,
      words: percents,
      series: [...lines(pairs, read, words), ...ends],
      bands: [[4, 3]],
      mark: kpi === "abandonment_rate" ? null : { value: document.target.service_level * 100 },
      told: told(KPIS[kpi], pairs, read, words),
    });
  }

  #showTable(pairs) {
    const cells = (read) => (pair) => ["now", "before"].map((day) => (pair[day] ? read(pair[day].kpis) : UNKNOWN));
    const readers = [
      (kpis) => count(kpis.offered.value),
      (kpis) => fineShare(kpis.service_level),
      (kpis) => fineShare(kpis.abandonment_rate),
      (kpis) => durationOfSeconds(kpis.aht.value),
    ].map(cells);
    this.table.fill(
      pairs.map((pair) => ({
        cells: [pair.begins, ...readers.flatMap((read) => read(pair))],
        mark: pair.now?.running ? "running" : "",
      })),
    );
  }
}
