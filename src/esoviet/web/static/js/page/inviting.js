// Inviting by link and QR code: an invitation has a key of its own, whose private half goes only into
// the link.

import { act } from "../acts/acts.js";
import { confirmed } from "../acts/confirm.js";
import { stamp } from "../base/clock.js";
import { t } from "../base/words.js";
import { b64u } from "../wire/bytes.js";
import * as ed25519 from "../wire/ed25519.js";
import { handOver } from "./handover.js";
import { svg } from "./qr.js";
import { say } from "./say.js";
import { showTimes, until as ends } from "./times.js";

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
  const place = form.querySelector("[data-link]");
  const made = { seed: b64u(seed), uses: fields.uses, until: stamp() + Number(place.dataset.lasts) };
  const show = () => present(form, assembly, place, made);
  form.querySelectorAll("[name=preview]").forEach((choice) => { choice.onchange = show; });
  show();
  place.hidden = false;
  place.querySelector("input").select();
}

// What a preview may show stands in the link, before the key: whoever previews it sees that and no more.
function present(form, assembly, place, { seed, uses, until }) {
  const named = form.elements.preview?.value === "named" ? "=named" : "";
  const link = `${location.origin}/a/${assembly}/join?invited${named}#${seed}`;
  const message = place.querySelector("textarea");
  const filled = { link, until: ends(until) };
  message.value = message.dataset.message.replace(/\{(link|until)\}/g, (_whole, name) => filled[name]);
  place.querySelector("input").value = link;
  place.querySelector("[data-qr]").replaceChildren(svg(link, t("qr-invitation")));
  handOver(place, link);
  const sheet = document.querySelector("[data-posting]");
  fillSheet(sheet, link, uses, until);
  place.querySelector("[data-print]").onclick = () => printOnly(sheet);
}

function fillSheet(sheet, link, uses, until) {
  sheet.querySelector("[data-qr]").replaceChildren(svg(link, t("qr-invitation")));
  sheet.querySelector("[data-written]").textContent = link;
  const count = sheet.querySelector("[data-uses]");
  count.textContent = uses === 1 ? count.dataset.one : count.dataset.many.replace("{count}", uses);
  sheet.querySelector("[data-until]").dataset.ms = until;
  showTimes(sheet);
}

function printOnly(sheet) {
  const { dataset } = document.body;
  const done = () => { delete dataset.posts; sheet.hidden = true; };
  dataset.posts = "";
  sheet.hidden = false;
  window.addEventListener("afterprint", done, { once: true });
  window.print();
}
