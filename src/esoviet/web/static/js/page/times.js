// Times in the reader's own zone, and how long until then (by the host's clock, where it is known).
// <time data-ms data-show="left|far|until|lately|date|moment|on|day">: left has both, far only how long,
// until only until when; day is one of the calendar, whatever the zone.

import { now as clock } from "../base/clock.js";
import { locale } from "../base/words.js";

// How far it is, and from how many of a unit on it is said in that: 47 hours are not "tomorrow".
const UNITS = [["day", 86400000, 3], ["hour", 3600000, 2], ["minute", 60000, 2], ["second", 1000, 1]];
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "always" });
const named = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const dayOf = { weekday: "short", day: "numeric", month: "short" };
const hour = { hour: "2-digit", minute: "2-digit" };
const two = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 });
const clockTime = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
const full = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });

// With the year where it is another one than this.
const formats = [false, true].map((withYear) => {
  const year = withYear ? { year: "numeric" } : {};
  return {
    day: new Intl.DateTimeFormat(locale, { ...dayOf, ...year, timeZone: "UTC" }),
    on: new Intl.DateTimeFormat(locale, { ...dayOf, ...year }),
    moment: new Intl.DateTimeFormat(locale, { ...dayOf, ...year, ...hour }),
    last: new Intl.DateTimeFormat(locale, { ...dayOf, ...year, ...hour, hourCycle: "h23" }),
  };
});
const formatOf = (ms) => formats[Number(new Date(ms).getFullYear() !== new Date().getFullYear())];
export const moment = (ms) => formatOf(ms).moment.format(ms);

// Until when: midnight belongs to the day that it ends, as "24:00".
export function until(ms) {
  const at = new Date(ms);
  if (at.getHours() || at.getMinutes() || at.getSeconds()) return moment(ms);
  const parts = formatOf(ms - 60000).last.formatToParts(ms - 60000);
  const end = { hour: two.format(24), minute: two.format(0) };
  return parts.map(({ type, value }) => end[type] ?? value).join("");
}
const SHOWN = {
  left: (ms) => `${until(ms)} · ${left(ms)}`, far: (ms) => left(ms), moment, until,
  date: moment, lately,
  day: (ms) => formatOf(ms).day.format(ms), on: (ms) => formatOf(ms).on.format(ms),
};

export function left(ms, now = clock()) {
  const far = ms - now;
  const [unit, size] = UNITS.find(([, size, some]) => Math.abs(far) >= size * some) ?? UNITS[3];
  return relative.format(Math.trunc(far / size), unit);
}

// "today, 14:03", or the date where that is past.
function lately(ms) {
  const isToday = new Date(ms).toDateString() === new Date().toDateString();
  return isToday ? `${named.format(0, "day")}, ${clockTime.format(ms)}` : moment(ms);
}

export function showTimes(root = document) {
  for (const element of root.querySelectorAll("time[data-ms]")) {
    const ms = Number(element.dataset.ms);
    element.textContent = SHOWN[element.dataset.show](ms);
    if (element.dataset.show === "far") element.title = full.format(ms);
  }
  const { timeZone } = full.resolvedOptions();
  for (const element of root.querySelectorAll("[data-zone]")) {
    element.textContent = element.dataset.zone.replace("{zone}", timeZone.replaceAll("_", " "));
  }
}

export function keepTimes() {
  showTimes();
  setInterval(() => showTimes(), "sandbox" in document.body.dataset ? 1000 : 30000);
}
