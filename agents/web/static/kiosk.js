// What lets a board hang for months with nobody near it: it grows new by itself, burns nothing in, and hides the pointer.

const RELOAD_HOUR = 4;
const OLD_AFTER = 12 * 3600000;
// While a new version is rolled out the old and the new one answer in turns: not with each answer another page.
const SETTLED_AFTER = 60000;
const ASK_EVERY = 30000;
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
  #openedAt = performance.now();
  #askedAt = -Infinity;
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
    const open = now - this.#openedAt;
    const old = open > OLD_AFTER && new Date().getHours() === RELOAD_HOUR;
    const changed = (this.#outdated || this.#looksOtherwise) && open > SETTLED_AFTER;
    if ((old || changed) && live && now - this.#askedAt > ASK_EVERY) this.#renew(now);
  }

  /** A page that a proxy answers with an error would be the end of this board: it is asked for before it is left. */
  async #renew(now) {
    this.#askedAt = now;
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (answer.ok) location.reload();
      // The page of a board that the configuration has no more: the main one, which it shows, has an address of its own.
      else if (answer.status === 404 && this.#isGone) location.replace(new URL(`../${location.search}`, import.meta.url));
    } catch {
      // Not now, then.
    }
  }
}
