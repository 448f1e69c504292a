// A copied key: the log holds acts that this device's key signed and this browser does not know. Most
// often a phone was restored from a backup and both are in use, so the member is asked, not alarmed.

import { stamp } from "../base/clock.js";
import * as db from "../base/db.js";
import { ago, t } from "../base/words.js";
import { newDevice } from "../keys/identity.js";
import { possession } from "../keys/possession.js";
import { verifyHistory } from "../log/history.js";
import { seal } from "../wire/envelope.js";
import * as begun from "./begun.js";
import { show } from "./begunpage.js";
import { after, claimed, provenActs } from "./chain.js";
import { choice, make } from "./dialog.js";

// Ask whose the unknown acts are, if there are any; true if this device has a fresh key now, with which
// what was refused can be signed anew. What is unproven throws. Not to be called under the lock of acts.
export async function settled(assembly) {
  const own = await db.get("keys", assembly);
  const acts = await unknown(assembly, own);
  if (!acts.length) return false;
  const answer = own.copied ? "no" : await asked(assembly, acts);
  if (answer === "yes") return renew(assembly, acts.at(-1));
  if (answer !== "no") return false;
  await db.put("keys", { ...own, copied: own.copied ?? Date.now() });
  await choice([make("h2", t("copied-theft")), ...whatToDo(assembly, own)], [["", t("copied-understood")]]);
  return false;
}

// On the page of one's devices: ask if there are unknown acts, and say what is still to be done.
export async function check(place, assembly) {
  const own = await db.get("keys", assembly);
  if (!own) return;
  const lost = own.lost && (await claimed(assembly, own.lost).catch(() => null));
  if (lost) place.append(notice(make("p", t("copied-revoke", { key: own.lost.slice(0, 10) }))));
  if (own.copied) {
    place.append(notice(make("p", t("copied-theft")), ...whatToDo(assembly, own)));
  } else if (await settled(assembly).catch(() => false)) location.reload();
}

// What stands in the log by this key and is neither in the outbox nor among the receipts.
async function unknown(assembly, own) {
  const said = await claimed(assembly, own.kid);
  const kept = [...await db.of("receipts", assembly), ...await db.of("outbox", assembly)];
  const known = ["", own.last, ...kept.flatMap(({ id, prev }) => [id, prev])].filter((id) => id !== undefined);
  return !said || known.includes(said.last ?? "") ? [] : provenActs(assembly, own.kid, known);
}

// The old key's last deed here: a fresh one, of this device alone. It is kept before it is sent.
const renew = (assembly, last) => navigator.locks.request(`acts/${assembly}`, async () => {
  const own = await db.get("keys", assembly);
  const { pair, kid } = await newDevice();
  const { size, root } = await verifyHistory(assembly);
  const head = { type: "enrol-key", assembly, ...after(last), at: stamp(), seen: [size, root] };
  const jws = await seal(
    JSON.stringify({ ...head, ...(await possession(assembly, own.kid, pair)) }), own.pair);
  const [url, path] = [`/a/${assembly}/acts`, location.pathname];
  const { member } = own;
  await begun.begin({ kind: "renew", of: assembly, pair, kid, member, jws, blobs: [], url, path },
    await begun.get(assembly));
  try {
    return Boolean(await begun.send(assembly));
  } catch (error) {
    show(await begun.get(assembly), error); // and it is sent again from there
    throw error;
  }
});

async function asked(assembly, acts) {
  const deeds = await wordsOfActs(assembly);
  const list = make("ul", "", "list");
  list.append(...acts.map(({ index, time, act }) => {
    const line = make("li");
    const href = `/a/${assembly}/log/entries/${index}`;
    line.append(Object.assign(make("a", deeds[act.type] ?? t("act")), { href, target: "_blank" }),
      `, ${ago(time)}`);
    return line;
  }));
  const texts = [make("p", t("copied-why")), list, make("p", t("copied-hint"), "hint")];
  return choice([make("h2", t("copied-title")), ...texts],
    [["yes", t("copied-yes")], ["no", t("copied-no")], ["", t("copied-later")]]);
}

// What the acts are called stands on the page of one's own acts.
async function wordsOfActs(assembly) {
  let place = document.querySelector("[data-deeds]");
  if (!place) {
    const text = await fetch(`/a/${assembly}/me`).then((answer) => answer.text(), () => "");
    place = new DOMParser().parseFromString(text, "text/html").querySelector("[data-deeds]");
  }
  return JSON.parse(place?.dataset.deeds ?? "{}");
}

function whatToDo(assembly, { kid }) {
  const phrase = make("p");
  const href = `/a/${assembly}/recover`;
  phrase.append(Object.assign(make("a", t("copied-phrase"), "btn"), { href }));
  return [make("p", t("copied-device", { key: kid.slice(0, 10) })), make("p", t("copied-words")), phrase];
}

function notice(...parts) {
  const place = make("div", "", "notice bad");
  place.append(...parts);
  return place;
}
