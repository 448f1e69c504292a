// Before the door of an assembly that only members read: whoever holds a key that it knows comes in.

import * as db from "../base/db.js";
import { proved } from "../keys/session.js";
import { unB64u } from "../wire/bytes.js";
import { fromSeed } from "../wire/ed25519.js";
import { showTimes } from "./times.js";

const TRIED = "knocked"; // so that a browser without cookies does not knock for ever

// Whether the door has opened, and the page is to be loaded anew.
export async function knock(assembly) {
  if (sessionStorage.getItem(TRIED) === location.href) return false;
  const invitation = await invited();
  const pairs = [...(await held(assembly)), ...(invitation ? [invitation] : [])];
  for (const pair of pairs) {
    const answer = await proved(`/a/${assembly}/session`, assembly, pair);
    if (answer?.ok) {
      sessionStorage.setItem(TRIED, location.href);
      return true;
    }
    const { replaced } = (await answer?.json().catch(() => null)) ?? {};
    if (replaced) tellOf(replaced);
  }
  if (location.pathname.endsWith("/join")) tell(Boolean(invitation));
  return false;
}

// What has become of the key of this browser, which has signed for it.
function tellOf({ at, confirmed = 0 }) {
  const which = at ? "replaced" : "revoked";
  for (const note of document.querySelectorAll("[data-replaced]")) {
    note.hidden = note.dataset.replaced !== which;
    if (note.hidden || !at) continue;
    note.querySelector("time").dataset.ms = at;
    note.querySelector("[data-confirmed]").textContent = confirmed;
    showTimes(note);
  }
}

// What has become of a link: with its whole key it opens nothing any more, or its key was cut off.
function tell(whole) {
  const cut = location.hash || new URLSearchParams(location.search).has("invited");
  const which = whole ? "dead" : cut && "cut";
  document.querySelectorAll("[data-knock]").forEach((note) => { note.hidden = note.dataset.knock !== which; });
  const request = which === "dead" && document.querySelector("[data-request]");
  if (request) import("./handover.js").then(({ handOver }) => handOver(request));
}

// The keys of this browser: the device's own, one that asks for a place, one that has applied.
async function held(assembly) {
  const rows = await Promise.all(["keys", "asking", "begun"].map((store) => db.get(store, assembly)));
  return rows.filter((row) => row?.pair && !row.out).map(({ pair }) => pair);
}

// The invitation that the link carries behind "#".
async function invited() {
  if (!location.pathname.endsWith("/join") || !location.hash) return null;
  try {
    return await fromSeed(unB64u(location.hash.slice(1), 32));
  } catch {
    return null; // not copied whole
  }
}
