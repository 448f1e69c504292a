// A new recovery phrase, for who still has a key: the old one stops working.

import { act } from "./acts.js";
import { b64u } from "./bytes.js";
import * as db from "./db.js";
import * as ed25519 from "./ed25519.js";
import { keyName, proofText } from "./envelope.js";
import { confirmPhrase } from "./identity.js";
import { confirmed, fail, say } from "./signer.js";
import { t } from "./words.js";

export async function newPhrase(form, assembly) {
  const own = await db.get("keys", assembly);
  if (!own) throw new Error(t("no-key-here"));
  const place = document.getElementById("phrase");
  say(form, "");
  const recovery = await confirmPhrase(place);
  const bytes = await ed25519.raw(recovery.publicKey);
  const kid = await keyName(bytes);
  const text = proofText("recovery-key", assembly, String(own.member), kid);
  const fields = { key: b64u(bytes), proof: b64u(await ed25519.sign(recovery, text)) };
  const made = { fields, lines: [[t("phrase-key"), kid.slice(0, 10)]] };
  if (!(await confirmed(form, made, "set-recovery-key"))) return say(form, t("phrase-unset"), "wait");
  try {
    await act(assembly, "set-recovery-key", fields);
    place.hidden = true;
    say(form, t("phrase-set"), "good");
  } catch (error) {
    if (error.kept) say(form, t("kept"), "wait");
    else fail(form, error);
  }
  form.scrollIntoView({ block: "center" });
}
