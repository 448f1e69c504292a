// The ballot: options in the order of one's preference, by dragging, by buttons, or by keyboard.
//
// <ol data-ballot> holds <li data-option="12">; the item data-line parts what is ranked (above) from
// what is left unranked. An item marked data-tied has the same rank as the one above it. The hidden
// field named in data-field holds the ranking as groups, the best first.

import { t } from "../base/words.js";

export function ballots(root = document) {
  for (const list of root.querySelectorAll("[data-ballot]")) start(list);
}

function start(list) {
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-move]");
    if (button) move(list, button.closest("li"), button.dataset.move, button);
  });
  list.addEventListener("keydown", (event) => {
    const item = event.target.closest("li[data-option]");
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (item && way && event.altKey) {
      event.preventDefault();
      move(list, item, way, event.target);
    }
  });
  let dragged = null;
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("li[data-option]");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    const after = event.clientY > box.top + box.height / 2;
    release(dragged);
    list.insertBefore(dragged, after ? over.nextSibling : over);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    if (tied(dragged?.nextElementSibling)) dragged.setAttribute("data-tied", ""); // among equals
    dragged = null;
    show(list);
  });
  show(list);
}

function move(list, item, way, focus) {
  if (way === "tie") item.toggleAttribute("data-tied");
  else if (way === "up") rise(list, item);
  else sink(list, item);
  show(list);
  (focus.disabled ? item.querySelector("button:enabled") : focus).focus();
  const place = item.querySelector(".place").textContent;
  list.parentElement.querySelector("[role=status]").textContent =
    t(place ? "ranked" : "unranked", { option: item.dataset.name, place });
}

// An option leaves its equals first; alone, it passes the whole group above or below it.
function rise(list, item) {
  const line = list.querySelector("[data-line]");
  const below = line.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING;
  const own = head(item);
  const alone = own === tail(item);
  const before = below ? line : alone && own.previousElementSibling ? head(own.previousElementSibling) : own;
  release(item);
  if (before !== item) list.insertBefore(item, before);
}

function sink(list, item) {
  const alone = head(item) === tail(item);
  const next = item.nextElementSibling;
  const after = alone ? next && tail(next) : tail(item);
  release(item);
  if (after && after !== item) after.after(item);
}

const tied = (item) => Boolean(item?.hasAttribute("data-tied"));

function head(item) {
  while (tied(item) && item.previousElementSibling) item = item.previousElementSibling;
  return item;
}

function tail(item) {
  while (tied(item.nextElementSibling)) item = item.nextElementSibling;
  return item;
}

// The next of a group takes the place of its head.
function release(item) {
  if (!tied(item)) item.nextElementSibling?.removeAttribute("data-tied");
  item.removeAttribute("data-tied");
}

// Groups of option numbers, the best first.
export function ranking(list) {
  const groups = [];
  for (const item of list.children) {
    if (item.hasAttribute("data-line")) break;
    const option = Number(item.dataset.option);
    if (item.hasAttribute("data-tied") && groups.length) groups.at(-1).push(option);
    else groups.push([option]);
  }
  return groups;
}

function show(list) {
  let rank = 0;
  let out = false;
  for (const item of list.children) {
    if (item.hasAttribute("data-line")) {
      out = true;
      continue;
    }
    const first = item === list.firstElementChild;
    if (first || out) item.removeAttribute("data-tied");
    if (!out && !item.hasAttribute("data-tied")) rank += 1;
    item.toggleAttribute("data-out", out);
    item.querySelector(".place").textContent = out ? "" : `${rank}.`;
    const tie = item.querySelector("[data-move=tie]");
    tie.disabled = first || out;
    tie.setAttribute("aria-pressed", String(item.hasAttribute("data-tied")));
    item.querySelector("[data-move=up]").disabled = first && !out && !tied(item.nextElementSibling);
    item.querySelector("[data-move=down]").disabled = out;
  }
  const field = list.closest("form").elements[list.dataset.field];
  field.value = JSON.stringify(ranking(list));
  field.dataset.shown = Array.from(list.children)
    .filter((item) => item.dataset.option && !item.hasAttribute("data-out"))
    .map((item) => `${item.querySelector(".place").textContent} ${item.dataset.name}`).join("\n")
    || t("none-ranked");
}
