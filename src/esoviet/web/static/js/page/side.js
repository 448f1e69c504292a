// "For" and "Against" on a solution's card: the form of an argument, with that side and that solution.

import { open } from "./drafts.js";

export function watchSides() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-argue]");
    const form = link && document.querySelector("#argue form");
    if (!form) return;
    const { stance, solution, text } = form.elements;
    stance.value = link.dataset.argue;
    if (solution) solution.value = link.dataset.about;
    event.preventDefault(); // going there would take the focus away
    open(text).focus({ preventScroll: true });
    document.getElementById("argue").scrollIntoView();
    text.dispatchEvent(new Event("change", { bubbles: true })); // kept as a draft
  });
}
