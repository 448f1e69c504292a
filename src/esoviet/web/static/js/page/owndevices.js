// One's own devices and sessions, on the page of them: names, and ends.

import { ask, Refused } from "../base/http.js";

const JSON_TYPE = { "Content-Type": "application/json" };

// What the member calls a device stands at the host alone, for the member alone.
export async function callDevice(assembly, kid, name) {
  await done(`/a/${assembly}/devices/${kid}`, {
    method: "PUT", body: JSON.stringify({ name }), headers: JSON_TYPE });
}

export async function nameIt(form, assembly) {
  await callDevice(assembly, form.dataset.kid, form.elements.name.value);
  location.reload();
}

// One session, or all others.
export async function endSession(form, assembly) {
  await done(`/a/${assembly}/sessions${form.dataset.session}`, { method: "DELETE" });
  location.reload();
}

async function done(url, options) {
  const answer = await ask(url, options);
  if (!answer.ok && answer.status !== 404) throw new Refused(await answer.json(), answer.status);
}
