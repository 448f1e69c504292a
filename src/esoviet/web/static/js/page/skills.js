// What a member says of themselves for the work: kept at the host, in no draft.

import { ask, Refused } from "../base/http.js";
import { say } from "./say.js";

const JSON_TYPE = { "Content-Type": "application/json" };

// Where nothing was said yet, the zone is this device's own.
export function begin(form) {
  const zones = form.querySelector("[data-own-zone]");
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zones && [...zones.options].some((one) => one.value === own)) zones.value = own;
}

export async function keep(form, assembly) {
  const body = JSON.stringify(saidIn(new FormData(form)));
  await done(await ask(`/a/${assembly}/skills`, { method: "PUT", body, headers: JSON_TYPE }));
  say(form, form.dataset.kept, "go");
}

export async function takeBack(_form, assembly) {
  await done(await ask(`/a/${assembly}/skills`, { method: "DELETE" }));
  location.reload();
}

// Yes or no between who leads a mandate and who would learn it.
export async function teach(form, assembly) {
  const { path, does } = form.dataset;
  await done(await ask(`/a/${assembly}/teaching/${path}`, { method: does }));
  location.reload();
}

function saidIn(data) {
  return {
    skills: [...data.getAll("chosen"), ...lines(data.get("skills"))],
    interests: lines(data.get("interests")),
    learn: lines(data.get("learn")),
    hours: data.getAll("hours").map(Number),
    zone: data.get("zone"),
    lead: data.has("lead"),
  };
}

function lines(text) {
  return text.split("\n").map((one) => one.trim()).filter(Boolean);
}

async function done(answer) {
  if (!answer.ok) throw new Refused(await answer.json(), answer.status);
}
