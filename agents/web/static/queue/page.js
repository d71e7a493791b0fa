// The supervisor's page of one queue: what the worker tells goes into the panels; clocks go on between two answers.

import { alarmTitle } from "../alarms.js";
import { byId, element, mark, say, showIcon, showNotices } from "../dom.js";
import { age, clockOf, count, dateOf } from "./format.js";
import { Renewal } from "../renewal.js";
import { instant, standing } from "../standing.js";
import { Agents } from "./agents.js";
import { Day } from "./day.js";
import { Deadlines } from "./deadlines.js";
import { Levels } from "./levels.js";
import { Movement } from "./movement.js";
import { address } from "./parts.js";
import { Poll } from "./poll.js";
import { Spreads } from "./spreads.js";
import { Tiles } from "./tiles.js";
import { LANGUAGE, WINDOWS, windowName, word } from "./words.js";

const TICK = 1000;
const THEMES = { dark: "light", light: "dark" };
const USUAL = "15m";

const root = document.documentElement;
const settings = new URLSearchParams(location.search);
const written = location.pathname.split("/").pop();
const asked = { queue: read(written), channel: settings.get("channel") };
const query = asked.channel === null ? "" : `?${new URLSearchParams({ channel: asked.channel })}`;

/** A per cent sign may be written as itself in an address; the worker takes it as that too. */
function read(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

const panels = {
  tiles: new Tiles(byId("tiles")),
  day: new Day(),
  spreads: new Spreads(),
  levels: new Levels(),
  movement: new Movement(),
  deadlines: new Deadlines(),
  agents: new Agents(),
};
let shown = null;
let trouble = null;
// A proxy may leave out which edition there is: then nothing is known of another one.
let outdated = false;
const renewal = new Renewal();
let wanted = settings.get("window") ?? USUAL;
let offered = "";
// Of the floor's time zone, which may be another than the browser's: there is none before it is known.
let clock = null;
let date = null;

const poll = new Poll(address(`api/queue/${written}${query}`), {
  shown(document, build) {
    outdated = build !== null && build !== root.dataset.build;
    if (document.time_zone !== shown?.time_zone) {
      [clock, date] = [clockOf(document.time_zone), dateOf(LANGUAGE, document.time_zone)];
    }
    shown = document;
    trouble = null;
    render();
  },
  absent(answer) {
    shown = null;
    trouble = null;
    showChoices(answer);
    tick();
  },
  without(reason) {
    trouble = reason;
    tick();
  },
});

function name(queue, channel) {
  say(byId("queue-name"), queue);
  byId("queue-name").title = queue;
  say(byId("queue-channel"), channel ?? "");
  document.title = `${queue} · ${shown?.floor.name ?? "floorwatch"}`;
}

function render() {
  name(shown.slice.queue, shown.slice.channel);
  byId("absent").hidden = true;
  byId("panels").hidden = false;
  panels.day.show(shown);
  panels.spreads.show(shown);
  panels.agents.show(shown);
  panels.movement.show(shown, clock);
  showWindow();
  tick();
}

/** Which windows there are the floor says: one that was asked for may not be among them, or no more. */
const windows = () => Object.keys(shown?.kpis.service_level ?? WINDOWS);
const windowShown = () => (windows().includes(wanted) ? wanted : USUAL);

function showWindow() {
  offerWindows();
  if (shown !== null) panels.levels.show(shown, windowShown());
}

function showChoices({ error, queues }) {
  byId("panels").hidden = true;
  byId("absent").hidden = false;
  const several = queues.length > 0 && queues.every((one) => one.queue === asked.queue);
  const place = asked.channel === null ? `“${asked.queue}”` : word("place", asked);
  say(byId("absent-words"), word(several ? "several" : "absent", { place }));
  byId("choices").replaceChildren(
    ...queues.map(({ queue, channel }) => {
      const link = element("a", "", `${queue} · ${channel}`);
      link.href = address(`queue/${encodeURIComponent(queue)}?${new URLSearchParams({ channel })}`);
      const line = element("li");
      line.append(link);
      return line;
    }),
  );
  mark(byId("absent"), "reason", error);
}

const dated = (at) => instant(at, poll.now, { date: date.format, time: clock.format });

function notices() {
  const found = [];
  const since = poll.asOf === null ? null : dated(poll.asOf);
  if (trouble !== null) {
    const seen = since === null ? "" : ` ${word("seen", { time: since })}`;
    found.push(["stale", `${word("nothing_new", { reason: trouble })}${seen}`]);
  }
  if (shown === null) return found;
  const { durability, partitions, remarks = [] } = shown.floor;
  const old = standing(shown.clock, partitions, poll.asOf);
  if (old !== null) found.push(["late", word(old.word, { ...old, time: dated(old.since) })]);
  const { read, total } = shown.partitions;
  if (read < total) found.push(["late", word("part", { read, total })]);
  if (durability === "none") found.push(["note", word("forgets")]);
  for (const remark of remarks) found.push(["note", remark]);
  for (const alarm of shown.alarms) {
    const title = alarmTitle(alarm, { word });
    found.push([alarm.state, word(alarm.state === "critical" ? "critical" : "warning", { title })]);
  }
  if (poll.recording) found.push(["note", word("recording", { date: date.format(poll.asOf) })]);
  return found;
}

function tick() {
  const state = poll.state();
  const absent = !byId("absent").hidden;
  mark(root, "state", state.state);
  if (outdated && renewal.settled && state.state === "live") renewal.load();
  byId("windows").hidden = absent;
  say(byId("badge-word"), absent ? word("no_queue") : state.word);
  showIcon(byId("badge-icon"), state.state);
  say(byId("age"), state.age === null || absent ? "" : word("old", { age: age(state.age) }));
  say(byId("clock"), clock?.format(poll.now) ?? "");
  showNotices(notices());
  if (shown === null) return;
  const goesOn = state.state === "live" && !poll.recording && !shown.clock.stale ? state.age : 0;
  panels.tiles.show(shown, windowShown(), goesOn);
  panels.deadlines.show(shown, { clock, date }, goesOn);
  say(byId("as-of"), `${word("as_of", { time: clock.format(poll.asOf) })}, ${shown.time_zone}`);
  const { impossible, unmeasured, implied_answers: implied, closed_idle: idle } = shown.quality;
  const wrong = Object.values(impossible).reduce((total, number) => total + number, 0);
  say(
    byId("about"),
    word("about", {
      impossible: count(wrong),
      unmeasured: count(unmeasured),
      implied: count(implied),
      idle: count(idle),
    }),
  );
}

/** What was chosen here stands in the address: the page is loaded again with it. */
function keep(setting, value) {
  settings.set(setting, value);
  history.replaceState(null, "", `?${settings}`);
}

function chooseTheme(theme) {
  root.dataset.theme = theme;
  say(byId("theme"), word(THEMES[theme]));
  panels.day.redraw();
  panels.spreads.redraw();
}

function choice(value) {
  const label = element("label");
  const input = element("input");
  Object.assign(input, { type: "radio", name: "window", value, checked: value === windowShown() });
  input.addEventListener("change", () => {
    wanted = value;
    keep("window", value);
    showWindow();
    tick();
  });
  label.append(input, element("span", "", windowName(value)));
  return label;
}

function offerWindows() {
  if (offered === String(windows())) return;
  offered = String(windows());
  byId("windows").replaceChildren(byId("of-windows"), ...windows().map(choice));
}

const liked = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
say(byId("to-board"), word("board"));
say(byId("of-windows"), word("figures_of"));
say(byId("half-hours"), word("half_hours"));
byId("tiles").setAttribute("aria-label", word("tiles"));
byId("pages").setAttribute("aria-label", word("pages"));
name(asked.queue, asked.channel);
offerWindows();
chooseTheme(settings.get("theme") in THEMES ? settings.get("theme") : liked);
byId("theme").addEventListener("click", () => {
  chooseTheme(THEMES[root.dataset.theme]);
  keep("theme", root.dataset.theme);
});
// Charts are printed as they were drawn, and paper is light.
addEventListener("beforeprint", () => {
  const { theme } = root.dataset;
  chooseTheme("light");
  addEventListener("afterprint", () => chooseTheme(theme), { once: true });
});
byId("to-board").href = address("");
setInterval(tick, TICK);
tick();
poll.run();
