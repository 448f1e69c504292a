// Options to choose among: none of them goes with no other, no more than the question allows, and in a
// budget what they cost together. <fieldset data-choose data-most="2" data-budget="100">

export function chooses(root = document) {
  for (const set of root.querySelectorAll("[data-choose]")) start(set);
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
    tell(set, chosen.reduce((sum, box) => sum + Number(box.dataset.cost ?? 0), 0));
  };
  set.addEventListener("change", ({ target }) => {
    if (target === none && none.checked) options.forEach((box) => { box.checked = false; });
    if (target !== none && target.checked) none.checked = false;
    show();
  });
  show();
}

function tell(set, sum) {
  const place = set.parentElement.querySelector("[data-sum]");
  if (!place) return;
  const budget = Number(set.dataset.budget);
  const said = { sum, budget, left: budget - sum, over: sum - budget };
  place.textContent = (sum > budget ? place.dataset.over : place.dataset.sum)
    .replace(/\{(\w+)\}/g, (_, name) => said[name].toLocaleString(document.documentElement.lang));
}
