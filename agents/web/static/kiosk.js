// What lets a board hang for months with nobody near it: it grows new by itself, burns nothing in, and hides the pointer.

import { Renewal } from "./renewal.js";

const RELOAD_HOUR = 4;
const OLD_AFTER = 12 * 3600000;
const SHIFT_EVERY = 60000;
const POINTER_FOR = 5000;
/** A small round, in pixels. */
const ROUND = [
  [0, 0],
  [3, 0],
  [6, 1],
  [6, 4],
  [6, 7],
  [3, 7],
  [0, 6],
  [0, 3],
];

export class Kiosk {
  #root;
  #body;
  #renewal = new Renewal();
  #movedAt = -Infinity;
  #outdated = false;
  #looks;
  #looksOtherwise = false;
  #isGone = false;

  constructor(root, body) {
    this.#root = root;
    this.#body = body;
    this.#looks = [root.dataset.board, root.lang, root.dataset.theme, root.dataset.hours].join();
    addEventListener("pointermove", () => {
      this.#movedAt = performance.now();
    });
  }

  /** The worker has told which edition of the page it has. */
  told(build) {
    this.#outdated = this.#root.dataset.build !== build;
  }

  /** A new configuration may want the same board to look otherwise than this page was written; one without it does not. */
  written({ name, language, theme, hours }) {
    this.#isGone = name !== this.#root.dataset.board;
    this.#looksOtherwise = name === this.#root.dataset.board && this.#looks !== [name, language, theme, hours].join();
  }

  /** To be called about twice a second; `live`: whether the worker is there. */
  tick(live) {
    const now = performance.now();
    this.#root.classList.toggle("pointed", now - this.#movedAt < POINTER_FOR);
    const [x, y] = ROUND[Math.floor(now / SHIFT_EVERY) % ROUND.length];
    this.#body.style.setProperty("--shift-x", `${x}px`);
    this.#body.style.setProperty("--shift-y", `${y}px`);
    const old = this.#renewal.age > OLD_AFTER && new Date().getHours() === RELOAD_HOUR;
    const changed = (this.#outdated || this.#looksOtherwise) && this.#renewal.settled;
    // The main board, which a board that is gone shows, has an address of its own.
    const instead = this.#isGone ? new URL(`../${location.search}`, import.meta.url) : null;
    if ((old || changed) && live) this.#renewal.load(instead);
  }
}
