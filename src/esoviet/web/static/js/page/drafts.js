// Nothing typed is ever lost: what stands in a form is kept in this browser until it is signed.
//
// One draft a form, under the page's path and the form's own name. Files are not kept (a page must
// not choose files by itself), nor is what is secret.

import * as db from "../base/db.js";
import { t } from "../base/words.js";
import { folds } from "./folds.js";

const FORMS = "form[data-act], form[data-draft]";
const CHECKED = ["radio", "checkbox"];
const OUT = ["hidden", "file", "password", "submit", "button", "reset", "fieldset", "output"];

export const nameOf = (form) => form.dataset.draft ?? [form.dataset.act,
  ...Array.from(form.elements).filter((field) => field.type === "hidden" && !field.dataset.shown)
    .filter((field) => field.dataset.kind === "int").map((field) => field.value)].join("/");

export const keyOf = (path, name) => `draft/${path}#${name}`;
// Under which name it is kept which drafts by mail stand in a form (page/mailed.js).
export const mailedIn = (key) => key.replace(/^draft\//, "mailed/");
const own = (form) => keyOf(location.pathname, nameOf(form));

// The fields of a form, each with a name of its own, also where several share one.
function fieldsOf(form) {
  const times = {};
  return Array.from(form.elements)
    .filter((field) => field.name && !OUT.includes(field.type) && field.dataset.kind !== "secret")
    .map((field) => {
      const one = CHECKED.includes(field.type) ? `${field.name}=${field.value}` : field.name;
      times[one] = (times[one] ?? 0) + 1;
      return [`${one}/${times[one]}`, field];
    });
}

const valueOf = (field) => (CHECKED.includes(field.type) ? field.checked : field.value);
const firstOf = (field) => {
  if (CHECKED.includes(field.type)) return field.defaultChecked;
  if (field.tagName !== "SELECT") return field.defaultValue;
  return (Array.from(field.options).find((one) => one.defaultSelected) ?? field.options[0])?.value;
};

// What is typed and chosen, where it differs from the page as it came (another constitution template
// brings other values, and they must hold); null where nothing does.
export function valuesOf(form) {
  const changed = fieldsOf(form).filter(([, field]) => valueOf(field) !== firstOf(field));
  if (!changed.length) return null;
  return Object.fromEntries(changed.map(([name, field]) => [name, valueOf(field)]));
}

export const keep = (form) => {
  const values = valuesOf(form);
  return values ? db.put("drafts", { key: own(form), value: values, at: Date.now() }) : clearDrafts(form);
};

export async function keepDrafts(root = document) {
  const forms = Array.from(root.querySelectorAll(FORMS));
  if (forms.length) {
    const kept = await db.beginning("drafts", keyOf(location.pathname, ""));
    const byKey = new Map(kept.map((draft) => [draft.key, draft]));
    for (const form of forms) fill(form, byKey.get(own(form)));
  }
  const aimed = document.getElementById(location.hash.slice(1));
  if (aimed?.querySelector("[data-restored]")) aimed.scrollIntoView(); // it was folded away before
  for (const kind of ["input", "change"]) {
    root.addEventListener(kind, ({ target }) => {
      if (target.form?.matches(FORMS) && target.dataset.kind !== "secret") keep(target.form);
    });
  }
}

export const restore = async (form) => fill(form, await db.get("drafts", own(form)));

// Put the draft of a form back, say so, and offer to throw it away.
function fill(form, kept) {
  if (!kept) return;
  let restored = null;
  for (const [name, field] of fieldsOf(form)) {
    const value = kept.value[name];
    if (value === undefined || value === valueOf(field)) continue;
    if (CHECKED.includes(field.type)) field.checked = value;
    else field.value = value;
    if (valueOf(field) === value) restored = open(field);
  }
  if (restored) form.prepend(notice(form));
}

// Unfold what a field is folded away in.
export function open(field) {
  for (const fold of folds(field)) fold.open = true;
  return field;
}

function notice(form) {
  const place = Object.assign(document.createElement("p"), { className: "notice row" });
  place.dataset.restored = "";
  const said = Object.assign(document.createElement("span"), { textContent: t("restored") });
  const button = Object.assign(document.createElement("button"),
    { type: "button", textContent: t("throw-away") });
  button.addEventListener("click", async () => {
    await clearDrafts(form);
    form.reset();
    fieldsOf(form)[0]?.[1].focus();
  });
  place.append(said, button);
  return place;
}

export async function clearDrafts(form) {
  form.querySelector(":scope > [data-restored]")?.remove();
  await db.remove("drafts", own(form));
  await db.remove("drafts", mailedIn(own(form)));
}

// The drafts by mail that stand in a form.
export const mailedOf = async (form) => (await db.get("drafts", mailedIn(own(form))))?.value ?? [];
