// Times as the viewer's language writes them. All are unix seconds.

import { say, state } from "./store.js";

const DAY = 86_400;
const formats = new Map();

function written(seconds, options) {
  const key = state.language + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(state.language || undefined, options));
  return formats.get(key).format(seconds * 1000);
}

export const clock = (seconds) => written(seconds, { hour: "numeric", minute: "2-digit" });

export const moment = (seconds) => written(seconds, { dateStyle: "full", timeStyle: "short" });

/** The number of the day in the browser's time zone: for comparing. */
export function dayNumber(seconds) {
  const date = new Date(seconds * 1000);
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 1000 / DAY);
}

const today = () => dayNumber(Date.now() / 1000);

/** A day above its messages. */
export function dayName(seconds) {
  const ago = today() - dayNumber(seconds);
  if (ago === 0) return say("today");
  if (ago === 1) return say("yesterday");
  const year = new Date(seconds * 1000).getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" };
  return written(seconds, { month: "long", day: "numeric", weekday: "short", ...year });
}

/** As short as it can be told in the list of chats. */
export function shortTime(seconds) {
  const ago = today() - dayNumber(seconds);
  if (ago === 0) return clock(seconds);
  if (ago < 7) return written(seconds, { weekday: "short" });
  return written(seconds, { year: "2-digit", month: "numeric", day: "numeric" });
}

/** A length such as 0:08. */
export function length(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** A size such as 1.2 MB. */
export function size(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const options = { style: "unit", unit: units[step], unitDisplay: "short", maximumFractionDigits: step > 1 ? 1 : 0 };
  return new Intl.NumberFormat(state.language || undefined, options).format(bytes / 1000 ** step);
}
