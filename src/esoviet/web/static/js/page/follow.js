// To follow a matter or to mute somebody, or no more: kept at the host, the page stays as it is.

import { ask, Refused } from "../base/http.js";

let watched = false;

// The buttons come anew with their regions, so the whole page is watched.
export function watch(assembly) {
  if (watched) return;
  watched = true;
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-flow=follow]");
    if (!form) return;
    event.preventDefault();
    turn(form, assembly).catch(async (error) => (await import("./say.js")).sayWhy(form, error));
  });
}

async function turn(form, assembly) {
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await ask(`/a/${assembly}/${form.dataset.path}`, { method: form.dataset.does });
    if (!answer.ok) throw new Refused(await answer.json(), answer.status);
  } finally {
    button.disabled = false;
  }
  form.dataset.does = form.dataset.does === "PUT" ? "DELETE" : "PUT";
  [button.textContent, button.dataset.other] = [button.dataset.other, button.textContent];
  form.querySelector("[role=status]").textContent = button.textContent;
  button.focus({ preventScroll: true });
}
