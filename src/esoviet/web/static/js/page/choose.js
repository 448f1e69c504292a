// Options to choose among: none of them goes with no other, no more than the question allows, and in a
// budget what they cost together and what no longer fits. <fieldset data-choose data-most="2"
// data-budget="100">; a part of a form that belongs to one choice only: <div data-when="object">

export function chooses(root = document) {
  for (const set of root.querySelectorAll("[data-choose]")) start(set);
  for (const part of root.querySelectorAll("[data-when]")) only(part);
}

function start(set) {
  const boxes = [...set.querySelectorAll("input[type=checkbox]")];
  const none = boxes.find((box) => "none" in box.dataset);
  const options = boxes.filter((box) => box !== none);
  const show = () => {
    const chosen = options.filter((box) => box.checked);
    const full = set.dataset.most && chosen.length >= Number(set.dataset.most);
    for (const box of options) box.disabled = Boolean(full) && !box.checked;
    for (const box of boxes) box.required = !boxes.some((one) => one.checked);
    const sum = chosen.reduce((all, box) => all + Number(box.dataset.cost ?? 0), 0);
    tell(set, sum);
    for (const box of options) fits(box, Number(set.dataset.budget) - sum);
  };
  set.addEventListener("change", ({ target }) => {
    if (target === none && none.checked) options.forEach((box) => { box.checked = false; });
    if (target !== none && target.checked) none.checked = false;
    show();
  });
  set.form.addEventListener("reset", () => setTimeout(show));
  show();
}

function tell(set, sum) {
  const place = set.form.querySelector("[data-sum]");
  if (!place) return;
  const budget = Number(set.dataset.budget);
  const said = { sum, budget, left: budget - sum, over: sum - budget };
  place.textContent = (sum > budget ? place.dataset.over : place.dataset.sum)
    .replace(/\{(\w+)\}/g, (_, name) => said[name].toLocaleString(document.documentElement.lang));
}

// Beside what is not chosen: that it costs more than is left.
function fits(box, left) {
  const note = box.closest("label").querySelector("[data-unfit]");
  if (note) note.hidden = box.checked || Number(box.dataset.cost) <= left;
}

function only(part) {
  const { form } = part.closest("fieldset");
  const field = part.querySelector("textarea");
  const show = () => {
    const isChosen = form.querySelector(`[value="${part.dataset.when}"]`).checked;
    part.hidden = !isChosen;
    field.disabled = !isChosen;
    field.required = isChosen;
  };
  form.addEventListener("change", show);
  form.addEventListener("reset", () => setTimeout(show));
  show();
}
