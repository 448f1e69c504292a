// What a form says of an act that did not come to the log at once: it waits, or was refused.

import { clearDrafts, nameOf, valuesOf } from "./drafts.js";
import { sayWhy } from "./say.js";
import { follow } from "./waiting.js";

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

// Tell why it is not signed, was refused, or waits.
export function fail(form, error, sources) {
  if (error.kept) return follow(form, document.body.dataset.assembly, error.id, error);
  return sayWhy(form, error, sources);
}
