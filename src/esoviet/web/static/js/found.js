// Founding an assembly, and applying to join one: the two acts that carry their own key.

import { post, Refused } from "./door.js";
import { b64u } from "./bytes.js";
import * as db from "./db.js";
import { clearDrafts } from "./drafts.js";
import * as ed25519 from "./ed25519.js";
import { idOf, keyName, parse, proofText, seal } from "./envelope.js";
import { read } from "./forms.js";
import { verifyHistory } from "./history.js";
import { confirmPhrase, newDevice, refuseSecondKey, remember, selfTest } from "./identity.js";
import { signIn } from "./session.js";
import { fail, say } from "./signer.js";
import { secretOf } from "./trouble.js";
import { t } from "./words.js";

export function watch(form, work) {
  selfTest().then((trouble) => {
    if (trouble) say(form, trouble, "bad");
    form.querySelector("button[type=submit]").disabled = Boolean(trouble);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const second = form.dataset.assembly && (await refuseSecondKey(form.dataset.assembly));
      if (second) throw new Error(second);
      const recovery = await confirmPhrase(document.getElementById("phrase"));
      say(form, t("signing"), "wait");
      await work(form, recovery);
    } catch (error) {
      fail(form, error);
      form.scrollIntoView({ block: "end" });
    }
  });
}

export async function found(form, recovery) {
  const device = await newDevice();
  const { fields, blobs } = await read(form);
  const { host } = await (await fetch("/node")).json();
  const key = b64u(device.bytes);
  const payload = {
    type: "found-assembly", seq: 1, key, host, ...fields,
    recovery: b64u(await ed25519.raw(recovery.publicKey)),
  };
  const jws = await seal(JSON.stringify(payload), device.pair);
  const assembly = await idOf(parse(jws));
  const answer = await post("/a", jws, blobs, form.elements.token?.value.trim());
  if (!answer.ok) throw new Refused(await answer.json(), answer.status);
  await remember(assembly, device, 1, 1);
  await clearDrafts(form);
  await verifyHistory(assembly);
  await signIn(assembly);
  location.assign(`/a/${assembly}`);
}

export async function join(form, recovery) {
  const { assembly } = form.dataset;
  const device = await newDevice();
  const { fields, blobs } = await read(form);
  const log = await verifyHistory(assembly);
  const invitation = await invitationProof(assembly, device.kid);
  const key = b64u(device.bytes);
  const payload = {
    type: "apply-to-join", assembly, seq: 1, seen: [log.size, log.root], key, ...fields,
    recovery: await recoveryProof(recovery, device.kid),
    ...(invitation && { invitation }),
  };
  const jws = await seal(JSON.stringify(payload), device.pair);
  const answer = await post(`/a/${assembly}/acts`, jws, blobs);
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said, answer.status);
  await db.put("receipts", { assembly, type: payload.type, jws, ...said });
  const me = await (await fetch(`/a/${assembly}/keys/${device.kid}.json`)).json();
  await remember(assembly, device, me.member, 1);
  await clearDrafts(form);
  await signIn(assembly);
  location.assign(`/a/${assembly}/members/${me.member}`);
}

// The recovery key signs that it belongs to this applicant's key, so that nobody can reserve another's.
async function recoveryProof(recovery, kid) {
  const bytes = await ed25519.raw(recovery.publicKey);
  const text = proofText("recovery-of", "", kid, await keyName(bytes));
  return { key: b64u(bytes), proof: b64u(await ed25519.sign(recovery, text)) };
}

// What the link carries behind "#" is the seed of the invitation's key; it never leaves the browser.
async function invitationProof(assembly, kid) {
  const secret = location.hash.slice(1);
  if (!secret) return null;
  const pair = await ed25519.fromSeed(secretOf(secret, 32));
  const bytes = await ed25519.raw(pair.publicKey);
  const text = proofText("invitation", assembly, await keyName(bytes), kid);
  return { key: b64u(bytes), proof: b64u(await ed25519.sign(pair, text)) };
}
