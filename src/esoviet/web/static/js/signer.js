// One small signer for every act: shows what will be signed, asks once, signs, sends, says what came.

import * as acts from "./acts.js";
import { clearDrafts } from "./drafts.js";
import { read } from "./forms.js";
import { t } from "./words.js";

export function watchForms(assembly) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.act) return;
    event.preventDefault();
    submit(form, assembly).catch((error) => fail(form, error));
  });
}

async function submit(form, assembly) {
  say(form, "");
  const made = await read(form);
  const button = form.querySelector("button[type=submit], button:not([type])");
  if (!(await confirmed(form, made))) return;
  button.disabled = true;
  say(form, t("signing"), "wait");
  try {
    const receipt = await acts.act(assembly, form.dataset.act, made.fields, made.blobs);
    await clearDrafts(form);
    form.dispatchEvent(new CustomEvent("acted", { bubbles: true, detail: { receipt, made } }));
    say(form, t("logged", { index: receipt.index }), "good");
    if (form.dataset.done !== undefined) leave(form.dataset.done);
  } catch (error) {
    if (!(error instanceof acts.Unreachable)) throw error;
    await clearDrafts(form);
    say(form, t("kept"), "wait");
  } finally {
    button.disabled = false;
  }
}

// Go to a page of this site, anew if it is the one that is shown.
function leave(done) {
  const target = new URL(done, location.href);
  if (target.origin !== location.origin) return;
  const same = target.pathname === location.pathname;
  location.assign(target);
  if (same) location.reload();
}

// Shows exactly what will be signed; the technical fold holds the payload's own fields.
export function confirmed(form, made, type = form.dataset.act) {
  const dialog = document.getElementById("sign");
  dialog.querySelector("h2").textContent = form.dataset.title ?? type;
  const list = dialog.querySelector("dl");
  list.replaceChildren(...made.lines.flatMap(([label, value]) => [
    Object.assign(document.createElement("dt"), { textContent: label }),
    Object.assign(document.createElement("dd"), { textContent: value, dir: "auto" }),
  ]));
  dialog.querySelector("[data-warning]").textContent = form.dataset.warning ?? "";
  dialog.querySelector("pre").textContent =
    JSON.stringify({ type, ...made.fields }, null, 1);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "sign"), { once: true });
  });
}

function fail(form, error) {
  const clause = error.clause ? ` ${t("clause", { clause: error.clause })}` : "";
  say(form, `${error.message}${clause}`, "bad");
  form.dispatchEvent(new CustomEvent("refused", { bubbles: true, detail: error }));
}

export function say(form, text, kind = "") {
  let place = form.querySelector("[data-say]");
  if (!place) {
    place = document.createElement("p");
    place.dataset.say = "";
    place.setAttribute("role", "status");
    form.append(place);
  }
  place.className = text ? `notice ${kind}` : "";
  place.textContent = text;
}
