// All figures of a template at once, filled in where they differ from those in force (docs/law.md 2.8).

const NAMED = "amending.parameters.";

export function watchTemplates() {
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-whole]")) take(target);
  });
}

function take(chosen) {
  const figures = JSON.parse(chosen.selectedOptions[0].dataset.figures ?? "{}");
  for (const field of chosen.form.elements) {
    if (field.type !== "text" || !field.name.startsWith(NAMED)) continue;
    const value = figures[field.name.slice(NAMED.length)] ?? "";
    field.value = value === field.dataset.stays ? "" : value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
