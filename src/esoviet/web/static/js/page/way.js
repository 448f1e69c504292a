// The second way in: once a week this browser asks whether its member still has the twelve words. What
// was said is kept here alone, beside the key; a new phrase begins a new week.

import * as db from "../base/db.js";
import { t } from "../base/words.js";
import { normal, recoveryKey, wrong } from "../keys/phrase.js";
import { raw } from "../wire/ed25519.js";
import { keyName } from "../wire/envelope.js";
import { say } from "./say.js";

const WEEK = 7 * 86_400_000;

export async function watch(place, assembly) {
  const { kid } = place.dataset;
  const own = await db.get("keys", assembly);
  if (!own) return;
  if (own.way?.kid !== kid) await note(assembly, kid);
  else if (Date.now() - own.way.at >= WEEK) ask(place, assembly, kid);
}

const note = async (assembly, kid) =>
  db.put("keys", { ...(await db.get("keys", assembly)), way: { kid, at: Date.now() } });

function ask(place, assembly, kid) {
  place.hidden = false;
  place.querySelector("[data-yes]").addEventListener("click", async () => {
    await note(assembly, kid);
    place.hidden = true;
  });
  const form = place.querySelector("form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const phrase = normal(form.elements.phrase.value);
    const wrongs = await wrong(phrase);
    if (wrongs) return say(form, t(`phrase-${wrongs.why}`, wrongs), "bad");
    const opens = (await keyName(await raw((await recoveryKey(phrase)).publicKey))) === kid;
    if (opens) await note(assembly, kid);
    form.reset();
    return say(form, t(opens ? "way-opens" : "way-other"), opens ? "good" : "bad");
  });
}
