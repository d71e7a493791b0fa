// Which figures stand still: those of all partitions while Kafka cannot be read, those of a few whose worker is gone.

/** Which words say so, and what is to be put into them; null where nothing stands still. */
export function standing(clock, partitions, time) {
  if (!clock?.stale) return null;
  const { owned = 0, total = 0, shown = owned } = partitions ?? {};
  // A partition that is not shown at all counts as stale too, and is told of apart.
  const n = (clock.partitions ?? []).filter(({ state }) => state === "stale").length - (total - shown);
  if (n > 0 && n < shown) return ["part_still", { n, total }];
  return n <= 0 && shown < total ? null : ["kafka_away", { time }];
}
