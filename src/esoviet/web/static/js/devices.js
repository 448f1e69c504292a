// Inviting by link and QR code, pairing a second device, recovering by phrase.
//
// Pairing: this device shows a code with a secret behind "#". The new device makes its own key and
// leaves it in the host's mailbox, sealed with the secret (HMAC-SHA-256), so that the host cannot put
// another key in its place; this device then signs `enrol-key`.

import { act } from "./acts.js";
import { ask, post, Refused, Unreachable } from "./door.js";
import { b64u, hex, sha256, unB64u, utf8 } from "./bytes.js";
import * as db from "./db.js";
import * as ed25519 from "./ed25519.js";
import { keyName, proofText, seal } from "./envelope.js";
import { handOver } from "./handover.js";
import { verifyHistory } from "./history.js";
import { newDevice, refuseSecondKey, remember, selfTest } from "./identity.js";
import { normal, recoveryKey, wrong } from "./phrase.js";
import { svg } from "./qr.js";
import { confirmed, say } from "./signer.js";
import { secretOf } from "./trouble.js";
import { t } from "./words.js";

const POLL = 2000;
const TRIES = 300; // ten minutes, as long as the mailbox keeps a note
const pause = () => new Promise((resolve) => setTimeout(resolve, POLL));

// Make an invitation: a key of its own, whose private half goes only into the link.
export async function invite(form, assembly) {
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const pair = await ed25519.fromSeed(seed);
  const key = b64u(await ed25519.raw(pair.publicKey));
  const fields = { key, uses: Number(form.elements.uses.value) };
  const lines = [[form.elements.uses.labels[0].textContent, String(fields.uses)]];
  if (!(await confirmed(form, { fields, lines }, "invite"))) return;
  try {
    await act(assembly, "invite", fields);
  } catch (error) {
    if (!error.kept) throw error;
    say(form, t("kept"), "wait"); // the link serves as soon as the act has come
  }
  const link = `${location.origin}/a/${assembly}/join#${b64u(seed)}`;
  const place = form.querySelector("[data-link]");
  place.hidden = false;
  place.querySelector("input").value = link;
  place.querySelector("[data-qr]").replaceChildren(svg(link, t("qr-invitation")));
  place.querySelector("input").select();
  handOver(place, link);
}

// Show the pairing code, wait for the new device, and ask before its key is enrolled.
export async function offerPairing(form, assembly) {
  const place = form.querySelector("[data-link]");
  const own = await db.get("keys", assembly);
  if (!own) throw new Error(t("no-key-here"));
  const secret = crypto.getRandomValues(new Uint8Array(16));
  const link = `${location.origin}/a/${assembly}/pair#${own.member}.${b64u(secret)}`;
  place.querySelector("[data-qr]").replaceChildren(svg(link, t("qr-pairing")));
  place.querySelector("input").value = link;
  place.hidden = false;
  place.scrollIntoView({ block: "nearest" });
  const box = `/a/${assembly}/pairings/${hex(await sha256(secret))}`;
  const answer = await poll(box, ({ status }) => status === 200);
  place.hidden = true; // a code serves once
  const { key, proof, seal: sealed } = await answer.json();
  if (sealed !== (await mac(secret, key + proof))) throw new Error(t("pairing-forged"));
  const lines = [[t("new-key"), (await keyName(unB64u(key, 32))).slice(0, 10)]];
  const agreed = await confirmed(form, { fields: { key, proof }, lines }, "enrol-key");
  return agreed ? act(assembly, "enrol-key", { key, proof }) : undefined;
}

// On the new device: make a key, leave it in the mailbox, wait until it is enrolled. The key is kept
// meanwhile: who reloads the page or comes back by the same link goes on waiting with it.
export async function acceptPairing(place, assembly) {
  const [member, code] = location.hash.slice(1).split(".");
  const secret = secretOf(code, 16);
  const trouble = (await selfTest()) || (await refuseSecondKey(assembly));
  if (trouble) throw new Error(trouble);
  const name = `pairing/${assembly}`;
  const kept = await db.get("keys", name);
  const device = kept?.code === code ? kept : { ...(await newDevice()), assembly: name, code };
  await db.put("keys", device);
  const key = b64u(device.bytes);
  const text = proofText("enrol-key", assembly, member, device.kid);
  const proof = b64u(await ed25519.sign(device.pair, text));
  const box = `/a/${assembly}/pairings/${hex(await sha256(secret))}`;
  const body = JSON.stringify({ key, proof, seal: await mac(secret, key + proof) });
  const answer = await ask(box, { method: "PUT", body });
  const mine = answer.status === 409 && device === kept; // left before the page was opened again
  if (!answer.ok && !mine) throw new Refused(await answer.json(), answer.status);
  say(place, t("pairing-wait"), "wait");
  await poll(`/a/${assembly}/keys/${device.kid}.json`, ({ ok }) => ok);
  await remember(assembly, device, Number(member), 0);
  await db.remove("keys", name);
  location.replace(`/a/${assembly}/me`);
}

// Ask until the answer is the one that is waited for; a network that is away for a while is waited for.
async function poll(url, wanted) {
  for (let tries = 0; tries < TRIES; tries++) {
    const answer = await fetch(url, { cache: "no-store" }).catch(() => null);
    if (answer && wanted(answer)) return answer;
    await pause();
  }
  throw new Error(t("pairing-late"));
}

// With the phrase: the recovery key enrols a new key of this device.
export async function recover(form, assembly) {
  const phrase = normal(form.elements.phrase.value);
  const wrongs = await wrong(phrase);
  const trouble = wrongs ? t(`phrase-${wrongs.why}`, wrongs)
    : (await selfTest()) || (await refuseSecondKey(assembly));
  if (trouble) throw new Error(trouble);
  const recovery = await recoveryKey(phrase);
  const kid = await keyName(await ed25519.raw(recovery.publicKey));
  const known = await ask(`/a/${assembly}/keys/${kid}.json`);
  if (!known.ok) throw new Error(t("phrase-unknown"));
  const { member, seq } = await known.json();
  const log = await verifyHistory(assembly);
  const device = await newDevice();
  const text = proofText("enrol-key", assembly, String(member), device.kid);
  const fields = { key: b64u(device.bytes), proof: b64u(await ed25519.sign(device.pair, text)) };
  const head = { type: "enrol-key", assembly, seq: seq + 1, seen: [log.size, log.root] };
  const jws = await seal(JSON.stringify({ ...head, ...fields }), recovery);
  const answer = await insist(`/a/${assembly}/acts`, jws);
  if (!answer.ok) throw new Refused(await answer.json(), answer.status);
  await remember(assembly, device, member, 0);
  location.replace(`/a/${assembly}/me`);
}

// An answer can get lost; the same act again has the same receipt.
async function insist(url, jws, tries = 3) {
  try {
    return await post(url, jws, []);
  } catch (error) {
    if (!(error instanceof Unreachable) || tries === 1) throw error;
    await pause();
    return insist(url, jws, tries - 1);
  }
}

async function mac(secret, text) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
  return b64u(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(text))));
}
