// Small acts (a backing, an offer to help, an assessment) are gathered on the sheet at the foot of the
// page and signed there together: <form data-act="…" data-small data-stay>. Pressed again, one is left
// out. The sheet is no modal dialog: the other cards stay within reach while it is there.

import { act, agree, rivals, settle } from "../acts/acts.js";
import { fillSheet, rivalry } from "../acts/confirm.js";
import { make } from "../acts/dialog.js";
import { sentence, technical } from "../acts/trouble.js";
import { t } from "../base/words.js";
import { clearDrafts, nameOf } from "./drafts.js";
import { fail, keptForLater, toldOf } from "./outcome.js";
import { say } from "./say.js";
import { stay } from "./stay.js";

const gathered = new Map(); // by the name of a form: {form, made, pressed}
let laid = []; // what the sheet shows: nothing else is signed, whatever was pressed since
let shown = []; // refused acts in whose place the first of these is signed

// A sheet of its own: the modal one can come above it, and neither shows what the other signs.
function sheet() {
  const known = document.getElementById("gathered");
  if (known) return known;
  const made = document.getElementById("sign").cloneNode(true);
  const head = made.querySelector("h2");
  [made.id, head.id] = ["gathered", "gathered-title"];
  made.setAttribute("aria-labelledby", head.id);
  made.dataset.gathers = "";
  made.addEventListener("close", () => over(made));
  document.body.append(made);
  return made;
}

// Put an act on the sheet, or take it off where it says the same as before.
export async function gather(form, made, pressed, assembly) {
  const name = nameOf(form);
  const before = gathered.get(name);
  const same = before && JSON.stringify(before.made.fields) === JSON.stringify(made.fields);
  if (before) delete before.pressed.dataset.picked;
  if (same) gathered.delete(name);
  else gathered.set(name, { form, made, pressed });
  if (!same) pressed.dataset.picked = "";
  await lay(form, pressed, assembly);
}

async function lay(form, pressed, assembly) {
  const dialog = sheet();
  if (!gathered.size) return dialog.close("");
  const before = await rivals(assembly);
  const items = [...gathered.values()];
  if (!items.length) return undefined; // left out meanwhile
  [laid, shown] = [items, before];
  fillSheet(dialog, {
    title: items.length === 1 ? items[0].form.dataset.title : t("sign-several", { count: items.length }),
    parts: items.flatMap((one) => partsOf(one, items.length === 1)),
    exact: items.map(({ form: { dataset }, made }) => ({ type: dataset.act, ...made.fields })),
    warning: items.map((one) => one.form.dataset.warning ?? "").join(" ").trim(),
    rivals: shown.map((one) => make("p", rivalry(one))),
  });
  if (dialog.open) return undefined;
  dialog.returnValue = "";
  (form.closest(".sheet[id], .now") ?? form).after(dialog); // the next thing for the keyboard
  dialog.show();
  pressed.focus({ preventScroll: true });
  return undefined;
}

// Of one act its lines; of several each under its name, with the way to leave it out.
function partsOf({ form, made: { lines } }, alone) {
  if (alone) {
    return lines.flatMap(([label, value]) => [make("dt", label), own(make("dd", value))]);
  }
  const out = Object.assign(make("button", t("left-out")), { type: "button" });
  out.setAttribute("aria-label", t("leave-out", { title: form.dataset.title }));
  out.addEventListener("click", () => leaveOut(nameOf(form)));
  const head = make("dt", form.dataset.title);
  head.append(" ", out);
  return [head, own(make("dd", lines.map(([label, value]) => `${label}: ${value}`).join("\n")))];
}

const own = (made) => Object.assign(made, { dir: "auto" });

function leaveOut(name) {
  const { form, made, pressed } = gathered.get(name);
  gather(form, made, pressed, document.body.dataset.assembly);
}

async function over(dialog) {
  const [items, pressed] = [laid, [...gathered.values()].map((one) => one.pressed)];
  laid = [];
  gathered.clear();
  document.body.append(dialog);
  for (const button of pressed) delete button.dataset.picked;
  if (dialog.returnValue !== "sign") return pressed[0]?.focus({ preventScroll: true });
  agree(shown);
  return signAll(items, document.body.dataset.assembly);
}

// One after the other: what fails is told at its own form, after the page shows what came of the rest.
async function signAll(items, assembly) {
  const [done, failed] = [[], []];
  for (const { pressed } of items) pressed.disabled = true;
  for (const { form, made } of items) {
    say(form, t("signing"), "wait");
    try {
      const { index } = await act(assembly, form.dataset.act, made.fields, made.blobs, toldOf(form, made));
      await clearDrafts(form);
      await settle(assembly, location.pathname, nameOf(form));
      done.push({ form, index });
    } catch (error) {
      failed.push({ form, made, error, name: nameOf(form), card: form.closest(".sheet[id]")?.id });
    }
    say(form, "");
  }
  for (const { pressed } of items) pressed.disabled = false;
  await tell(done);
  for (const { form, made, error, name, card } of failed) {
    const place = form.isConnected ? form : anew(name);
    if (error.kept) await keptForLater(place ?? form, assembly, error);
    else if (place) fail(place, error, made.sources);
    else say(document.getElementById(card) ?? document.getElementById("main"), sentence(error), "bad", technical(error));
  }
}

// Each region with one of these forms shows what came; the line stands in the last card.
async function tell(done) {
  const text = done.length === 1 ? t("logged", { index: done[0].index })
    : t("logged-several", { count: done.length, last: done.at(-1)?.index });
  const regions = new Map(done.map(({ form }) => [form.closest("[data-live][id]")?.id, form]));
  for (const form of regions.values()) {
    if (!(await stay(form, text))) location.reload();
  }
}

const anew = (name) =>
  [...document.querySelectorAll("form[data-act]")].find((form) => nameOf(form) === name);

addEventListener("beforeunload", (event) => { if (gathered.size) event.preventDefault(); });
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && gathered.size) sheet().close("");
});
