// Nothing typed is ever lost: texts of forms marked data-draft are kept in this browser.

import * as db from "./db.js";

const keyOf = (form, element) => `${location.pathname}#${form.dataset.draft}/${element.name}`;
const fieldsOf = (form) => Array.from(form.elements).filter(
  (element) => element.name && element.dataset.kind !== "secret"
    && (element.tagName === "TEXTAREA" || element.type === "text"));

export async function keepDrafts(root = document) {
  for (const form of root.querySelectorAll("form[data-draft]")) {
    for (const element of fieldsOf(form)) {
      const kept = await db.get("drafts", keyOf(form, element));
      if (kept?.value && !element.value) element.value = kept.value;
      element.addEventListener("input", () => {
        db.put("drafts", { key: keyOf(form, element), value: element.value, at: Date.now() });
      });
    }
  }
}

export async function clearDrafts(form) {
  if (!form.dataset.draft) return;
  for (const element of fieldsOf(form)) await db.remove("drafts", keyOf(form, element));
}
