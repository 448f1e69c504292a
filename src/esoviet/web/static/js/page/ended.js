// A vote that ends on an open page: the ballot goes, and what was said of it stays. <section data-ended="…">

export function watchEnd() {
  document.addEventListener("arrived", ({ detail: fresh }) => {
    const ballot = document.querySelector("[data-ended]");
    if (!ballot || fresh.querySelector("[data-ended]") || !fresh.querySelector("#result, #tally")) return;
    if (ballot.querySelector("[data-say].notice, [data-busy]")) return; // signed, and on its way
    const note = document.createElement("p");
    Object.assign(note, { className: "notice", textContent: ballot.dataset.ended });
    note.setAttribute("role", "status");
    ballot.replaceChildren(note);
    delete ballot.dataset.ended;
  });
}
