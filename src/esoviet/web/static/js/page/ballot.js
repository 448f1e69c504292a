// The ballot: a tap gives an option the next place, another takes it away; a handle to drag it by, with
// a finger too; and the keyboard. The field named in data-field holds the ranking, so that what is not
// signed yet is kept as a draft (page/drafts.js).
//
// Keys: arrows on the handle (with Alt anywhere in the row) move an option, = makes it the equal of the
// one above.

import { t } from "../base/words.js";
import { dragged } from "./dragging.js";
import * as order from "./ranking.js";

const SLIP_MS = 400;
const SLIP_PX = 30;
const WAYS = { ArrowUp: order.rise, ArrowDown: order.sink };

export function ballots(root = document) {
  for (const list of root.querySelectorAll("[data-ballot]")) start(list);
}

function start(list) {
  const field = fieldOf(list);
  tapped(list);
  list.addEventListener("keydown", (event) => {
    const item = event.target.closest("li[data-option]");
    const onHandle = event.target.closest("[data-grip]");
    const way = WAYS[event.key];
    if (item && way && (event.altKey || onHandle)) way(item);
    else if (item && event.key === "=" && canTie(item)) order.tie(item);
    else return;
    event.preventDefault();
    changed(list, item, event.target);
  });
  dragged(list, { write, changed, back: () => order.lay(list, JSON.parse(field.value)) });
  anewOf(list)?.addEventListener("click", () => {
    order.lay(list, []);
    changed(list, list.querySelector("[data-option]"), list.querySelector("[data-pick]"));
  });
  field.addEventListener("invalid", (event) => {
    event.preventDefault(); // a browser would want to focus what is never seen
    tell(list, field.validationMessage);
    list.querySelector("[data-pick]").focus();
  });
  const begin = () => {
    order.lay(list, JSON.parse(field.value || "[]"));
    show(list);
  };
  field.form.addEventListener("reset", () => setTimeout(begin));
  begin();
}

// A second tap at once on the same spot meant the option that has just moved from there: a slip. Until
// then the ballot is `data-settling`.
function tapped(list) {
  let last = {};
  let timer = 0;
  const settle = () => {
    list.dataset.settling = "";
    clearTimeout(timer);
    timer = setTimeout(() => { delete list.dataset.settling; }, SLIP_MS);
  };
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick], [data-tie]");
    if (!button) return;
    const item = button.closest("li");
    const tap = { item, x: event.clientX, y: event.clientY };
    const isSlip = event.detail > 0 && item !== last.item && list.dataset.settling !== undefined
      && Math.hypot(tap.x - last.x, tap.y - last.y) < SLIP_PX;
    if (button.matches("[data-tie]")) order.tie(item);
    else if (isSlip) return;
    else {
      order.toggle((last = tap).item);
      settle();
    }
    changed(list, item, button);
  });
}

const anewOf = (list) => list.closest("form").querySelector("[data-anew]");
const fieldOf = (list) => list.closest("form").elements[list.dataset.field];
const canTie = (item) => order.isPlaced(item) && item !== item.parentElement.firstElementChild;

function tell(list, text) {
  list.parentElement.querySelector("[role=status]").textContent = text;
}

function changed(list, item, focus) {
  show(list);
  const field = fieldOf(list);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  (focus.hidden ? item.querySelector("[data-pick]") : focus).focus();
  tell(list, `${item.dataset.name}: ${order.placesOf(list).get(item).told}`);
}

// Write the places, and what would be signed.
function show(list) {
  order.tidy(list);
  write(list);
  const field = fieldOf(list);
  const groups = order.ranking(list);
  field.value = JSON.stringify(groups);
  field.dataset.shown = order.inWords(list);
  field.setCustomValidity(groups.length ? "" : t("place-one"));
  field.form.querySelector("[type=submit]")?.setAttribute("aria-disabled", String(!groups.length));
  const begun = anewOf(list)?.closest("[data-placed]");
  if (begun) begun.hidden = !groups.length;
}

function write(list) {
  for (const [item, { place, told }] of order.placesOf(list)) {
    item.querySelector(".place").textContent = place;
    item.querySelector("[data-told]").textContent = `: ${told}`;
    item.toggleAttribute("data-out", !place);
    item.querySelector("[data-pick]").setAttribute("aria-pressed", String(Boolean(place)));
    const button = item.querySelector("[data-tie]");
    button.hidden = !canTie(item);
    button.setAttribute("aria-pressed", String(item.hasAttribute("data-tied")));
  }
}
