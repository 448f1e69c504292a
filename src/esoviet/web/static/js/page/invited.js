// The card of an invitation, told before anything is typed. Where only members read, the server has put
// it into the page (the invitation's key signed for that); elsewhere it is asked for here, by the public
// half of the key: the secret behind "#" never leaves the browser.

import { unB64u } from "../wire/bytes.js";
import * as ed25519 from "../wire/ed25519.js";
import { keyName } from "../wire/envelope.js";
import { handOver } from "./handover.js";
import { showTimes } from "./times.js";

export async function show(place) {
  const form = document.getElementById("apply");
  if (!form) return; // a member, or somebody who waits
  const secret = location.hash.slice(1);
  const kid = secret && (await nameOf(secret));
  if (kid && !place.dataset.state) await ask(place, kid);
  const { state, button } = place.dataset;
  const cut = isCut(secret, kid) && !state;
  place.querySelector("[data-cut]").hidden = !cut;
  if (button) form.querySelector("button[type=submit]").textContent = button;
  const uninvited = form.querySelector("[data-uninvited]");
  if (uninvited && state) uninvited.hidden = true;
  form.hidden = Boolean(state) && state !== "good";
  const request = place.querySelector("[data-request]");
  if (request) handOver(request);
  const without = place.querySelector("[data-without]");
  if (without) without.onclick = () => forget(place, form);
}

// Whether the link was one of an invitation and has lost its key: `?invited` says that it had one.
export const isCut = (secret, kid) =>
  (secret ? !kid : new URLSearchParams(location.search).has("invited"));

// The name of the invitation's key; empty where the secret is damaged.
export async function nameOf(secret) {
  try {
    const pair = await ed25519.fromSeed(unB64u(secret, 32));
    return await keyName(await ed25519.raw(pair.publicKey));
  } catch {
    return "";
  }
}

async function ask(place, kid) {
  const answer = await fetch(`${location.pathname}?invitation=${kid}`).catch(() => null);
  if (!answer?.ok) return; // no network: the form is there all the same
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("card");
  if (!fresh?.dataset.state) return;
  showTimes(fresh);
  place.replaceChildren(...fresh.childNodes);
  Object.assign(place.dataset, fresh.dataset);
}

// Apply as anybody does: the link is not shown with it.
function forget(place, form) {
  history.replaceState(history.state, "", location.pathname);
  place.querySelectorAll("[data-without]").forEach((one) => one.parentElement.remove());
  form.hidden = false;
  form.querySelector("input").focus();
}
