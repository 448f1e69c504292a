// One small signer for every act: shows what will be signed, asks once, signs, sends, says what came.

import { act, settle } from "../acts/acts.js";
import { confirmed } from "../acts/confirm.js";
import { t } from "../base/words.js";
import { clearDrafts, keep, mailedOf, nameOf } from "./drafts.js";
import { absolveAll, watchFields } from "./fields.js";
import { flash } from "./flash.js";
import { read } from "./forms.js";
import { fail, keptForLater, toldOf } from "./outcome.js";
import { say } from "./say.js";
import { stay } from "./stay.js";

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
    if (made.blobs.length && [...form.elements].some(({ files }) => files?.length)) {
      const { fits, sizesOf } = await import("./room.js");
      await fits(assembly, sizesOf(made.blobs));
    }
    if (form.dataset.small !== undefined) return await (await import("./basket.js")).gather(form, made, button, assembly);
    const set = async (sheet) => {
      (await import("./preview.js")).setTexts(sheet, assembly);
      if (form.querySelector("[data-kind=media]")) (await import("./made.js")).setMade(sheet, form);
    };
    if (!(await confirmed(form, made, form.dataset.act, set))) return;
    button.disabled = true;
    say(form, t("signing"), "wait");
    const receipt = await act(assembly, form.dataset.act, made.fields, made.blobs, toldOf(form, made));
    const mailed = await mailedOf(form);
    await clearDrafts(form);
    if (mailed.length) await (await import("./mailed.js")).signed(assembly, mailed);
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
