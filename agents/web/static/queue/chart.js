// A chart over steps that have names: half hours of a day, or spans of a duration. uPlot draws; colours and letters are
// the page's own, and follow when the theme or the size of the letters changes.

import { element, ems } from "../dom.js";

const uPlot = globalThis.uPlot;
// In rem, as in the style: uPlot does not count its legend as a part of the height.
const LEGEND = 1.4;
const LETTERS = 0.72;

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const rem = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
/** The colours of the page are written as #rrggbb. */
const faded = (name, share) => colour(name) + Math.round(share * 255).toString(16).padStart(2, "0");

/** What a scale takes at the left: a figure whose first digit is cut off would be another one. */
const roomFor = (written) => rem() * Math.max(2.6, Math.max(0, ...written.map(ems)) * LETTERS + 0.4);

function path(series) {
  if (series.kind === "bars") return uPlot.paths.bars({ size: [0.72], align: 0 });
  if (series.kind === "steps") return uPlot.paths.stepped({ align: 1 });
  return uPlot.paths.linear();
}

/** Which values of a line have none beside them: of these there would be nothing to see. */
function alone({ data }, place) {
  const values = data[place];
  const known = (at) => typeof values[at] === "number";
  return values.map((_, at) => at).filter((at) => known(at) && !known(at - 1) && !known(at + 1));
}

function drawn(series) {
  const line = {
    label: series.label,
    stroke: colour(series.colour),
    width: (series.width ?? 1.5) * (rem() / 16),
    paths: path(series),
    points: { show: false, filter: series.kind === "line" ? alone : null, size: rem() * 0.5, fill: colour(series.colour) },
    value: (_, value) => (value === null || value === undefined ? "–" : series.words(value)),
  };
  if (series.kind === "bars") return { ...line, fill: faded(series.colour, 0.75), width: 0 };
  if (series.dash) line.dash = [rem() * 0.4, rem() * 0.3];
  if (series.hidden) return { ...line, stroke: "transparent", points: { show: false } };
  return line;
}

/** A line from one side to the other at a value, or from bottom to top after a step. */
function marker(where) {
  return (plot) => {
    const found = where();
    if (!found) return;
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = colour("--text");
    ctx.lineWidth = rem() / 8;
    ctx.setLineDash([rem() * 0.5, rem() * 0.4]);
    ctx.beginPath();
    if (found.value !== undefined) {
      const y = plot.valToPos(found.value, "y", true);
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
    } else {
      const x = plot.valToPos(found.after + 0.5, "x", true);
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
    }
    ctx.stroke();
    ctx.restore();
  };
}

export class Chart {
  #box = element("div", "chart");
  #plot = null;
  #shape = "";
  #shown = null;
  #marked = null;

  constructor(section) {
    this.#box.setAttribute("role", "img");
    section.append(this.#box);
    new ResizeObserver(() => this.redraw()).observe(this.#box);
  }

  /**
   * `step` what a step is, `names` of them; `series` of {label, kind, colour, values, words, dash?, width?}; `top` the
   * largest value that the scale must have, `words` writes its values, which lie one of `every` apart; `mark` {value} or
   * {after}; `told` says it all in words.
   */
  show(shown) {
    this.#shown = shown;
    this.#marked = shown.mark ?? null;
    this.#box.setAttribute("aria-label", shown.told);
    this.redraw();
  }

  redraw() {
    const width = Math.floor(this.#box.clientWidth);
    const height = Math.floor(this.#box.clientHeight - LEGEND * rem());
    if (this.#shown === null || width === 0 || height <= 0) return;
    const { names, series, top } = this.#shown;
    const theme = document.documentElement.dataset.theme;
    const shape = JSON.stringify([theme, rem(), width, height, names, top, series.map((one) => one.label)]);
    const figures = [names.map((_, place) => place), ...series.map((one) => one.values)];
    if (shape === this.#shape) {
      this.#plot.setData(figures);
      return;
    }
    this.#shape = shape;
    this.#plot?.destroy();
    this.#plot = new uPlot(this.#options(width, height), figures, this.#box);
  }

  #options(width, height) {
    const { names, series, top, words, bands = [], every = null } = this.#shown;
    const font = `${rem() * LETTERS}px ${getComputedStyle(document.body).fontFamily}`;
    const axis = { stroke: colour("--soft"), font, grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
    return {
      width,
      height,
      padding: [rem() * 0.5, rem() * 0.5, 0, 0],
      cursor: { drag: { x: false, y: false }, points: { size: rem() * 0.5 } },
      select: { show: false },
      legend: { live: true, markers: { width: rem() / 8 } },
      scales: {
        x: { time: false, range: [-0.5, names.length - 0.5] },
        y: { range: (_, low, high) => [0, Math.max(top, (high ?? 0) * 1.08)] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: rem() * 1.6,
          gap: rem() * 0.4,
          splits: (plot) => this.#splits(plot.width),
          values: (_, splits) => splits.map((place) => names[place] ?? ""),
        },
        {
          ...axis,
          size: (_, written) => roomFor(written ?? []),
          gap: rem() * 0.2,
          space: rem() * 1.8,
          values: (_, splits) => splits.map(words),
          ...(every === null ? {} : { incrs: every }),
        },
      ],
      series: [{ label: this.#shown.step, value: (_, place) => names[place] ?? "" }, ...series.map(drawn)],
      bands: bands.map((pair) => ({ series: pair, fill: faded(series[0].colour, 0.22) })),
      hooks: { draw: [marker(() => this.#marked)] },
    };
  }

  /** As many names as fit side by side. */
  #splits(width) {
    const { names } = this.#shown;
    const longest = Math.max(1, ...names.map((name) => name.length));
    const fitting = Math.max(1, Math.floor(width / (rem() * (0.45 * longest + 0.9))));
    const every = Math.ceil(names.length / fitting);
    return names.map((_, place) => place).filter((place) => place % every === 0);
  }
}
