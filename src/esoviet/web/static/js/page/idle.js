// The lock of a shared browser: after some minutes without use, or by a tap, nobody acts any more.

import { isLeft, NOBODY } from "../base/people.js";
import { t } from "../base/words.js";
import { handOver, lasts } from "./handing.js";

const IDLE_MS = 5 * 60_000;
const [LOOK, NOTE] = [5000, 10_000];
const USED = "used"; // when somebody last touched a page, in any tab

const used = () => Number(localStorage.getItem(USED)) || 0;
const isOver = () => Boolean(used()) && Date.now() - used() > IDLE_MS;

// Whose turn has run out acts no more, before anything is shown.
export async function watch() {
  if (isOver()) await lock();
  await touch();
  for (const name of ["pointerdown", "keydown", "scroll"]) addEventListener(name, touch, { passive: true });
  const look = () => isOver() && lock();
  setInterval(look, LOOK);
  addEventListener("pageshow", look);
  document.addEventListener("visibilitychange", look);
}

async function touch() {
  if (Date.now() - used() < NOTE) return;
  localStorage.setItem(USED, String(Date.now()));
  await lasts(Date.now() + IDLE_MS);
}

export function button() {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: t("lock") });
  made.addEventListener("click", lock);
  return made;
}

async function lock() {
  document.documentElement.hidden = true;
  localStorage.removeItem(USED);
  await handOver(NOBODY);
  location.replace("/who");
  await new Promise(() => undefined);
}
