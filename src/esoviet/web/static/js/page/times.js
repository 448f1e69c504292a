// Times in the reader's own zone, and how long until then.
// <time data-ms data-show="left|date|day|moment|lately">

import { locale } from "../base/words.js";

const UNITS = [["day", 86400000], ["hour", 3600000], ["minute", 60000], ["second", 1000]];
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat(locale, {
  weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
const full = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });

const hour = new Intl.DateTimeFormat(locale, { timeStyle: "short" });

const SHOWN = {
  left: (ms) => left(ms), day: (ms) => day.format(ms), moment: (ms) => moment.format(ms), lately };

export function left(ms, now = Date.now()) {
  const far = ms - now;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(far) >= size) ?? UNITS[3];
  return relative.format(Math.trunc(far / size), unit);
}

// "today, 14:03", or the date where that is past.
function lately(ms) {
  const isToday = new Date(ms).toDateString() === new Date().toDateString();
  return isToday ? `${relative.format(0, "day")}, ${hour.format(ms)}` : full.format(ms);
}

export function showTimes(root = document) {
  for (const element of root.querySelectorAll("time[data-ms]")) {
    const ms = Number(element.dataset.ms);
    const shown = SHOWN[element.dataset.show];
    element.textContent = shown ? shown(ms) : full.format(ms);
    if (element.dataset.show === "left") element.title = full.format(ms);
  }
  const { timeZone } = full.resolvedOptions();
  for (const element of root.querySelectorAll("[data-zone]")) {
    element.textContent = element.dataset.zone.replace("{zone}", timeZone.replaceAll("_", " "));
  }
}

export function keepTimes() {
  showTimes();
  setInterval(() => showTimes(), 30000);
}
