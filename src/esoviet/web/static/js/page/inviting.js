// Inviting by link and QR code: an invitation has a key of its own, whose private half goes only into
// the link.

import { act } from "../acts/acts.js";
import { confirmed } from "../acts/confirm.js";
import { t } from "../base/words.js";
import { b64u } from "../wire/bytes.js";
import * as ed25519 from "../wire/ed25519.js";
import { handOver } from "./handover.js";
import { svg } from "./qr.js";
import { say } from "./say.js";

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
  const link = `${location.origin}/a/${assembly}/join?invited#${b64u(seed)}`;
  const place = form.querySelector("[data-link]");
  place.hidden = false;
  place.querySelector("input").value = link;
  place.querySelector("[data-qr]").replaceChildren(svg(link, t("qr-invitation")));
  place.querySelector("input").select();
  handOver(place, link);
}
