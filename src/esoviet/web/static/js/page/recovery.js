// The recovery phrase: getting back in with it, and a new one for who still has a key.

import { act } from "../acts/acts.js";
import * as begun from "../acts/begun.js";
import { show } from "../acts/begunpage.js";
import { after, claimed, provenActs } from "../acts/chain.js";
import { confirmed } from "../acts/confirm.js";
import { stamp } from "../base/clock.js";
import * as db from "../base/db.js";
import { Refused } from "../base/http.js";
import { t } from "../base/words.js";
import { assemblyHere, newDevice, refuseSecondKey, selfTest } from "../keys/identity.js";
import { normal, recoveryKey, wrong } from "../keys/phrase.js";
import { possession } from "../keys/possession.js";
import { comeIn } from "../keys/session.js";
import { verifyHistory } from "../log/history.js";
import { b64u } from "../wire/bytes.js";
import * as ed25519 from "../wire/ed25519.js";
import { keyName, proofText, seal } from "../wire/envelope.js";
import { fail } from "./outcome.js";
import { writeDown } from "./paper.js";
import { say } from "./say.js";

// With the phrase: the recovery key enrols a new key of this device. Both are kept before they are
// sent, so that the words need not be typed again.
export async function recover(form, assembly = assemblyHere()) {
  const phrase = normal(form.elements.phrase.value);
  const wrongs = await wrong(phrase);
  const trouble = wrongs ? t(`phrase-${wrongs.why}`, wrongs)
    : (await selfTest()) || (await refuseSecondKey(assembly, "recover"));
  if (trouble) throw new Error(trouble);
  const before = await begun.get(assembly);
  const row = before && !before.refused ? before
    : await begun.begin(await enrolment(assembly, await recoveryKey(phrase), before), before);
  say(form, t("signing"), "wait");
  try {
    location.replace(await begun.send(assembly));
  } catch (error) {
    if (await begun.mended(row, error)) return recover(form, assembly);
    if (error instanceof Refused) throw error;
    say(form, "");
    show(row, error);
  }
}

// The recovery key says that a key of this device is its member's. What the recovery key did before is
// read in the log; the proof names the recovery key, so it serves nobody else.
async function enrolment(assembly, recovery, before) {
  const bytes = await ed25519.raw(recovery.publicKey);
  const signer = await keyName(bytes);
  await comeIn(assembly, recovery);
  if (!(await claimed(assembly, signer))) throw new Error(t("phrase-unknown"));
  const done = await provenActs(assembly, signer, "", bytes);
  const { size, root } = await verifyHistory(assembly);
  const { pair, kid } = before ?? (await newDevice());
  const head = { type: "enrol-key", assembly, ...after(done.at(-1)), at: stamp(), seen: [size, root] };
  const jws = await seal(JSON.stringify({ ...head, ...(await possession(assembly, signer, pair)) }), recovery);
  const own = await db.get("keys", assembly);
  const lost = own?.copied ? own.kid : undefined;
  const path = `/a/${assembly}/recover`;
  return { kind: "recover", of: assembly, pair, kid, jws, blobs: [], url: `/a/${assembly}/acts`, path, lost };
}

export async function newPhrase(form, assembly) {
  const own = await db.get("keys", assembly);
  if (!own) throw new Error(t("no-key-here"));
  say(form, "");
  const recovery = await writeDown(document.getElementById("phrase"), form);
  const bytes = await ed25519.raw(recovery.publicKey);
  const kid = await keyName(bytes);
  const text = proofText("recovery-key", assembly, own.kid, kid);
  const fields = { key: b64u(bytes), proof: b64u(await ed25519.sign(recovery, text)) };
  const announces = "announces" in form.dataset;
  const made = { fields, lines: [[t("phrase-key"), kid.slice(0, 10)]] };
  if (!(await confirmed(form, made, "set-recovery-key"))) return say(form, t(announces ? "phrase-unset" : "phrase-none"), "wait");
  try {
    await act(assembly, "set-recovery-key", fields);
    document.querySelector("[data-paperless]")?.remove();
    say(form, t(announces ? "phrase-announced" : "phrase-set"), "good");
  } catch (error) {
    if (error.kept) say(form, t("kept"), "wait");
    else fail(form, error);
  }
  form.scrollIntoView({ block: "center" });
}
