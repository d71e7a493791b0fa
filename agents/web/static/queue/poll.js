// Asks for the document again and again, and knows how old its answer is.

import { passed } from "../passed.js";
import { word } from "./words.js";

const EVERY = 10000;
const PATIENCE = 8000;
const LONGEST = 30000;
// A document is a few seconds old when it comes, and stays for one round: older than that, a round was missed.
const LATE_AFTER = 20000;
const STALE_AFTER = 45000;

export class Poll {
  #url;
  #listener;
  #failures = 0;
  #told = null;
  #heardAt = 0;
  #hasFloor = false;

  /** `listener` has the methods shown(document, build), absent(answer) and without(reason). */
  constructor(url, listener) {
    this.#url = url;
    this.#listener = listener;
  }

  /** Never ends; a round that fails is tried again, less and less often. */
  async run() {
    for (;;) {
      await this.#round();
      const wait = this.#failures === 0 ? EVERY : Math.min(1000 * 2 ** this.#failures, LONGEST) * (0.5 + Math.random());
      await new Promise((wake) => setTimeout(wake, wait));
    }
  }

  /** The instant of the figures in ms, null before the first. */
  get asOf() {
    return this.#told === null ? null : Date.parse(this.#told.as_of);
  }

  get recording() {
    return this.#told !== null && this.#told.clock.mode !== "wall";
  }

  /** The worker's clock now, whatever this machine's own says. */
  get now() {
    return this.#told === null ? Date.now() : this.#told.now_ms + this.sinceTold;
  }

  /** Milliseconds since the last document came. */
  get sinceTold() {
    return passed() - this.#heardAt;
  }

  /** How old the figures are, besides what their source is set to be late by; a recording's as old as its document. */
  get age() {
    if (this.#told === null) return null;
    return Math.max(0, this.recording ? this.sinceTold : this.now - this.asOf - (this.#told.clock.delay_ms ?? 0));
  }

  state() {
    const age = this.age;
    if (age === null || !this.#hasFloor) return { state: "stale", word: word("no_data"), age };
    if (age > STALE_AFTER) return { state: "stale", word: word("stale"), age };
    if (age > LATE_AFTER) return { state: "late", word: word("late"), age };
    return { state: "live", word: word("live"), age };
  }

  async #round() {
    try {
      const answer = await fetch(this.#url, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok) return this.#hear(await answer.json(), answer.headers.get("Floorwatch-Build"));
      // What is refused on the way, by a proxy too, is told in words of their own and not in JSON.
      const told = await answer.json().catch(() => ({}));
      if (told.queues) this.#missing(told);
      else this.#none(told.error ?? word("status", { status: answer.status }));
    } catch (fault) {
      this.#failures += 1;
      this.#listener.without(word(fault.name === "TimeoutError" ? "silent" : "reached"));
    }
  }

  #hear(document, build) {
    this.#failures = 0;
    this.#told = document;
    this.#heardAt = passed();
    this.#hasFloor = true;
    this.#listener.shown(document, build);
  }

  #missing(body) {
    this.#failures = 0;
    this.#hasFloor = false;
    this.#listener.absent(body);
  }

  #none(reason) {
    this.#failures = Math.min(this.#failures + 1, 2);
    this.#hasFloor = false;
    this.#listener.without(reason);
  }
}
