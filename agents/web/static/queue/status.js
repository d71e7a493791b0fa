// How good a figure is, where a page judges it by itself: against a queue's objective, and against its threshold.

// Of what the objective allows to be missed, twice as much is missed: 60 % where 80 % is the objective.
const CRITICAL_SHARE_OF_ALLOWANCE = 2;
// Fewer cases than this say little: three calls of which one was late are no alarm.
const ENOUGH_CASES = 10;
const CRITICAL_WAITS = 3;
// 60 % miss twice the allowance of 80 %, and not a hair more.
const HAIR = 1e-9;

/** The level of a share against its objective; null without evidence or objective. */
export function levelOfShare(value, objective) {
  if (!value || value.value === null || value.value === undefined || !(objective > 0)) return null;
  const missed = (1 - value.value) / Math.max(1 - objective, 0.001);
  if (missed > CRITICAL_SHARE_OF_ALLOWANCE + HAIR && value.n >= ENOUGH_CASES) return "critical";
  return value.value < objective ? "watch" : "ok";
}

/** The level of the longest wait against the threshold; null while nobody waits. */
export function levelOfWait(waitMs, waiting, thresholdMs) {
  if (!waiting || !(thresholdMs > 0)) return null;
  if (waitMs > CRITICAL_WAITS * thresholdMs) return "critical";
  return waitMs > thresholdMs ? "watch" : "ok";
}
