// Figures as people read them. What is not known is an en dash: never nought, never a hundred.

import { LANGUAGE } from "./words.js";

export const UNKNOWN = "–";

const whole = new Intl.NumberFormat(LANGUAGE);
const rounded = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 });
const exact = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 3 });
const tenth = new Intl.NumberFormat(LANGUAGE, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

const known = (figure) => typeof figure === "number" && Number.isFinite(figure);

export const count = (figure) => (known(figure) ? whole.format(figure) : UNKNOWN);

/** To one decimal, which stands there also where it is nought. */
export const tenths = (figure) => tenth.format(figure);

/** A share of 0 to 1 in so many steps. What is not all is never shown as all of them, what is not nothing never as none. */
function steps(share, all) {
  const near = Math.round(share * all);
  if (near === all && share < 1) return all - 1;
  return near === 0 && share > 0 ? 1 : near;
}

/** A share of 0 to 1 in whole per cent. */
export const percent = (share) => (known(share) ? String(steps(share, 100)) : UNKNOWN);

/** A share that figures are held against in per cent, as exact as it is: a goal of 99.5 % is none of 99 %. */
export const goal = (share) => exact.format(share * 100);

/** The same to one decimal: where shares stand side by side, whole per cents hide the difference. */
export const finePercent = (share) => tenths(steps(share, 1000) / 10);

/** 0:07, 12:34, 1h 05m, 3d 4h */
export function duration(ms) {
  if (!known(ms)) return UNKNOWN;
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const two = (figure) => String(figure).padStart(2, "0");
  if (hours >= 24) return `${Math.floor(hours / 24)}d ${hours % 24}h`;
  if (hours >= 1) return `${hours}h ${two(minutes % 60)}m`;
  return `${minutes}:${two(seconds % 60)}`;
}

export const durationOfSeconds = (seconds) => duration(known(seconds) ? seconds * 1000 : undefined);

/** A limit in words, as exact as it is: 20 s, 90 s, 5 min, 1.5 h, 4 h */
export function limit(ms) {
  if (!known(ms)) return UNKNOWN;
  if (ms >= 3600000 && ms % 360000 === 0) return `${rounded.format(ms / 3600000)} h`;
  if (ms >= 60000 && ms % 60000 === 0) return `${whole.format(ms / 60000)} min`;
  return `${exact.format(ms / 1000)} s`;
}

/** How long ago: 3 s, 2 min, 5 h, 2 d */
export function age(ms) {
  if (!known(ms)) return UNKNOWN;
  if (ms < 120000) return `${Math.max(0, Math.floor(ms / 1000))} s`;
  if (ms < 7200000) return `${Math.floor(ms / 60000)} min`;
  if (ms < 172800000) return `${Math.floor(ms / 3600000)} h`;
  return `${Math.floor(ms / 86400000)} d`;
}

/** Writes instants in the floor's own time zone; a zone that the browser does not know is the browser's own. */
export function clockOf(timeZone) {
  const shape = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
  try {
    return new Intl.DateTimeFormat("en-GB", { ...shape, timeZone });
  } catch {
    return new Intl.DateTimeFormat("en-GB", shape);
  }
}

export function dateOf(language, timeZone) {
  const shape = { day: "numeric", month: "short", year: "numeric" };
  const tag = language === "en" ? "en-GB" : language;
  try {
    return new Intl.DateTimeFormat(tag, { ...shape, timeZone });
  } catch {
    return new Intl.DateTimeFormat(tag, shape);
  }
}
