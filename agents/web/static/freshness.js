// How old what is shown is: the worse of how long the worker has been silent and how far its floor lies behind.

import { passed } from "./passed.js";

const LATE_AFTER = 6000;
const STALE_AFTER = 15000;

export class Freshness {
  #serverNow = null;
  #toldAt = 0;
  #asOf = null;
  #publishedAt = null;
  #delay = 0;
  #recording = false;
  #perhapsOld = true;

  beat({ now_ms: now, published_at_ms: published }) {
    this.#tell(now);
    this.#perhapsOld = true;
    if (published === null) this.#publishedAt = null;
  }

  floor(document) {
    // On connecting the floor may be an old one; the beat before it told what time it is. One that follows another is
    // new, and tells it also where the worker's clock was put back, or this machine's runs fast: there are no beats then.
    const isNew = this.#serverNow === null || !this.#perhapsOld;
    if (isNew || document.published_at_ms > this.now) this.#tell(document.published_at_ms);
    this.#perhapsOld = false;
    this.#publishedAt = document.published_at_ms;
    this.#asOf = Date.parse(document.as_of);
    this.#delay = document.clock?.delay_ms ?? 0;
    this.#recording = (document.clock?.mode ?? "wall") !== "wall";
  }

  #tell(now) {
    this.#serverNow = now;
    this.#toldAt = passed();
  }

  /** The worker's clock now, whatever this machine's own says. */
  get now() {
    return this.#serverNow === null ? Date.now() : this.#serverNow + passed() - this.#toldAt;
  }

  /** Whether the floor's instant is one of a recording, which has no age. */
  get recording() {
    return this.#recording;
  }

  /** The instant of the figures, in ms; null before the first floor. */
  get asOf() {
    return this.#asOf;
  }

  /** How much older than its source tells: what that is set to be late by is no age. */
  age(silence) {
    if (this.#asOf === null) return null;
    return Math.max(silence, this.now - (this.#recording ? this.#publishedAt : this.#asOf + this.#delay), 0);
  }

  /** live, late or stale; and what the badge says. */
  state(silence) {
    const age = this.age(silence);
    if (age === null || this.#publishedAt === null) return { state: "stale", word: "NO DATA", age };
    if (age > STALE_AFTER) return { state: "stale", word: "STALE", age };
    if (age > LATE_AFTER) return { state: "late", word: "LATE", age };
    return { state: "live", word: "LIVE", age };
  }
}
