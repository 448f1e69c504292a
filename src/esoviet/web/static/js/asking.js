// Getting back in without device and phrase: a new key asks, members confirm, time passes.
//
// The asking key waits in this browser as `asking/<assembly>`, beside the keys that stand. Once the law
// has put it in the place of the old ones it becomes this browser's key, on whatever page comes next.

import { post, Refused } from "./door.js";
import { b64u } from "./bytes.js";
import * as db from "./db.js";
import { seal } from "./envelope.js";
import { read } from "./forms.js";
import { verifyHistory } from "./history.js";
import { newDevice, remember, selfTest } from "./identity.js";
import { signIn } from "./session.js";
import { confirmed, fail } from "./signer.js";

const POLL = 20000;
const place = (assembly) => `asking/${assembly}`;
const pageOf = (assembly, { kid }) => `/a/${assembly}/recoveries/${kid}`;

export async function ask(form, assembly) {
  const trouble = await selfTest();
  if (trouble) throw new Error(trouble);
  const device = await newDevice();
  const { fields, lines } = await read(form);
  const made = { fields: { key: b64u(device.bytes), ...fields }, lines };
  if (!(await confirmed(form, made, "ask-to-recover"))) return;
  const { size, root } = await verifyHistory(assembly);
  const head = { type: "ask-to-recover", assembly, seq: 1, seen: [size, root] };
  const jws = await seal(JSON.stringify({ ...head, ...made.fields }), device.pair);
  const before = await db.get("keys", place(assembly));
  const { pair, kid } = device;
  await db.put("keys", { assembly: place(assembly), pair, kid, member: fields.member, seq: 1 });
  const answer = await post(`/a/${assembly}/acts`, jws, []);
  if (answer.ok) return location.assign(pageOf(assembly, device));
  await (before ? db.put("keys", before) : db.remove("keys", place(assembly)));
  fail(form, new Refused(await answer.json(), answer.status));
}

// On every page of the assembly: is the new key in its place? Else say that it waits.
export async function follow(assembly, asking) {
  if (location.pathname === pageOf(assembly, asking) || (await arrive(assembly, asking))) return;
  const notice = document.querySelector("[data-asking]");
  notice.querySelector("a").href = pageOf(assembly, asking);
  notice.hidden = false;
}

// On the page of the request: show what concerns who asked, and go on when the time has come.
export async function wait(region, assembly) {
  const look = async () => {
    const asking = await db.get("keys", place(assembly));
    const own = region.querySelector("[data-asker]");
    if (!asking || own.dataset.asker !== asking.kid) return;
    own.hidden = false;
    const { state } = region.querySelector("[data-state]").dataset;
    if (["refused", "lapsed"].includes(state)) await db.remove("keys", place(assembly));
    else await arrive(assembly, asking);
  };
  document.addEventListener("refreshed", look);
  setInterval(look, POLL);
  await look();
}

// Take the new key as this browser's own if it stands in the assembly; answers whether it does.
async function arrive(assembly, asking) {
  const answer = await fetch(`/a/${assembly}/keys/${asking.kid}.json`, { cache: "no-store" })
    .catch(() => null);
  if (!answer?.ok) return false;
  const { member, seq } = await answer.json();
  await remember(assembly, asking, member, seq);
  await db.remove("keys", place(assembly));
  await signIn(assembly);
  location.assign(`/a/${assembly}/me`);
  return true;
}
