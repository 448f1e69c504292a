// Drafts that came by mail: put into the form of an argument or a post, to be signed there, or thrown away.
//
// Which drafts stand in a form is kept beside what is typed there (`mailed/` and its name), so that
// they go from the server when it is signed.

import * as db from "../base/db.js";
import { ask, Refused } from "../base/http.js";
import { keyOf, mailedIn } from "./drafts.js";

export function watch(form, assembly) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const pressed = event.submitter;
    pressed.disabled = true;
    try {
      if (pressed.name === "discard") await discard(assembly, form.dataset.id).then(() => location.reload());
      else await use(form, pressed);
    } catch (error) {
      (await import("./outcome.js")).fail(form, error);
    } finally {
      pressed.disabled = false;
    }
  });
}

// What stands in the form already is kept: the words come below it.
async function use(form, pressed) {
  const talks = pressed.name === "place"; // a topic's page, and no side that one takes
  const said = form.querySelector("[data-said]").value;
  const place = form.querySelector("[data-place]");
  const all = form.querySelector("[data-take-all]")?.checked;
  const words = all ? `${said}\n\n${form.querySelector("[data-left]").textContent}` : said;
  const page = new URL(`${form.dataset.here}/${talks ? pressed.value : place.value}`, location.origin);
  const name = talks ? "post" : place.selectedOptions[0].dataset.form;
  const key = keyOf(page.pathname, name);
  const [there, before] = [await db.get("drafts", key), await db.get("drafts", mailedIn(key))];
  const { id } = form.dataset;
  const known = before?.value ?? [];
  const text = known.includes(id) ? there?.value["text/1"] : [there?.value["text/1"], words].filter(Boolean).join("\n\n");
  const stances = talks ? [] : ["supports", "refutes", "asks"];
  const sides = Object.fromEntries(stances.map((one) => [`stance=${one}/1`, one === pressed.value]));
  const value = { ...there?.value, ...sides, "text/1": text || words };
  await db.put("drafts", { key, value, at: Date.now() });
  await db.put("drafts", { key: mailedIn(key), value: [...new Set([...known, id])], at: Date.now() });
  location.assign(page);
}

// It stands on the record now; if the server cannot be asked, the draft stays there until thrown away.
export async function signed(assembly, ids) {
  for (const id of ids) await discard(assembly, id).catch(() => undefined);
}

async function discard(assembly, id) {
  const answer = await ask(`/a/${assembly}/drafts/${id}`, { method: "DELETE" });
  if (!answer.ok && answer.status !== 404) throw new Refused(await answer.json(), answer.status);
}
