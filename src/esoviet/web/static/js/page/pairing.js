// Pairing a second device (docs/protocol/acts.md): the old one shows a code, the new one answers it with its
// key, both show two words, and a person says whether they are the same before the key is enrolled.

import { act } from "../acts/acts.js";
import * as begun from "../acts/begun.js";
import { confirmed } from "../acts/confirm.js";
import { choice, make } from "../acts/dialog.js";
import { arrive } from "../acts/pairing.js";
import * as db from "../base/db.js";
import { Unreachable } from "../base/http.js";
import { t } from "../base/words.js";
import { grouped, mailbox, newCode, readCode } from "../keys/code.js";
import { assemblyHere, newDevice, refuseSecondKey, selfTest } from "../keys/identity.js";
import { possession } from "../keys/possession.js";
import { commitment, newNonce, otherPairs, twoWords } from "../keys/twowords.js";
import { b64u, unB64u } from "../wire/bytes.js";
import * as ed25519 from "../wire/ed25519.js";
import { keyName } from "../wire/envelope.js";
import { handOver } from "./handover.js";
import { callDevice } from "./owndevices.js";
import { svg } from "./qr.js";
import { say } from "./say.js";

const POLL = 2000;
const TRIES = 300; // ten minutes, as long as the mailbox keeps a place
const MOST = 60;
const pause = () => new Promise((resolve) => setTimeout(resolve, POLL));

// On the old device: show the code, wait for the new one, have the words compared, enrol its key.
export async function offerPairing(form, assembly) {
  const own = await db.get("keys", assembly);
  if (!own) throw new Error(t("no-key-here"));
  const [code, nonce] = [newCode(), newNonce()];
  const box = await mailbox(assembly, code);
  const old = { key: b64u(await ed25519.raw(own.pair.publicKey)), nonce: b64u(nonce) };
  await box.leave("offer", { key: old.key, member: own.member, commitment: await commitment(nonce) });
  const place = show(form, assembly, code);
  const { name, proof, ...fresh } = await until(() => box.read("answer"));
  place.hidden = true; // a code serves once
  await until(() => box.leave("opening", { nonce: old.nonce }));
  const words = await twoWords(assembly, code, old, fresh);
  const called = String(name ?? "").slice(0, MOST);
  if (!(await seen(words, called))) throw new Error(t("pairing-differs"));
  const fields = { key: fresh.key, proof };
  const kid = await keyName(unB64u(fresh.key, 32));
  const lines = [[t("new-device"), called], [t("new-key"), kid.slice(0, 10)], [t("two-words"), words]];
  if (!(await confirmed(form, { fields, lines }, "enrol-key"))) return false;
  await act(assembly, "enrol-key", fields);
  await callDevice(assembly, kid, called).catch(() => undefined); // it can be named later
  return true;
}

function show(form, assembly, code) {
  const place = form.querySelector("[data-link]");
  const link = `${location.origin}/a/${assembly}/pair#${grouped(code)}`;
  place.querySelector("[data-qr]").replaceChildren(svg(link, t("qr-pairing")));
  place.querySelector("[data-code]").textContent = grouped(code);
  place.querySelector("input").value = link;
  place.hidden = false;
  handOver(place, link);
  place.scrollIntoView({ block: "nearest" });
  return place;
}

// Which words does the other device show? Nobody looks who is only asked whether they are the same.
async function seen(words, called) {
  const pairs = [words, ...(await otherPairs(words))].sort();
  const parts = [make("h2", t("words-which")), make("p", t("words-why", { name: called }))];
  const buttons = pairs.map((pair) => [pair, pair]);
  return (await choice(parts, [...buttons, ["", t("words-none")]], "alike")) === words;
}

// The new device's form, filled in as far as the link and the browser say.
export function prepare(form) {
  const { code, device } = form.elements;
  const phone = navigator.userAgentData?.mobile ?? /Mobi/.test(navigator.userAgent);
  code.value ||= location.hash.slice(1);
  device.value ||= t(phone ? "device-telephone" : "device-computer");
}

// On the new device: make a key, answer the code with it, show the words, wait until it is enrolled.
// All of it is kept meanwhile: who reloads the page goes on with the same key.
export async function acceptPairing(form) {
  const of = assemblyHere();
  const code = readCode(form.elements.code.value);
  const trouble = (!code && t("code-wrong")) || (await selfTest()) || (await refuseSecondKey(of, "pair"));
  if (trouble) throw new Error(trouble);
  const box = await mailbox(of, code);
  const offer = await until(() => box.read("offer"));
  if (!offer) throw new Error(t("code-unknown"));
  const kept = await begun.get(of);
  const row = kept?.code === code && kept.offer.key === offer.key ? kept
    : await begun.begin(await answerTo(of, code, offer, form.elements.device.value, kept));
  if (!(await until(async () => ({ mine: await box.leave("answer", row.answer) }))).mine) {
    await begun.drop(row);
    throw new Error(t("code-used"));
  }
  document.querySelector("[data-begun]")?.remove();
  say(form, t("pairing-wait"), "wait");
  const opening = await until(() => box.read("opening"));
  const opened = (await commitment(unB64u(opening.nonce, 16))) === offer.commitment;
  if (!opened) throw new Error(t("pairing-forged"));
  const old = { key: offer.key, nonce: opening.nonce };
  const words = await twoWords(of, code, old, row.answer);
  await db.put("begun", { ...row, words });
  form.querySelector("[data-ask]").hidden = true;
  say(form, t("words-here"), "wait");
  form.querySelector("[data-say]").append(make("p", words, "twowords"));
  location.replace(await until(() => arrive(row)));
}

async function answerTo(of, code, offer, name, kept) {
  const { pair, kid } = kept ?? (await newDevice());
  const inviter = unB64u(offer.key, 32);
  const { key, proof } = await possession(of, await keyName(inviter), pair);
  const answer = { key, proof, nonce: b64u(newNonce()), name: name.trim().slice(0, MOST) };
  const member = Number(offer.member) || 0;
  return { kind: "pair", of, pair, kid, member, inviter, code, offer, answer, path: location.pathname };
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
