// Until when a member is away: kept at the host, in no log and no draft.

import { ask, Refused } from "../base/http.js";

const JSON_TYPE = { "Content-Type": "application/json" };

// The day that was chosen is the last one, to its end, by this device's own clock.
export async function leave(form, assembly) {
  const until = new Date(`${new FormData(form).get("until")}T23:59:00`).getTime();
  const body = JSON.stringify({ until });
  await done(await ask(`/a/${assembly}/away`, { method: "PUT", body, headers: JSON_TYPE }));
}

export async function comeBack(_form, assembly) {
  await done(await ask(`/a/${assembly}/away`, { method: "DELETE" }));
}

async function done(answer) {
  if (!answer.ok) throw new Refused(await answer.json(), answer.status);
  location.reload();
}
