// The wall board: what the stream tells goes into the model, the model onto the page; the clocks go on by themselves.

import { Alarms } from "./alarms.js";
import { byId, element, mark, say, showIcon } from "./dom.js";
import { age, clockOf, count, dateOf } from "./format.js";
import { Freshness } from "./freshness.js";
import { boardOf } from "./model.js";
import { Rows } from "./rows.js";
import { FloorStream } from "./stream.js";
import { Tiles, tileTexts, windowWords } from "./tiles.js";

const TICK = 500;
const SHIFT_EVERY = 120000;
// Once in the small hours, when the worker is there: so that a board that hangs for months never grows old.
const RELOAD_HOUR = 4;
const RELOAD_AFTER = 12 * 3600000;

const settings = new URLSearchParams(location.search);
const openedAt = performance.now();
const freshness = new Freshness();
const tiles = new Tiles(byId("tiles"));
const alarms = new Alarms(byId("alarms"));
const rows = new Rows(byId("rows"), byId("rest"));
let board = null;
let clock = clockOf();
let date = dateOf();
let build = null;

const stream = new FloorStream(`events?${new URLSearchParams({ window: settings.get("window") ?? "15m" })}`, {
  beat(told) {
    freshness.beat(told);
    if (build !== null && build !== told.build) location.reload();
    build = told.build;
    tick();
  },
  floor(document) {
    freshness.floor(document);
    const shown = boardOf(document);
    if (shown.timeZone !== board?.timeZone) [clock, date] = [clockOf(shown.timeZone), dateOf(shown.timeZone)];
    board = shown;
    render();
  },
});

function render() {
  say(byId("floor-name"), board.name);
  say(byId("window"), windowWords(board.window));
  alarms.show(board.alarms, board.asOf);
  rows.show(board.queues);
  byId("rows").closest("table").hidden = board.queues.length === 0;
  byId("empty").hidden = board.queues.length > 0;
  say(byId("quality"), qualityLine(board.quality));
  const critical = board.queues.filter((queue) => queue.status.level === "critical").length;
  document.title = critical > 0 ? `${critical} critical · ${board.name}` : board.name;
  tick();
}

function qualityLine(quality) {
  const reasons = Object.entries(quality.reasons).map(([reason, n]) => `${reason} ${count(n)}`);
  const rejected = `${count(quality.rejected)} rejected${reasons.length > 0 ? ` (${reasons.join(", ")})` : ""}`;
  return [
    `${count(quality.applied)} events`,
    `${count(quality.duplicates)} duplicates`,
    `${count(quality.late)} late`,
    rejected,
    `${count(quality.impossible)} impossible times`,
    `${count(quality.unmeasured)} unmeasured`,
  ].join(" · ");
}

function notices(state) {
  const found = [];
  const since = freshness.asOf === null ? null : clock.format(freshness.asOf);
  if (state.word === "NO DATA") found.push(["stale", "The worker has no floor to show yet."]);
  else if (state.state === "stale") found.push(["stale", `No data since ${since}. What you see is what was.`]);
  else if (board?.clockStale) found.push(["late", `Kafka cannot be read. The figures stand still since ${since}.`]);
  const partitions = board?.partitions;
  const shown = partitions && (partitions.shown ?? partitions.owned);
  if (partitions && shown < partitions.total) {
    found.push(["late", `Partial floor: ${shown} of ${partitions.total} partitions.`]);
  }
  if (board?.durability === "none") found.push(["note", "A restart forgets: this broker has no transactions."]);
  if (board?.queuesFull) found.push(["note", "Too many queues: the rest is counted as “other”."]);
  for (const remark of board?.remarks ?? []) found.push(["note", remark]);
  if (freshness.recording) found.push(["note", `A recording of ${date.format(freshness.asOf)}.`]);
  return found;
}

function showNotices(found) {
  const box = byId("notices");
  const text = JSON.stringify(found);
  if (box.dataset.shown === text) return;
  box.dataset.shown = text;
  box.replaceChildren(...found.map(([kind, words]) => element("p", kind, words)));
}

function tick() {
  const state = freshness.state(stream.silence);
  mark(document.documentElement, "state", state.state);
  say(byId("badge-word"), state.word);
  showIcon(byId("badge-icon"), state.state);
  say(byId("age"), state.age === null ? "" : `${age(state.age)} old`);
  say(byId("clock"), clock.format(freshness.now));
  say(byId("as-of"), freshness.asOf === null ? "" : `as of ${clock.format(freshness.asOf)}`);
  showNotices(notices(state));
  if (board === null) return;
  // Nobody knows whether a caller still waits once the news stops, and a recording's callers wait in their own time.
  const goesOn = state.state === "live" && !freshness.recording && !board.clockStale ? state.age : 0;
  rows.tick(board.queues, goesOn);
  tiles.show(tileTexts(board.tiles, board.window, goesOn));
}

/** Against burning in: the whole board wanders by a few pixels. */
function shift() {
  const step = Math.floor(performance.now() / SHIFT_EVERY) % 4;
  document.body.style.setProperty("--shift-x", `${[0, 3, 3, 0][step]}px`);
  document.body.style.setProperty("--shift-y", `${[0, 0, 3, 3][step]}px`);
}

setInterval(() => {
  stream.watch();
  tick();
  shift();
  const old = performance.now() - openedAt > RELOAD_AFTER && new Date().getHours() === RELOAD_HOUR;
  if (old && document.documentElement.dataset.state === "live") location.reload();
}, TICK);

document.documentElement.dataset.theme = settings.get("theme") === "light" ? "light" : "dark";
tick();
stream.open();
