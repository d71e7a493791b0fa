// The wall board: what the stream tells goes onto the page; the clocks go on by themselves.

import { Alarms } from "./alarms.js";
import { byId, mark, say, showIcon, showNotices } from "./dom.js";
import { Freshness } from "./freshness.js";
import { Kiosk } from "./kiosk.js";
import { lay, layoutOf } from "./layout.js";
import { Locale, wordsOf } from "./locale.js";
import { Rows } from "./rows.js";
import { instant, standing } from "./standing.js";
import { FloorStream } from "./stream.js";
import { Tiles } from "./tiles.js";

const TICK = 500;
const AGAIN_AFTER = 2000;
const THEMES = ["dark", "light", "auto"];

const root = document.documentElement;
const settings = new URLSearchParams(location.search);
const freshness = new Freshness();
const kiosk = new Kiosk(root, document.body);
const tiles = new Tiles(byId("tiles"));
const alarms = new Alarms(byId("alarms"));
const rows = new Rows({ head: byId("headings"), body: byId("rows"), rest: byId("rest") });
let locale = null;
let board = null;
let layout = null;
let floor = null;
let whyNone = null;
let refusal = null;

const asked = new URLSearchParams({ board: root.dataset.board, held: "" });
if (settings.has("window")) asked.set("window", settings.get("window"));

const stream = new FloorStream(new URL(`../events?${asked}`, import.meta.url), {
  beat(told) {
    freshness.beat(told);
    kiosk.told(told.build);
    whyNone = told.why_none;
    refusal = null;
    tick();
  },
  refused(text) {
    refusal = text;
    tick();
  },
  board(told) {
    board = told;
    kiosk.written(board);
    layout = layoutOf(board);
    lay(root, layout);
    tiles.begin(board.tiles, locale);
    rows.begin(board.columns, locale);
    floor = null;
  },
  trend(told) {
    tiles.trend(told);
  },
  floor(document) {
    freshness.floor(document);
    locale.zone(document.time_zone);
    floor = document;
    render();
  },
});

function render() {
  const name = board.title ?? floor.name ?? "floorwatch";
  say(byId("floor-name"), name);
  alarms.show(floor.alarms, freshness.asOf, layout.alarms, locale);
  tiles.show(floor.tiles, locale);
  byId("rows").closest("table").hidden = floor.queues.length === 0;
  byId("empty").hidden = floor.queues.length > 0;
  rows.show(floor, locale);
  say(byId("quality"), qualityLine(floor.quality));
  const sent = floor.queues.filter((queue) => queue.level === "critical").length;
  const critical = sent + (floor.others.critical ?? 0);
  document.title = critical > 0 ? `${critical} ${locale.word("critical")} · ${name}` : name;
  tick();
}

function qualityLine(quality) {
  const rejected = Object.values(quality.rejected).reduce((sum, n) => sum + n, 0);
  const counts = { events: quality.applied, duplicates: quality.duplicates, late: quality.late, rejected };
  return Object.entries(counts)
    .filter(([name, n]) => n > 0 || name === "events")
    .map(([name, n]) => locale.counted(`count.${name}`, n))
    .join(" · ");
}

const dated = (at) => instant(at, freshness.now, locale);
const since = () => locale.word("no_data_since", { time: dated(freshness.asOf) });

/** What is said where there is nothing to show, or nothing new. */
function absence(noData) {
  const said = noData && refusal === null ? locale.word("no_floor") : freshness.asOf !== null && since();
  const reason = refusal ?? (noData && whyNone);
  return [["stale", said], ["note", reason]].filter(([, words]) => words);
}

function notices(state) {
  const found = [];
  const old = standing(floor?.clock, floor?.partitions, freshness.asOf);
  if (state.state === "stale") found.push(...absence(state.word === "NO DATA"));
  else if (old !== null) found.push(["late", locale.word(old.word, { ...old, time: dated(old.since) })]);
  const { owned, total, shown = owned } = floor?.partitions ?? {};
  if (shown < total) found.push(["late", locale.word("partial", { owned: shown, total })]);
  if (floor?.durability === "none") found.push(["note", locale.word("forgets")]);
  if (floor?.queues_full) found.push(["note", locale.word("queues_full")]);
  for (const remark of floor?.remarks ?? []) found.push(["note", remark]);
  if (freshness.recording) found.push(["note", locale.word("recording", { date: locale.date(freshness.asOf) })]);
  return found;
}

function tick() {
  const state = freshness.state(stream.silence);
  mark(root, "state", state.state);
  say(byId("badge-word"), locale.word(state.word === "NO DATA" ? "no_data" : state.state));
  showIcon(byId("badge-icon"), state.state);
  const age = locale.age(state.age);
  say(byId("age"), age);
  say(byId("clock"), locale.zoned ? locale.time(freshness.now) : "");
  say(byId("as-of"), freshness.asOf === null ? "" : locale.word("as_of", { time: locale.time(freshness.asOf) }));
  showNotices(notices(state));
  if (floor === null) return;
  // Nobody knows whether a caller still waits once the news stops, and a recording's callers wait in their own time.
  const goesOn = state.state === "live" && !freshness.recording && !floor.clock?.stale ? state.age : 0;
  const told = { goesOn, age, since: state.state === "stale" ? since() : "" };
  rows.tick(floor.queues, locale, told);
  tiles.tick(floor.tiles, locale, told);
}

/** Without words there is nothing to say, and a worker that restarts has them in a moment. */
async function words(language) {
  for (;;) {
    try {
      return await wordsOf(language);
    } catch {
      await new Promise((resolve) => {
        setTimeout(resolve, AGAIN_AFTER);
      });
    }
  }
}

async function start() {
  root.dataset.running = "";
  if (THEMES.includes(settings.get("theme"))) root.dataset.theme = settings.get("theme");
  locale = new Locale(root.lang, await words(root.lang), Number(root.dataset.hours));
  byId("tiles").setAttribute("aria-label", locale.word("figures"));
  byId("queues").setAttribute("aria-label", locale.word("queues"));
  byId("alarms").setAttribute("aria-label", locale.word("alarms"));
  say(byId("empty"), locale.word("no_queues"));
  setInterval(() => {
    stream.watch();
    tick();
    kiosk.tick(root.dataset.state === "live");
  }, TICK);
  tick();
  stream.open();
}

await start();
