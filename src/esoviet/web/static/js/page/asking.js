// Getting back in without device and phrase: a new key asks, members confirm, time passes.
//
// Once the request has its receipt the asking key waits in this browser, in a store of its own. Once the
// law has put it in the place of the old ones it becomes this browser's key, on whatever page comes next.

import * as begun from "../acts/begun.js";
import { show } from "../acts/begunpage.js";
import { claimed } from "../acts/chain.js";
import { confirmed } from "../acts/confirm.js";
import { stamp } from "../base/clock.js";
import * as db from "../base/db.js";
import { Refused } from "../base/http.js";
import { t } from "../base/words.js";
import { assemblyHere, newDevice, refuseSecondKey, selfTest } from "../keys/identity.js";
import { comeIn, signIn } from "../keys/session.js";
import { verifyHistory } from "../log/history.js";
import { b64u } from "../wire/bytes.js";
import * as ed25519 from "../wire/ed25519.js";
import { seal } from "../wire/envelope.js";
import { read } from "./forms.js";
import { fail } from "./outcome.js";
import { say } from "./say.js";

const POLL = 20000;
const pageOf = (assembly, { kid }) => `/a/${assembly}/recoveries/${kid}`;

export async function ask(form) {
  const assembly = assemblyHere();
  const before = await begun.get(assembly);
  const trouble = (await selfTest()) || (await refuseSecondKey(assembly, "ask"))
    || (before && !before.refused && t("begun-first"));
  if (trouble) throw new Error(trouble);
  const { pair, kid } = before ?? (await newDevice());
  const { fields, lines } = await read(form);
  const made = { fields: { key: b64u(await ed25519.raw(pair.publicKey)), ...fields }, lines };
  if (!(await confirmed(form, made, "ask-to-recover"))) return;
  const { size, root } = await verifyHistory(assembly);
  const head = { type: "ask-to-recover", assembly, seq: 1, at: stamp(), seen: [size, root] };
  const jws = await seal(JSON.stringify({ ...head, ...made.fields }), pair);
  const { member } = fields;
  const [url, path] = [`/a/${assembly}/acts`, location.pathname];
  const row = await begun.begin(
    { kind: "ask", of: assembly, pair, kid, member, jws, blobs: [], url, path }, before);
  try {
    location.assign(await begun.send(assembly));
  } catch (error) {
    if (await begun.mended(row, error)) return ask(form);
    if (error instanceof Refused) return fail(form, error);
    say(form, "");
    show(row, error);
  }
}

// On every page of the assembly: is the new key in its place? Else say that it waits.
export async function follow(assembly, asking) {
  if (location.pathname === pageOf(assembly, asking) || (await arrive(assembly, asking))) return;
  if (asking.over) return;
  const notice = document.querySelector("[data-asking]");
  notice.querySelector("a").href = pageOf(assembly, asking);
  notice.hidden = false;
}

// On the page of the request: show what concerns who asked, and go on when the time has come.
export async function wait(region, assembly) {
  const look = async () => {
    const asking = await db.get("asking", assembly);
    const own = region.querySelector("[data-asker]");
    if (!asking || own.dataset.asker !== asking.kid) return;
    own.hidden = false;
    const { state } = region.querySelector("[data-state]").dataset;
    const over = ["refused", "lapsed"].includes(state); // by the host's word: the key is not forgotten
    if (over) await db.put("asking", { ...asking, over });
    else await arrive(assembly, asking);
  };
  document.addEventListener("refreshed", look);
  setInterval(look, POLL);
  await look();
}

// Take the new key as this browser's own if it stands in the assembly, for the member that it asked to
// be: who that is and what the key has done are known from the request, which has a receipt.
async function arrive(assembly, asking) {
  const look = () => claimed(assembly, asking.kid).catch(() => null);
  const said = (await look()) ?? ((await comeIn(assembly, asking.pair)) ? await look() : null);
  if (said?.member !== asking.member) return false;
  await db.change(["keys", "put", asking], ["asking", "delete", assembly]);
  await signIn(assembly);
  location.assign(`/a/${assembly}/me`);
  return true;
}
