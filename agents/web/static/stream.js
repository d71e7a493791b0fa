// The connection to the worker. A browser's own reconnecting gives up for ever after one answer that is not 200, and
// never notices a connection that is only half dead: so there is a watchdog here, and a reconnecting of our own.

import { passed } from "./passed.js";

const SILENT_TOO_LONG = 20000;
const PATIENCE = 8000;
const FIRST_DELAY = 1000;
const LONGEST_DELAY = 30000;
const EVENTS = { beat: "beat", board: "board", trend: "trend", kpi: "floor" };

export class FloorStream {
  #url;
  #listener;
  #source = null;
  #timer = null;
  #delay = FIRST_DELAY;
  #heardAt = passed();
  #watchedFrom = passed();

  /** `listener` has the methods beat({now_ms, published_at_ms, build, why_none}), board, trend, floor and refused(text). */
  constructor(url, listener) {
    this.#url = url;
    this.#listener = listener;
  }

  /** Milliseconds since anything was heard from the worker. */
  get silence() {
    return passed() - this.#heardAt;
  }

  open() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#watchedFrom = passed();
    const source = new EventSource(this.#url);
    this.#source = source;
    for (const [name, method] of Object.entries(EVENTS)) {
      source.addEventListener(name, (event) => this.#hear(() => this.#listener[method](JSON.parse(event.data))));
    }
    source.addEventListener("error", () => {
      if (source !== this.#source || source.readyState !== EventSource.CLOSED) return;
      this.#askWhy();
      this.#later();
    });
  }

  /** An EventSource tells nobody what was answered: it is asked once more for that. What a proxy says is no reason. */
  async #askWhy() {
    try {
      const answer = await fetch(this.#url, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok) await answer.body?.cancel();
      else if (answer.headers.get("Content-Type")?.startsWith("text/plain")) {
        this.#listener.refused((await answer.text()).trim());
      }
    } catch {
      // Nobody answers, which is what the age of the figures says.
    }
  }

  /** To be called about once a second. */
  watch() {
    if (this.silence > SILENT_TOO_LONG && passed() - this.#watchedFrom > SILENT_TOO_LONG) this.#later();
  }

  #hear(tell) {
    this.#heardAt = passed();
    this.#watchedFrom = this.#heardAt;
    this.#delay = FIRST_DELAY;
    tell();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#watchedFrom = passed() + this.#delay;
    // Boards that lost the same worker must not all come back at the same instant.
    this.#timer = setTimeout(() => this.open(), this.#delay * (0.5 + Math.random()));
    this.#delay = Math.min(this.#delay * 2, LONGEST_DELAY);
  }
}
