// What a form says of the act that was signed in it and has not been sent yet, until it has.

import { isNear, sendNow } from "../acts/outbox.js";
import { sentence, technical } from "../acts/trouble.js";
import * as db from "../base/db.js";
import { Refused } from "../base/http.js";
import { t } from "../base/words.js";
import { say, sayWhy } from "./say.js";

// Follows one act; `error` is what kept it from being sent at first.
export async function follow(form, assembly, id, error) {
  form.dataset.waits = id;
  const channel = new BroadcastChannel(`outbox/${assembly}`);
  const ending = new AbortController();
  let told = "";
  const look = async () => {
    const [receipt, kept] = [await db.get("receipts", id), await db.get("outbox", id)];
    if (form.dataset.waits !== id) return end(); // something else was signed in this form
    const waits = kept && !kept.refused && !kept.blocked;
    if (waits) told = tell(form, kept, error, told);
    else tellEnd(form, receipt, kept);
    return waits || end();
  };
  const timer = setInterval(look, 10_000); // a deadline comes nearer
  const end = () => {
    ending.abort();
    channel.close();
    clearInterval(timer);
  };
  channel.onmessage = look;
  document.addEventListener("outbox", look, { signal: ending.signal });
  await look();
}

function tell(form, kept, error, told) {
  const why = kept.trouble ?? error.why ?? sentence(error);
  const near = isNear(kept);
  const text = `${why ? t("kept-because", { why }) : t("kept")}${near ? ` ${t("late-here")}` : ""}`;
  if (text === told) return told;
  say(form, text, near ? "bad" : "wait", technical(error));
  const row = Object.assign(document.createElement("p"), { className: "row" });
  row.append(sendNow());
  form.querySelector("[data-say]").append(row);
  return text;
}

function tellEnd(form, receipt, kept) {
  if (receipt) {
    form.dispatchEvent(new CustomEvent("acted", { bubbles: true, detail: { receipt } }));
    say(form, t("logged", { index: receipt.index }), "good");
  } else if (kept?.blocked) {
    say(form, t("blocked-here"), "bad");
  } else if (kept?.refused && !kept.thrown) {
    const { message, clause, status } = kept.refused;
    sayWhy(form, Object.assign(new Refused({ detail: message, clause }, status), { id: kept.id }));
  } else {
    say(form, "");
  }
}
