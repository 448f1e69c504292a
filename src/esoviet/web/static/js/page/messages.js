// What a member wants to be told, kept at the host.

import { ask, Refused } from "../base/http.js";
import { say } from "./say.js";

const JSON_TYPE = { "Content-Type": "application/json" };
const HOURS = ["hour", "quiet_from", "quiet_until"];

// Where nothing was said yet, the zone is this device's own.
export function begin(form) {
  const zones = form.querySelector("[data-own-zone]");
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zones && [...zones.options].some((one) => one.value === own)) zones.value = own;
}

export async function keep(form, assembly) {
  await put(`/a/${assembly}/messages`, wishes(form));
  say(form, form.dataset.kept, "go");
}

export async function enter(form, assembly) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  await put(`/a/${assembly}/messages/address`, {
    address: form.elements.address.value, zone: timeZone ?? "" });
  location.reload();
}

export async function forget(_form, assembly) {
  await done(await ask(`/a/${assembly}/messages/address`, { method: "DELETE" }));
  location.reload();
}

async function put(url, said) {
  await done(await ask(url, { method: "PUT", body: JSON.stringify(said), headers: JSON_TYPE }));
}

async function done(answer) {
  if (!answer.ok) throw new Refused(await answer.json(), answer.status);
}

function wishes(form) {
  const data = new FormData(form);
  const said = Object.fromEntries(data);
  for (const name of HOURS) said[name] = Number(said[name]);
  said.days = data.getAll("days").map(Number);
  return said;
}
