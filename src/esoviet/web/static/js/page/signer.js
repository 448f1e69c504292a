// One small signer for every act: shows what will be signed, asks once, signs, sends, says what came.

import { act, settle } from "../acts/acts.js";
import { confirmed } from "../acts/confirm.js";
import { t } from "../base/words.js";
import { clearDrafts, keep, nameOf, valuesOf } from "./drafts.js";
import { absolveAll, watchFields } from "./fields.js";
import { flash } from "./flash.js";
import { read } from "./forms.js";
import { say, sayWhy } from "./say.js";
import { stay } from "./stay.js";
import { follow } from "./waiting.js";

export function watchForms(assembly) {
  watchFields();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.act) return;
    event.preventDefault();
    if (form.dataset.busy !== undefined) return;
    form.dataset.busy = "";
    submit(form, assembly, event.submitter).finally(() => delete form.dataset.busy);
  });
}

async function submit(form, assembly, pressed) {
  delete form.dataset.waits;
  say(form, "");
  absolveAll(form);
  const button = pressed ?? form.querySelector("button[type=submit], button:not([type])");
  let made;
  try {
    await keep(form);
    made = await read(form, pressed);
    if (form.dataset.small !== undefined) return await (await import("./basket.js")).gather(form, made, button, assembly);
    if (!(await confirmed(form, made))) return;
    button.disabled = true;
    say(form, t("signing"), "wait");
    const receipt = await act(assembly, form.dataset.act, made.fields, made.blobs, toldOf(form, made));
    await clearDrafts(form);
    await settle(assembly, location.pathname, nameOf(form));
    form.dispatchEvent(new CustomEvent("acted", { bubbles: true, detail: { receipt, made } }));
    const text = t("logged", { index: receipt.index });
    say(form, text, "good");
    if (form.dataset.done === undefined) return;
    if (form.dataset.stay !== undefined && (await stay(form, text))) return;
    flash(text);
    leave((form.dataset.begins !== undefined && (await begun(assembly, receipt.index))) || form.dataset.done);
  } catch (error) {
    if (error.kept) await keptForLater(form, assembly, error);
    else fail(form, error, made?.sources);
  } finally {
    button.disabled = false;
  }
}

// What the outbox shows of an act that waits or comes back later, and where its text came from.
export const toldOf = (form, { lines }) => ({
  title: form.dataset.title, lines, page: location.pathname, form: nameOf(form), values: valuesOf(form),
  deadline: Number(form.closest("[data-deadline]")?.dataset.deadline) || 0,
});

// Signed, in the outbox, and no receipt yet: the form is done with.
export async function keptForLater(form, assembly, error) {
  await clearDrafts(form);
  if (form.dataset.draft) form.reset();
  await follow(form, assembly, error.id, error);
}

// The page of what an act began: the page of its entry knows it.
async function begun(assembly, index) {
  const request = fetch(`/a/${assembly}/log/entries/${index}`, { headers: { Accept: "text/html" } });
  const text = await request.then((answer) => answer.text(), () => "");
  const page = new DOMParser().parseFromString(text, "text/html");
  return page.querySelector("[data-subject]")?.getAttribute("href");
}

// Go to a page of this site, anew if it is the one that is shown.
function leave(done) {
  const target = new URL(done, location.href);
  if (target.origin !== location.origin) return;
  const same = target.pathname === location.pathname;
  location.assign(target);
  if (same) location.reload();
}

// Tell why it is not signed, was refused, or waits.
export function fail(form, error, sources) {
  if (error.kept) return follow(form, document.body.dataset.assembly, error.id, error);
  return sayWhy(form, error, sources);
}
