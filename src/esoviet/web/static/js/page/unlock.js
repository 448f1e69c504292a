// Asking for the PIN of who wants to act.

import { choice, make } from "../acts/dialog.js";
import * as db from "../base/db.js";
import { databaseOf, strike } from "../base/people.js";
import { t } from "../base/words.js";
import { unlock } from "../keys/lock.js";
import { handOver } from "./handing.js";
import { say } from "./say.js";

// Once under the name that was tapped.
export function ask(item, one) {
  const there = item.querySelector("form");
  if (there) return there.elements.pin.focus();
  const form = document.getElementById("unlock").content.cloneNode(true).firstElementChild;
  item.append(form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    await attempt(form, one).catch((error) => say(form, error.message, "bad"));
    button.disabled = false;
  });
  form.querySelector("[data-out]").addEventListener("click", () => takeOut(item, one));
  return form.elements.pin.focus();
}

async function attempt(form, one) {
  const pin = form.elements.pin.value;
  say(form, "");
  form.elements.pin.value = "";
  const place = await db.among(one.id);
  const wait = await unlock(place, pin);
  if (!wait) return location.replace(await handOver(one.id));
  const seconds = Math.ceil(wait / 1000);
  return say(form, wait < 1000 ? t("pin-wrong") : t("pin-wait", { seconds }), "bad");
}

// Who has forgotten it comes back by another way; what lies locked here is of no use any more.
async function takeOut(item, one) {
  const parts = [make("h2", t("locked-out-title", { name: one.name || t("somebody") })),
    make("p", t("locked-out-what"))];
  if ((await choice(parts, [["", t("forget-keep")], ["yes", t("locked-out-yes")]])) !== "yes") return;
  await db.wipe(databaseOf(one.id));
  strike(one.id);
  item.remove();
}
