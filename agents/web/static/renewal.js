// How a page is loaded again by itself.

// While a new version is rolled out the old and the new one answer in turns: not with each answer another page.
const SETTLED_AFTER = 60000;
const ASK_EVERY = 30000;

export class Renewal {
  #openedAt = performance.now();
  #askedAt = -Infinity;

  /** Milliseconds since this page was loaded. */
  get age() {
    return performance.now() - this.#openedAt;
  }

  /** Whether it has been there for long enough to go for a newer one. */
  get settled() {
    return this.age > SETTLED_AFTER;
  }

  /**
   * To be called as often as one likes while another page is wanted; of one that is not there any more, `instead`.
   * A page that a proxy answers with an error would be the end of this one: it is asked for before it is left.
   */
  async load(instead = null) {
    if (performance.now() - this.#askedAt <= ASK_EVERY) return;
    this.#askedAt = performance.now();
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (answer.ok) location.reload();
      else if (answer.status === 404 && instead !== null) location.replace(instead);
    } catch {
      // Not now, then.
    }
  }
}
