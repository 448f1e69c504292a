// Founding an assembly, and applying to join one: the two acts that carry their own key.

import * as begun from "../acts/begun.js";
import { show } from "../acts/begunpage.js";
import { called, secretOf } from "../acts/trouble.js";
import { stamp } from "../base/clock.js";
import { Refused } from "../base/http.js";
import { t } from "../base/words.js";
import { assemblyHere, newDevice, refuseSecondKey, selfTest } from "../keys/identity.js";
import { verifyHistory } from "../log/history.js";
import { shortOf } from "../keys/short.js";
import { b64u } from "../wire/bytes.js";
import * as ed25519 from "../wire/ed25519.js";
import { idOf, keyName, parse, proofText, seal } from "../wire/envelope.js";
import { keyOf, nameOf } from "./drafts.js";
import { flash } from "./flash.js";
import { watchFields } from "./fields.js";
import { read } from "./forms.js";
import { fail } from "./outcome.js";
import { step, writeDown } from "./paper.js";
import { say } from "./say.js";

// `work` signs what the form says and answers what is begun with it.
export function watch(form, work) {
  selfTest().then((trouble) => {
    if (trouble) say(form, trouble, "bad");
    form.querySelector("button[type=submit]").disabled = Boolean(trouble);
  });
  if (work === found) watchFields();
  if (work === found) unfinished(form).then((row) => row && show(row));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.busy !== undefined) return;
    form.dataset.busy = "";
    await submit(form, work).catch((error) => {
      comesBack(form);
      fail(form, error);
      form.scrollIntoView({ block: "end" });
    });
    delete form.dataset.busy;
  });
}

async function submit(form, work) {
  const before = await unfinished(form);
  if (before && !before.refused) throw new Error(t("begun-first"));
  const second = form.dataset.assembly && (await refuseSecondKey(assemblyHere()));
  if (second) throw new Error(second);
  const device = before ?? (await newDevice());
  let [made, card] = [null, before?.card];
  const addressed = async (recovery) => {
    made = await work(form, device, recovery);
    card = shortOf(await idOf(parse(made.jws)));
    return card;
  };
  const recovery = before ? before.recovery
    : await secondWay(form, device.kid, work === found && addressed);
  form.dataset.sent = ""; // nothing of it is in sight but what is said of it
  say(form, t("signing"), "wait");
  made ??= await work(form, device, recovery);
  const { pair, kid } = device;
  const draft = keyOf(location.pathname, nameOf(form));
  const path = location.pathname;
  const row = await begun.begin({ ...made, pair, kid, recovery, draft, path, card }, before);
  try {
    const there = await begun.send(row.of);
    const short = shortOf(row.of);
    if (card && card !== short) flash(t("card-changed", { short })); // signed anew after the paper
    location.assign(there);
  } catch (error) {
    if (await begun.mended(row, error)) return submit(form, work);
    if (error instanceof Refused) {
      await begun.explain(row, called(error.message, form));
      throw error; // the form is still there, to be mended
    }
    comesBack(form);
    say(form, "");
    show(row, error);
  }
}

const unfinished = async (form) => (form.dataset.assembly ? begun.get(assemblyHere())
  : (await begun.all()).find(({ kind }) => kind === "found"));

export async function found(form, { pair }, recovery) {
  const { fields, blobs } = await read(form);
  const { host } = await (await fetch("/node")).json();
  const key = b64u(await ed25519.raw(pair.publicKey));
  const head = { type: "found-assembly", seq: 1, at: stamp(), key, host };
  const jws = await seal(JSON.stringify({ ...head, ...fields, recovery: recovery.key }), pair);
  const token = form.elements.token?.value.trim();
  return { kind: "found", jws, blobs, url: "/a", token, name: form.elements.name.value };
}

export async function join(form, device, recovery) {
  const { pair, kid } = device;
  const of = assemblyHere();
  const { fields, blobs } = await read(form);
  const log = await verifyHistory(of);
  const invitation = (await invitationProof(of, kid)) ?? invitedBefore(device);
  const key = b64u(await ed25519.raw(pair.publicKey));
  const head = { type: "apply-to-join", assembly: of, seq: 1, at: stamp(), seen: [log.size, log.root], key };
  const payload = { ...head, ...fields, recovery, ...(invitation && { invitation }) };
  const jws = await seal(JSON.stringify(payload), pair);
  const name = document.querySelector("[data-name]")?.textContent ?? "";
  return { kind: "join", of, jws, blobs, url: `/a/${of}/acts`, name };
}

// Who comes back without the link is invited all the same, but for an invitation that was refused.
function invitedBefore({ jws, refused }) {
  if (!jws || refused.clause === "3.4") return undefined;
  return JSON.parse(new TextDecoder().decode(parse(jws).payload)).invitation;
}

function comesBack(form) {
  delete form.dataset.sent;
  step(1);
}

// A recovery key, which signs that it belongs to this new key, so that nobody can reserve another's;
// none where the paper is put off.
async function secondWay(form, kid, addressed) {
  const way = (pair) => ownedBy(kid, pair);
  const recovery = await writeDown(document.getElementById("phrase"), form,
    addressed && (async (pair) => addressed(await way(pair))));
  return recovery ? way(recovery) : undefined;
}

async function ownedBy(kid, recovery) {
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
