// One's own rooms: added, tried, removed.

import { ask, Refused } from "../base/http.js";

const JSON_TYPE = { "Content-Type": "application/json" };
const LOOKS = 40;
const PAUSE_MS = 500;

export async function add(form, assembly) {
  const data = new FormData(form);
  const said = { ...Object.fromEntries(data), tells: data.getAll("tells") };
  const body = JSON.stringify(said);
  await done(await ask(`/a/${assembly}/rooms`, { method: "POST", body, headers: JSON_TYPE }));
  location.assign(`/a/${assembly}/me/rooms`);
}

// Until it was sent, or for a while: then the page says how it went.
export async function attempt(form, assembly) {
  const { room } = form.dataset;
  await done(await ask(`/a/${assembly}/rooms/${room}/try`, { method: "POST" }));
  for (let look = 0; look < LOOKS && (await isTrying(room, assembly)); look += 1) {
    await new Promise((go) => setTimeout(go, PAUSE_MS));
  }
  location.reload();
}

async function isTrying(room, assembly) {
  const answer = await ask(`/a/${assembly}/rooms`, {});
  await done(answer);
  return (await answer.json()).items.some((one) => String(one.id) === room && one.trying);
}

export async function drop(form, assembly) {
  await done(await ask(`/a/${assembly}/rooms/${form.dataset.room}`, { method: "DELETE" }));
  location.reload();
}

async function done(answer) {
  if (!answer.ok) throw new Refused(await answer.json(), answer.status);
}
