// What of an action is in no log: said to the server as it is typed, kept in no draft.

import { ask, Refused } from "../base/http.js";

const JSON_TYPE = { "Content-Type": "application/json" };
const READ = {
  int: Number,
  time: (text) => new Date(text).getTime(),
};

export async function tell(form, assembly) {
  const { path, does } = form.dataset;
  const options = { method: does };
  if (does !== "DELETE") {
    Object.assign(options, { body: JSON.stringify(saidIn(form)), headers: JSON_TYPE });
  }
  const answer = await ask(`/a/${assembly}/plans/${path}`, options);
  if (!answer.ok) throw new Refused(await answer.json(), answer.status);
  location.reload();
}

function saidIn(form) {
  const said = {};
  // One handle for all that one signs up for.
  if ("handle" in form.dataset) said.handle = document.querySelector("#handle").value;
  for (const field of form.querySelectorAll("[name]")) {
    if (field.value !== "") said[field.name] = (READ[field.dataset.as] ?? String)(field.value);
  }
  return said;
}
