// Inviting by link and QR code, pairing a second device, recovering by phrase.
//
// Pairing: this device shows a code with a secret behind "#". The new device makes its own key and
// leaves it in the host's mailbox, sealed with the secret (HMAC-SHA-256), so that the host cannot put
// another key in its place; this device then signs `enrol-key`.

import { act } from "./acts.js";
import { post, Refused } from "./door.js";
import { b64u, hex, sha256, unB64u, utf8 } from "./bytes.js";
import * as db from "./db.js";
import * as ed25519 from "./ed25519.js";
import { keyName, proofText, seal } from "./envelope.js";
import { verifyHistory } from "./history.js";
import { newDevice, remember } from "./identity.js";
import { normal, recoveryKey, wrong } from "./phrase.js";
import { svg } from "./qr.js";
import { confirmed, say } from "./signer.js";
import { secretOf } from "./trouble.js";
import { t } from "./words.js";

const POLL = 2000;
const pause = () => new Promise((resolve) => setTimeout(resolve, POLL));

// Make an invitation: a key of its own, whose private half goes only into the link.
export async function invite(form, assembly) {
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const pair = await ed25519.fromSeed(seed);
  const key = b64u(await ed25519.raw(pair.publicKey));
  const fields = { key, uses: Number(form.elements.uses.value) };
  const lines = [[form.elements.uses.labels[0].textContent, String(fields.uses)]];
  if (!(await confirmed(form, { fields, lines }, "invite"))) return;
  await act(assembly, "invite", fields);
  const link = `${location.origin}/a/${assembly}/join#${b64u(seed)}`;
  const place = form.querySelector("[data-link]");
  place.hidden = false;
  place.querySelector("input").value = link;
  place.querySelector("[data-qr]").replaceChildren(svg(link, t("qr-invitation")));
  place.querySelector("input").select();
}

// Show the pairing code, wait for the new device, and ask before its key is enrolled.
export async function offerPairing(form, assembly) {
  const place = form.querySelector("[data-link]");
  const own = await db.get("keys", assembly);
  const secret = crypto.getRandomValues(new Uint8Array(16));
  const link = `${location.origin}/a/${assembly}/pair#${own.member}.${b64u(secret)}`;
  place.querySelector("[data-qr]").replaceChildren(svg(link, t("qr-pairing")));
  place.querySelector("input").value = link;
  place.hidden = false;
  const box = `/a/${assembly}/pairings/${hex(await sha256(secret))}`;
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(box, { cache: "no-store" });
    if (answer.status === 200) {
      const { key, proof, seal: sealed } = await answer.json();
      if (sealed !== (await mac(secret, key + proof))) throw new Error(t("pairing-forged"));
      const lines = [[t("new-key"), (await keyName(unB64u(key, 32))).slice(0, 10)]];
      const agreed = await confirmed(form, { fields: { key, proof }, lines }, "enrol-key");
      return agreed ? act(assembly, "enrol-key", { key, proof }) : undefined;
    }
    await pause();
  }
  throw new Error(t("pairing-late"));
}

// On the new device: make a key, leave it in the mailbox, wait until it is enrolled.
export async function acceptPairing(place, assembly) {
  const [member, code] = location.hash.slice(1).split(".");
  const secret = secretOf(code, 16);
  const device = await newDevice();
  const key = b64u(device.bytes);
  const text = proofText("enrol-key", assembly, member, device.kid);
  const proof = b64u(await ed25519.sign(device.pair, text));
  const box = `/a/${assembly}/pairings/${hex(await sha256(secret))}`;
  const body = JSON.stringify({ key, proof, seal: await mac(secret, key + proof) });
  const answer = await fetch(box, { method: "PUT", body });
  if (!answer.ok) throw new Refused(await answer.json(), answer.status);
  say(place, t("pairing-wait"), "wait");
  for (let tries = 0; tries < 300; tries++) {
    if ((await fetch(`/a/${assembly}/keys/${device.kid}.json`, { cache: "no-store" })).ok) {
      await remember(assembly, device, Number(member), 0);
      location.assign(`/a/${assembly}/me`);
      return;
    }
    await pause();
  }
  throw new Error(t("pairing-late"));
}

// With the phrase: the recovery key enrols a new key of this device.
export async function recover(form, assembly) {
  const phrase = normal(form.elements.phrase.value);
  const trouble = await wrong(phrase);
  if (trouble) throw new Error(t(`phrase-${trouble.why}`, trouble));
  const recovery = await recoveryKey(phrase);
  const kid = await keyName(await ed25519.raw(recovery.publicKey));
  const known = await fetch(`/a/${assembly}/keys/${kid}.json`, { cache: "no-store" });
  if (!known.ok) throw new Error(t("phrase-unknown"));
  const { member, seq } = await known.json();
  const log = await verifyHistory(assembly);
  const device = await newDevice();
  const text = proofText("enrol-key", assembly, String(member), device.kid);
  const fields = { key: b64u(device.bytes), proof: b64u(await ed25519.sign(device.pair, text)) };
  const head = { type: "enrol-key", assembly, seq: seq + 1, seen: [log.size, log.root] };
  const jws = await seal(JSON.stringify({ ...head, ...fields }), recovery);
  const answer = await post(`/a/${assembly}/acts`, jws, []);
  if (!answer.ok) throw new Refused(await answer.json(), answer.status);
  await remember(assembly, device, member, 0);
  location.assign(`/a/${assembly}/me`);
}

async function mac(secret, text) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
  return b64u(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(text))));
}
