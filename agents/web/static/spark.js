// A trend as a line: the last hour, the newest at the right; where nothing is known there is a gap.

import { drawing } from "./dom.js";

const SPAN = 3600000;
const WIDTH = 100;
const HEIGHT = 20;
const EDGE = 2;
// A sample comes every twenty seconds; where several are missing nobody knows what the figure was.
const GAP = 60000;
// A share that moves by a hundredth is not to look like one that falls from all to nothing.
const LEAST = { ratio: 0.1, s: 10 };

function scale(values, unit) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = Math.max(high - low, LEAST[unit] ?? 2);
  const middle = (high + low) / 2;
  return (value) => HEIGHT / 2 - ((value - middle) / span) * (HEIGHT - 2 * EDGE);
}

/** The path of samples `[instant, value or null]`; empty where there are not two of them side by side. */
export function pathOf(samples, unit, target) {
  const known = samples.filter(([, value]) => value !== null);
  if (known.length < 2) return { line: "", goal: "" };
  const end = samples.at(-1)[0];
  const values = known.map(([, value]) => value);
  const place = scale(values, unit);
  const x = (at) => (WIDTH * (1 - (end - at) / SPAN)).toFixed(1);
  let line = "";
  let before = null;
  for (const [at, value] of samples) {
    if (value !== null) line += `${before === null || at - before > GAP ? "M" : "L"}${x(at)} ${place(value).toFixed(1)}`;
    before = value === null ? null : at;
  }
  const height = target === null ? NaN : place(target);
  const goal = height >= 0 && height <= HEIGHT ? `M0 ${height.toFixed(1)}H${WIDTH}` : "";
  return { line, goal };
}

export class Spark {
  constructor() {
    this.box = drawing("svg", { class: "spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none" });
    this.box.setAttribute("aria-hidden", "true");
    this.goal = drawing("path", { class: "goal" });
    this.line = drawing("path", { class: "line" });
    this.box.append(this.goal, this.line);
  }

  show(samples, unit, target) {
    const { line, goal } = pathOf(samples, unit, target);
    if (this.line.getAttribute("d") !== line) this.line.setAttribute("d", line);
    if (this.goal.getAttribute("d") !== goal) this.goal.setAttribute("d", goal);
  }
}
