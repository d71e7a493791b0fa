// How today's waits and handle times spread, beside last week's.

import { byId, say } from "../dom.js";
import { UNKNOWN, count, duration, limit, tenths } from "./format.js";
import { Chart } from "./chart.js";
import { headed } from "./parts.js";
import { word } from "./words.js";

const PANELS = { waits: ["wait", word("kpi.wait")], handles: ["handle", word("kpi.handle_time")] };
const percents = (value) => (value === null ? UNKNOWN : `${value < 10 ? tenths(value) : count(Math.round(value))} %`);

/** A bound as short as it can be: 20s, 5m, 4h, 2d */
function bound(ms) {
  if (ms === null) return word("more");
  const [size, unit] = [[86400000, "d"], [3600000, "h"], [60000, "m"], [1000, "s"]].find(([one]) => ms >= one) ?? [1, "ms"];
  return `${count(Math.round((ms / size) * 10) / 10)}${unit}`;
}

const share = (steps, from, n) => (n > 0 ? ((steps.get(from)?.count ?? 0) / n) * 100 : null);

function drawn(today, lastWeek, thresholdMs) {
  const [now, then] = [today, lastWeek].map((spread) => new Map(spread.steps.map((step) => [step.from_ms, step])));
  const all = new Map([...then, ...now]);
  const froms = [...all.keys()].sort((a, b) => a - b);
  const within = froms.findLastIndex((from) => all.get(from).to_ms !== null && all.get(from).to_ms <= thresholdMs);
  return {
    step: word("step"),
    names: froms.map((from) => bound(all.get(from).to_ms)),
    top: 10,
    words: (value) => `${count(value)} %`,
    series: [
      {
        label: word("today"),
        kind: "bars",
        colour: "--today",
        values: froms.map((from) => share(now, from, today.n)),
        words: percents,
      },
      {
        label: word("last_week"),
        kind: "line",
        colour: "--then",
        dash: true,
        values: froms.map((from) => share(then, from, lastWeek.n)),
        words: percents,
      },
    ],
    mark: within < 0 ? null : { after: within },
  };
}

const quantile = (spread, name) => (spread.n > 0 ? duration(spread.quantiles_ms[name]) : UNKNOWN);

export class Spreads {
  #panels = Object.entries(PANELS).map(([id, [spread, title]]) => {
    const section = byId(id);
    return { spread, title, ...headed(section, word("spreads", { title })), chart: new Chart(section) };
  });

  show({ today, last_week: lastWeek, target }) {
    for (const { spread, title, note, chart } of this.#panels) {
      const [now, then] = [today.spreads[spread], lastWeek.spreads[spread]];
      const threshold = spread === "wait" ? target.threshold_ms : undefined;
      const before = { p50: `${word("before")} `, p90: "" };
      const quantiles = ["p50", "p90"].map(
        (name) => `${name} ${quantile(now, name)} (${before[name]}${quantile(then, name)})`,
      );
      const line = spread === "wait" ? ` · ${word("dashed", { limit: limit(threshold).replace(" ", "\u00a0") })}` : "";
      say(note, `n ${count(now.n)} · ${quantiles.join(" · ")}${line}`);
      const told = word("bracketed", { title, n: count(now.n), quantiles: quantiles.join(", ") });
      chart.show({ ...drawn(now, then, threshold), told });
    }
  }

  redraw() {
    for (const { chart } of this.#panels) chart.redraw();
  }
}
