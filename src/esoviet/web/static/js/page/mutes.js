// To mute whom one reads, or to hear them again: one tap, for oneself alone, and the page shows it at once.

import { sentence } from "../acts/trouble.js";
import { ask, Refused } from "../base/http.js";
import { showAnew } from "./regions.js";
import { say } from "./say.js";

export function watch(assembly) {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-mutes]");
    if (button) turn(button, assembly).catch((error) => say(button.closest("[id]"), sentence(error), "bad"));
  });
}

async function turn(button, assembly) {
  const { mutes, hears } = button.dataset;
  const around = button.closest("[id]").id;
  button.disabled = true;
  try {
    const answer = await ask(`/a/${assembly}/mutes/${mutes}`, { method: hears === undefined ? "PUT" : "DELETE" });
    if (!answer.ok) throw new Refused(await answer.json(), answer.status);
    const page = await fetch(location.href, { headers: { Accept: "text/html" } });
    button.blur(); // where somebody is at work nothing comes anew
    await showAnew(new DOMParser().parseFromString(await page.text(), "text/html"));
  } finally {
    button.disabled = false;
  }
  const place = document.getElementById(around);
  const next = Array.from(place.querySelectorAll("[data-mutes]")).find((one) => one.checkVisibility());
  (next ?? place).focus({ preventScroll: true });
}
