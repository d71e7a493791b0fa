// From the floor document to what the board shows. Nothing here touches the page.

import { LEVELS, gravity, levelOfShare, levelOfWait, statusOf } from "./status.js";

const sum = (byClock) => Object.values(byClock ?? {}).reduce((total, figure) => total + figure, 0);

/** The value of the one window that the document has; of a KPI with a label, of all its values together. */
function figure(slice, name, window) {
  return slice?.kpis?.[name]?.[window];
}

function breached(slice, window) {
  const clocks = slice?.kpis?.sla_breached;
  if (!clocks) return undefined;
  return Object.values(clocks).reduce((total, windows) => total + (windows?.[window]?.value ?? 0), 0);
}

function queueOf(slice, window) {
  const live = slice.live ?? {};
  const target = slice.target ?? {};
  const queue = {
    key: JSON.stringify([slice.slice.queue, slice.slice.channel]),
    name: slice.slice.queue,
    channel: slice.slice.channel,
    objective: target.service_level,
    thresholdMs: target.threshold_ms,
    firstResponseTargetMs: target.first_response_target_ms ?? null,
    serviceLevel: figure(slice, "service_level", window),
    abandonment: figure(slice, "abandonment_rate", window),
    aht: figure(slice, "aht", window),
    firstResponseP90: figure(slice, "first_response_time_p90", window),
    firstResponseWithin: figure(slice, "first_response_within_target", window),
    offered: figure(slice, "offered", window)?.value ?? 0,
    waiting: live.waiting,
    longestWaitMs: live.longest_wait_ms ?? 0,
    pastThreshold: live.waiting_past_threshold ?? 0,
    overdue: sum(live.overdue),
    atRisk: sum(live.at_risk),
    breached: breached(slice, window),
  };
  return { ...queue, status: statusOf(queue), gravity: gravity(queue) };
}

export const worstFirst = (a, b) =>
  LEVELS.indexOf(a.status.level) - LEVELS.indexOf(b.status.level) ||
  b.gravity - a.gravity ||
  b.offered - a.offered ||
  a.name.localeCompare(b.name);

/** The objective of a channel, where all of its queues have the same. */
function sharedObjective(queues, channel) {
  const found = new Set(queues.filter((queue) => queue.channel === channel).map((queue) => queue.objective));
  return found.size === 1 ? [...found][0] : undefined;
}

/** The busiest channel among those for which `wanted` holds of a queue. */
function busiest(channels, queues, window, wanted) {
  const offered = (slice) => figure(slice, "offered", window)?.value ?? 0;
  const fitting = channels.filter((slice) =>
    queues.some((queue) => queue.channel === slice.slice.channel && wanted(queue)),
  );
  return fitting.sort((a, b) => offered(b) - offered(a))[0];
}

function channelTile(slice, queues, window, kpi) {
  const channel = slice?.slice.channel;
  const value = figure(slice, kpi, window);
  const objective = sharedObjective(queues, channel);
  return { channel, value, objective, level: levelOfShare(value, objective) };
}

function tilesOf(whole, channels, queues, window) {
  // Two hours are nothing to a mail and a disaster to a caller: the wait that is the worst for its own limit is shown.
  const strain = (queue) => (queue.thresholdMs > 0 ? queue.longestWaitMs / queue.thresholdMs : 0);
  const waited = queues.filter((queue) => queue.waiting > 0).sort((a, b) => strain(b) - strain(a));
  const worst = waited[0];
  const calls = busiest(channels, queues, window, (queue) => !queue.firstResponseTargetMs);
  const messages = busiest(channels, queues, window, (queue) => queue.firstResponseTargetMs);
  return {
    waiting: whole?.live?.waiting,
    pastThreshold: whole?.live?.waiting_past_threshold ?? 0,
    longestWaitMs: worst ? worst.longestWaitMs : null,
    longestIn: worst?.name,
    longestLimitMs: worst?.thresholdMs,
    waitLevel: worst ? levelOfWait(worst.longestWaitMs, worst.waiting, worst.thresholdMs) : null,
    serviceLevel: calls && channelTile(calls, queues, window, "service_level"),
    firstResponse: messages && {
      ...channelTile(messages, queues, window, "first_response_within_target"),
      p90: figure(messages, "first_response_time_p90", window),
    },
    abandonment: figure(whole, "abandonment_rate", window),
    overdue: sum(whole?.live?.overdue),
    breached: breached(whole, window),
  };
}

function qualityOf(document, whole) {
  const total = { applied: 0, late: 0, duplicates: 0, rejected: 0, reasons: {} };
  for (const source of document.sources ?? []) {
    for (const end of ["applied", "late", "duplicates"]) total[end] += source[end] ?? 0;
    for (const [reason, n] of Object.entries(source.rejected ?? {})) {
      total.rejected += n;
      total.reasons[reason] = (total.reasons[reason] ?? 0) + n;
    }
  }
  const quality = whole?.quality ?? {};
  return { ...total, impossible: sum(quality.impossible), unmeasured: quality.unmeasured ?? 0 };
}

export function boardOf(document) {
  const window = document.window;
  const kind = (slice) => Object.keys(slice.slice).sort().join();
  const whole = document.slices.find((slice) => kind(slice) === "");
  const channels = document.slices.filter((slice) => kind(slice) === "channel");
  const queues = document.slices
    .filter((slice) => kind(slice) === "channel,queue")
    .map((slice) => queueOf(slice, window));
  return {
    name: document.name ?? "floorwatch",
    timeZone: document.time_zone,
    window,
    queues,
    tiles: tilesOf(whole, channels, queues, window),
    alarms: document.alarms ?? [],
    asOf: Date.parse(document.as_of),
    quality: qualityOf(document, whole),
    durability: document.durability,
    partitions: document.partitions,
    queuesFull: document.queues_full === true,
    remarks: document.remarks ?? [],
    clockStale: document.clock?.stale === true,
  };
}
