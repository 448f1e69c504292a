// One's own secret addresses: made, shown once, and taken back.

import { ask, Refused } from "../base/http.js";
import { handOver } from "./handover.js";

export async function makeSecret(form, assembly) {
  const answer = await done(`/a/${assembly}/secrets`, { method: "POST" });
  const made = await answer.json();
  for (const place of form.querySelectorAll("[data-link]")) {
    const link = location.origin + made[place.dataset.link];
    place.querySelector("input").value = link;
    handOver(place, link);
    const opens = place.querySelector("[data-open]");
    if (opens) opens.href = link.replace(/^https?:/, "webcal:"); // which a calendar subscribes to
  }
  form.querySelector("[data-made]").hidden = false;
  form.querySelector("button[type=submit]").hidden = true;
}

export async function endSecret(form, assembly) {
  await done(`/a/${assembly}/secrets/${form.dataset.secret}`, { method: "DELETE" });
  location.reload();
}

async function done(url, options) {
  const answer = await ask(url, options);
  if (!answer.ok && answer.status !== 404) throw new Refused(await answer.json(), answer.status);
  return answer;
}
