// Figures, times and words as one language writes them. What is not known is an en dash: never nought, never a hundred.

export const UNKNOWN = "–";
const MINUTE = 60000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const known = (figure) => typeof figure === "number" && Number.isFinite(figure);

/** The words of a language; rejects where the worker does not answer. */
export async function wordsOf(language) {
  const answer = await fetch(new URL(`languages/${language}.json`, import.meta.url));
  if (!answer.ok) throw new Error(`no words: ${answer.status}`);
  return answer.json();
}

/** What is not all is never shown as 100, what is not nothing never as 0. */
function wholePercent(share) {
  const rounded = Math.round(share * 100);
  if (rounded === 100 && share < 1) return 99;
  return rounded === 0 && share > 0 ? 1 : rounded;
}

export class Locale {
  #words;
  #language;
  #whole;
  #tenth;
  #percent;
  #exact;
  #exactPercent;
  #hours;
  #plural;
  #clock;
  #date;
  #zone;
  #units = new Map();

  /** `hours` is 12 or 24. */
  constructor(language, words, hours) {
    this.#language = language;
    this.#words = words;
    this.#hours = hours;
    this.#plural = new Intl.PluralRules(language);
    this.#whole = new Intl.NumberFormat(language);
    this.#tenth = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
    this.#percent = new Intl.NumberFormat(language, { style: "percent" });
    this.#exact = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
    this.#exactPercent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 3 });
    this.zone(undefined);
  }

  /** Writes instants in this time zone; one that the browser does not know is the browser's own. */
  zone(timeZone) {
    if (this.#zone === timeZone && this.#clock) return;
    this.#zone = timeZone;
    const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: this.#hours === 12 ? "h12" : "h23" };
    const date = { day: "numeric", month: "short", year: "numeric" };
    try {
      this.#clock = new Intl.DateTimeFormat(this.#language, { ...clock, timeZone });
      this.#date = new Intl.DateTimeFormat(this.#language, { ...date, timeZone });
    } catch {
      this.#clock = new Intl.DateTimeFormat(this.#language, clock);
      this.#date = new Intl.DateTimeFormat(this.#language, date);
    }
  }

  /** Whether the floor's time zone is known: until then the browser's stands in, which may be another. */
  get zoned() {
    return this.#zone !== undefined;
  }

  time = (at) => this.#clock.format(at);
  date = (at) => this.#date.format(at);
  count = (figure) => (known(figure) ? this.#whole.format(figure) : UNKNOWN);

  /** A word by its name, `{…}` in it replaced. */
  word(name, values = {}) {
    const found = this.#words[name] ?? name;
    return found.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
  }

  /** A word about so many, in the form that the language has for their number; the plain name is that of most. */
  counted(name, n, values = {}) {
    const form = `${name}.${this.#plural.select(n)}`;
    return this.word(form in this.#words ? form : name, { n: this.count(n), ...values });
  }

  /** A figure of a KPI as it stands large: digits, and the unit that is written smaller. */
  figure(value, unit) {
    if (!known(value)) return { digits: UNKNOWN, unit: "" };
    if (unit === "ratio") return this.#share(value);
    if (unit === "s") return this.duration(value * 1000);
    if (unit === "per_hour") return { digits: this.#tenth.format(value), unit: `/${this.#unit(1, "hour").unit}` };
    return { digits: this.#whole.format(Math.round(value)), unit: "" };
  }

  /** The same in one piece. */
  text(value, unit) {
    const { digits, unit: sign } = this.figure(value, unit);
    return sign ? `${digits}${sign === "%" && this.#tight ? "" : "\u00a0"}${sign}` : digits;
  }

  /** What a figure is held against, as exact as it is: a limit of 2.5 % is none of 3 %. */
  limit(value, unit) {
    if (!known(value) || unit === "s" || unit === "per_hour") return this.text(value, unit);
    return (unit === "ratio" ? this.#exactPercent : this.#exact).format(value);
  }

  /** 0:07, 12:34, 1:05 h, 3.2 d: what is below an hour needs no unit. */
  duration(ms) {
    const span = Math.max(0, ms);
    const two = (figure) => String(Math.floor(figure)).padStart(2, "0");
    if (span < HOUR) {
      const seconds = Math.floor(span / 1000);
      return { digits: `${Math.floor(seconds / 60)}:${two(seconds % 60)}`, unit: "" };
    }
    if (span < DAY) {
      return { digits: `${Math.floor(span / HOUR)}:${two((span % HOUR) / MINUTE)}`, unit: this.#unit(1, "hour").unit };
    }
    return { digits: this.#tenth.format(span / DAY), unit: this.#unit(2, "day").unit };
  }

  /** How long ago, or how long: 3 s, 2 min, 5 h, 2 d. */
  age(ms) {
    if (!known(ms)) return "";
    if (ms < 2 * MINUTE) return this.#span(Math.max(0, ms) / 1000, "second");
    if (ms < 2 * HOUR) return this.#span(ms / MINUTE, "minute");
    return ms < 2 * DAY ? this.#span(ms / HOUR, "hour") : this.#span(ms / DAY, "day");
  }

  /** The window of a figure: 15 min, 1 h, today. */
  window(name) {
    if (!/^\d/.test(name)) return this.word(name);
    return this.#span(Number.parseInt(name, 10), name.endsWith("h") ? "hour" : "minute");
  }

  #span(amount, name) {
    return this.#formatOf(name).format(Math.floor(amount));
  }

  #share(value) {
    const parts = this.#percent.formatToParts(wholePercent(value) / 100);
    const digits = parts.filter((part) => part.type === "integer").map((part) => part.value);
    return { digits: digits.join(""), unit: "%" };
  }

  get #tight() {
    return this.#percent.formatToParts(0.5).every((part) => part.type !== "literal");
  }

  #unit(amount, name) {
    const parts = this.#formatOf(name).formatToParts(amount);
    return { unit: parts.filter((part) => part.type === "unit").map((part) => part.value)[0] ?? "" };
  }

  #formatOf(name) {
    if (!this.#units.has(name)) {
      // The narrow minute of some languages is an m, and so is the metre.
      const unitDisplay = name === "minute" ? "short" : "narrow";
      const shape = { style: "unit", unit: name, unitDisplay, maximumFractionDigits: 0 };
      this.#units.set(name, new Intl.NumberFormat(this.#language, shape));
    }
    return this.#units.get(name);
  }
}
