// A short address that leads strangers nowhere: to who holds a key there it opens.

import * as db from "../base/db.js";
import { t } from "../base/words.js";
import { normal, recoveryKey, wrong } from "../keys/phrase.js";
import { open, wayTo } from "../keys/session.js";
import { shortOf } from "../keys/short.js";
import { recover } from "./recovery.js";
import { say } from "./say.js";

// A browser that has its place there already needs no words.
export async function goOn({ dataset: { code } }) {
  const rows = (await Promise.all(["keys", "asking", "begun"].map((store) => db.all(store)))).flat();
  const of = rows.map((row) => row.assembly ?? row.of).find((one) => one && shortOf(one) === code);
  if (of && !new URLSearchParams(location.search).has("words")) location.replace(`/a/${of}`);
}

// The words show the host that there is a way, and then they are used there.
export async function withWords(form) {
  const phrase = normal(form.elements.phrase.value);
  const wrongs = await wrong(phrase);
  if (wrongs) throw new Error(t(`phrase-${wrongs.why}`, wrongs));
  say(form, t("signing"), "wait");
  const pair = await recoveryKey(phrase);
  const assembly = await wayTo(form.dataset.code, pair);
  if (!assembly) throw new Error(t("phrase-elsewhere"));
  await open(assembly, pair);
  await recover(form, assembly);
}
