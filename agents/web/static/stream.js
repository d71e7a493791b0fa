// The connection to the worker. A browser's own reconnecting gives up for ever after one answer that is not 200, and
// never notices a connection that is only half dead: so there is a watchdog here, and a reconnecting of our own.

const SILENT_TOO_LONG = 20000;
const FIRST_DELAY = 1000;
const LONGEST_DELAY = 30000;
const EVENTS = { beat: "beat", board: "board", trend: "trend", kpi: "floor" };

export class FloorStream {
  #url;
  #listener;
  #source = null;
  #timer = null;
  #delay = FIRST_DELAY;
  #heardAt = performance.now();
  #watchedFrom = performance.now();

  /** `listener` has the methods beat({now_ms, published_at_ms, build, why_none}), board, trend and floor. */
  constructor(url, listener) {
    this.#url = url;
    this.#listener = listener;
  }

  /** Milliseconds since anything was heard from the worker. */
  get silence() {
    return performance.now() - this.#heardAt;
  }

  open() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#watchedFrom = performance.now();
    const source = new EventSource(this.#url);
    this.#source = source;
    for (const [name, method] of Object.entries(EVENTS)) {
      source.addEventListener(name, (event) => this.#hear(() => this.#listener[method](JSON.parse(event.data))));
    }
    source.addEventListener("error", () => {
      if (source === this.#source && source.readyState === EventSource.CLOSED) this.#later();
    });
  }

  /** To be called about once a second. */
  watch() {
    if (this.silence > SILENT_TOO_LONG && performance.now() - this.#watchedFrom > SILENT_TOO_LONG) this.#later();
  }

  #hear(tell) {
    this.#heardAt = performance.now();
    this.#watchedFrom = this.#heardAt;
    this.#delay = FIRST_DELAY;
    tell();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#watchedFrom = performance.now() + this.#delay;
    // Boards that lost the same worker must not all come back at the same instant.
    this.#timer = setTimeout(() => this.open(), this.#delay * (0.5 + Math.random()));
    this.#delay = Math.min(this.#delay * 2, LONGEST_DELAY);
  }
}
