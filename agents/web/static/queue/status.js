// How good a figure is, by the limits that the worker gives: those of the board.

/** The level of a value, which may be thin; null without a value or limits. Thin evidence is never critical. */
export function levelOf(value, { warning, critical, higher }, thin = false) {
  if (value === null || value === undefined || (warning === null && critical === null)) return null;
  const beyond = (limit) => limit !== null && (higher ? value < limit : value > limit);
  if (beyond(critical)) return thin ? "watch" : "critical";
  return beyond(warning) ? "watch" : "ok";
}
