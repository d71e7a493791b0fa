// What the page says, in the language that is asked for, else in the first that the browser likes: those of the boards.

import { wordsOf } from "../locale.js";

const LANGUAGES = ["en", "de", "ja", "ko", "ro"];
const AGAIN = 15000;

const asked = new URLSearchParams(location.search).get("language");
const liked = [asked, ...navigator.languages].map((tag) => tag?.split("-")[0]);

export const LANGUAGE = liked.find((language) => LANGUAGES.includes(language)) ?? "en";
document.documentElement.lang = LANGUAGE;

/** Waits for the words of a language: a worker that restarts meanwhile has them again soon. */
async function heard(language) {
  for (;;) {
    try {
      return await wordsOf(language);
    } catch {
      await new Promise((wake) => setTimeout(wake, AGAIN));
    }
  }
}

const WORDS = await heard(LANGUAGE);

/** Words of this page by their name, `{…}` in them replaced. */
export function word(name, values = {}) {
  const found = WORDS[`queue.${name}`] ?? WORDS[name] ?? name;
  return found.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

const named = (kind, names) => Object.fromEntries(names.map((name) => [name, word(`${kind}.${name}`)]));

export const KPIS = named("kpi", ["service_level", "abandonment_rate", "first_response_within_target"]);

export const CAUSES = named("cause", [
  "answered_in_time",
  "answered_late",
  "waiting_late",
  "abandoned_late",
  "abandoned_in_time",
  "abandoned_short",
  "diverted",
]);

export const CLOCKS = named("clock", ["answer", "first_response", "next_response", "resolution", "visit"]);

export const DOING = named("doing", ["waiting", "talking", "suspended", "open"]);

export const AGENT_STATES = named("state", [
  "available",
  "on_contact",
  "after_contact_work",
  "break",
  "training",
  "meeting",
  "away",
  "offline",
  "vanished",
]);

export const WINDOWS = named("window", ["5m", "15m", "30m", "1h", "today"]);

/** What a window is called: one that the site has besides by how long it is. */
export function windowName(window) {
  const unit = window.endsWith("h") ? "hour" : "minute";
  const named = () => new Intl.NumberFormat(LANGUAGE, { style: "unit", unit, unitDisplay: "short" });
  return WINDOWS[window] ?? named().format(Number.parseInt(window, 10));
}

export const windowWords = (window) => (window === "today" ? WINDOWS.today : word("window.last", { window: windowName(window) }));
