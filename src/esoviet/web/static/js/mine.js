// What this browser keeps for a member: the outbox, the receipts, all of it to download.

import * as db from "./db.js";
import { ago, t } from "./words.js";

export async function showOutbox(place, assembly) {
  const waiting = await db.of("outbox", assembly);
  const list = place.querySelector("ul");
  list.replaceChildren(...waiting.map((act) => line(`${act.type}, ${ago(act.made)}`)));
  place.hidden = !waiting.length;
}

export async function showMine(place, assembly) {
  const own = await db.get("keys", assembly);
  const receipts = (await db.of("receipts", assembly)).sort((a, b) => a.index - b.index);
  place.querySelector("[data-kid]").textContent = own?.kid ?? t("no-key");
  place.querySelector("ul").replaceChildren(...receipts.map((receipt) =>
    line(`${receipt.index}: ${receipt.type}, ${ago(receipt.time)}`)));
  place.querySelector("button").addEventListener("click", () => {
    const text = JSON.stringify({ assembly, member: own?.member, kid: own?.kid, receipts }, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `esoviet-${assembly.slice(0, 8)}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

const line = (text) => Object.assign(document.createElement("li"), { textContent: text });
