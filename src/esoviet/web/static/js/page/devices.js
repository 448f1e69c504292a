// Inviting by link and QR code, pairing a second device.
//
// Pairing: this device shows a code with its own public key and a secret behind "#". The new device
// makes its own key, proves it for this device alone, and leaves it in the host's mailbox, sealed with
// the secret (HMAC-SHA-256), so that the host cannot put another key in its place; this device then
// signs `enrol-key`, and the new one believes it when the log proves it.

import { act } from "../acts/acts.js";
import * as begun from "../acts/begun.js";
import { confirmed } from "../acts/confirm.js";
import { arrive } from "../acts/pairing.js";
import { secretOf } from "../acts/trouble.js";
import * as db from "../base/db.js";
import { ask, Refused, Unreachable } from "../base/http.js";
import { t } from "../base/words.js";
import { assemblyHere, newDevice, refuseSecondKey, selfTest } from "../keys/identity.js";
import { possession } from "../keys/possession.js";
import { b64u, hex, sha256, unB64u, utf8 } from "../wire/bytes.js";
import * as ed25519 from "../wire/ed25519.js";
import { keyName } from "../wire/envelope.js";
import { handOver } from "./handover.js";
import { svg } from "./qr.js";
import { say } from "./say.js";

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
  const inviter = b64u(await ed25519.raw(own.pair.publicKey));
  const link = `${location.origin}/a/${assembly}/pair#${own.member}.${inviter}.${b64u(secret)}`;
  place.querySelector("[data-qr]").replaceChildren(svg(link, t("qr-pairing")));
  place.querySelector("input").value = link;
  place.hidden = false;
  place.scrollIntoView({ block: "nearest" });
  const box = `/a/${assembly}/pairings/${hex(await sha256(secret))}`;
  const { key, proof, seal: sealed } = await until(() => left(box));
  place.hidden = true; // a code serves once
  if (sealed !== (await mac(secret, key + proof))) throw new Error(t("pairing-forged"));
  const lines = [[t("new-key"), (await keyName(unB64u(key, 32))).slice(0, 10)]];
  const agreed = await confirmed(form, { fields: { key, proof }, lines }, "enrol-key");
  return agreed ? act(assembly, "enrol-key", { key, proof }) : undefined;
}

async function left(box) {
  const answer = await ask(box);
  return answer.status === 200 ? answer.json() : null;
}

// On the new device: make a key, leave it in the mailbox, wait until it is enrolled. The key is kept
// meanwhile: who reloads the page, or opens any other of the assembly, goes on waiting with it.
export async function acceptPairing(form) {
  const of = assemblyHere();
  const [member, inviter, code] = location.hash.slice(1).split(".");
  const [publicKey, secret] = [secretOf(inviter, 32), secretOf(code, 16)];
  const trouble = (await selfTest()) || (await refuseSecondKey(of, "pair"));
  if (trouble) throw new Error(trouble);
  const kept = await begun.get(of);
  const { pair, kid } = kept ?? (await newDevice());
  const row = await begun.begin({
    kind: "pair", of, pair, kid, member: Number(member) || 0, inviter: publicKey, code, path: location.pathname });
  const { key, proof } = await possession(of, await keyName(publicKey), pair);
  const box = `/a/${of}/pairings/${hex(await sha256(secret))}`;
  const body = JSON.stringify({ key, proof, seal: await mac(secret, key + proof) });
  const answer = await ask(box, { method: "PUT", body });
  const mine = answer.status === 409 && kept?.code === code; // left before the page was opened again
  if (!answer.ok && !mine) throw new Refused(await answer.json(), answer.status);
  document.querySelector("[data-begun]")?.remove();
  say(form, t("pairing-wait"), "wait");
  location.replace(await until(() => arrive(row)));
}

// Again and again until there is an answer; a network that is away for a while is waited for.
async function until(work) {
  for (let tries = 0; tries < TRIES; tries++) {
    const answer = await work().catch((error) => {
      if (!(error instanceof Unreachable)) throw error;
    });
    if (answer) return answer;
    await pause();
  }
  throw new Error(t("pairing-late"));
}

async function mac(secret, text) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
  return b64u(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(text))));
}
