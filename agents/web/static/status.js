// What a queue's figures mean for the people on the floor: one level, and the reason for it in a few words.

import { age, percent } from "./format.js";

/** Worst first. */
export const LEVELS = ["critical", "watch", "ok", "quiet"];

export const WORDS = { critical: "Critical", watch: "Watch", ok: "On goal", quiet: "Quiet" };

// Of what the objective allows to be missed, twice as much is missed: 60 % where 80 % is the objective.
const CRITICAL_SHARE_OF_ALLOWANCE = 2;
// Fewer cases than this say little: three calls of which one was late are no alarm.
const ENOUGH_CASES = 10;
const CRITICAL_WAITS = 3;

/** The level of a share against its objective; null without evidence or objective. */
export function levelOfShare(value, objective) {
  if (!value || value.value === null || value.value === undefined || !(objective > 0)) return null;
  const missed = (1 - value.value) / Math.max(1 - objective, 0.001);
  if (missed > CRITICAL_SHARE_OF_ALLOWANCE && value.n >= ENOUGH_CASES) return "critical";
  return value.value < objective ? "watch" : "ok";
}

/** The level of the longest wait against the threshold; null while nobody waits. */
export function levelOfWait(waitMs, waiting, thresholdMs) {
  if (!waiting || !(thresholdMs > 0)) return null;
  if (waitMs > CRITICAL_WAITS * thresholdMs) return "critical";
  return waitMs > thresholdMs ? "watch" : "ok";
}

/** Level and reason of one queue, the gravest first. */
export function statusOf(queue) {
  const share = levelOfShare(queue.serviceLevel, queue.objective);
  const response = levelOfShare(queue.firstResponseWithin, queue.firstResponseTargetMs ? queue.objective : null);
  const wait = levelOfWait(queue.longestWaitMs, queue.waiting, queue.thresholdMs);
  const signs = [
    [share, `${percent(queue.serviceLevel?.value)} % in time`],
    [wait, `${age(queue.longestWaitMs)} wait`],
    [queue.overdue > 0 ? "watch" : null, `${queue.overdue} overdue`],
    [response, `${percent(queue.firstResponseWithin?.value)} % replies in time`],
  ];
  for (const level of ["critical", "watch"]) {
    const sign = signs.find(([found]) => found === level);
    if (sign) return { level, word: WORDS[level], reason: sign[1] };
  }
  if (signs.some(([found]) => found !== null)) return { level: "ok", word: WORDS.ok, reason: "" };
  // Without an objective nothing is on goal, however good it looks.
  const aimless = !(queue.objective > 0) && (queue.waiting > 0 || queue.offered > 0);
  return { level: "quiet", word: aimless ? "No goal" : WORDS.quiet, reason: "" };
}

/** A number by which queues of one level are ordered: the larger, the worse. */
export function gravity(queue) {
  const missed = queue.serviceLevel?.value ?? 1;
  const wait = queue.waiting && queue.thresholdMs > 0 ? queue.longestWaitMs / queue.thresholdMs : 0;
  return (queue.objective ?? 0) - missed + Math.min(wait, 20) / 10 + Math.min(queue.overdue, 20) / 50;
}
