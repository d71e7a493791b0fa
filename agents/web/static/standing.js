// Which figures are not of now: all of them while Kafka cannot be read, or those of a few partitions.

// A partition that has been read to its end now and then misses a look; one that is further behind lacks events.
const BEHIND_AFTER = 15000;

/** The time of day of an instant, and the day where it is another one than that of `now`. */
export function instant(at, now, { date, time }) {
  const day = date(at);
  return day === date(now) ? time(at) : `${day}, ${time(at)}`;
}

/** Which words say so, and what is to be put into them; null where all is of now. `asOf`: what the floor shows, in ms. */
export function standing(clock, partitions, asOf) {
  const readings = clock?.partitions ?? [];
  const { owned = 0, total = 0, shown = owned } = partitions ?? {};
  const missing = ({ state, at }) => state === "stale" && at === null;
  // What is not shown at all is told of apart.
  const stale = readings.filter((reading) => reading.state === "stale" && !(shown < total && missing(reading)));
  const behind = readings.filter(({ state, at }) => state === "behind" && asOf - Date.parse(at) > BEHIND_AFTER);
  const old = stale.length + behind.length;
  if (clock?.stale && (stale.length >= shown || readings.length === 0)) {
    const since = Math.min(asOf, ...stale.filter(({ at }) => at !== null).map(({ at }) => Date.parse(at)));
    return { word: "all_still", since };
  }
  return old > 0 ? { word: "part_old", n: old, total } : null;
}
