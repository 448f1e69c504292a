// A list of options in the order of one's preference, and what its order says.
//
// <ol data-ballot> holds <li data-option="12" data-at="0">; the item data-line parts what has a place
// (above) from what has none, which stands as it came. An item marked data-tied shares the place of the
// one above it.

import { t } from "../base/words.js";

const lineOf = (list) => list.querySelector("[data-line]");
const items = (list) => [...list.querySelectorAll("[data-option]")];
const tied = (item) => Boolean(item?.hasAttribute("data-tied"));
const nameOf = (item) => item.dataset.name;

export const isPlaced = (item) => Boolean(
  lineOf(item.parentElement).compareDocumentPosition(item) & Node.DOCUMENT_POSITION_PRECEDING);

// The next place of all, behind those given; or none.
export function toggle(item) {
  const out = !isPlaced(item);
  release(item);
  const line = lineOf(item.parentElement);
  if (out) line.before(item);
  else line.after(item);
}

export const tie = (item) => item.toggleAttribute("data-tied");

// An option leaves its equals first; alone, it passes the whole group above or below it.
export function rise(item) {
  const line = lineOf(item.parentElement);
  const own = head(item);
  const alone = own === tail(item);
  const above = alone && own.previousElementSibling ? head(own.previousElementSibling) : own;
  const before = isPlaced(item) ? above : line;
  release(item);
  if (before !== item) before.before(item);
}

export function sink(item) {
  if (!isPlaced(item)) return;
  const alone = head(item) === tail(item);
  const next = item.nextElementSibling;
  const after = alone ? next && tail(next) : tail(item);
  release(item);
  if (after && after !== item) after.after(item);
}

// While it is dragged the others make way for an option: what is dragged itself never leaves the page.
export function slide(item, y) {
  const middle = (one) => {
    const { top, height } = one.getBoundingClientRect();
    return top + height / 2;
  };
  for (let one; (one = item.previousElementSibling) && y < middle(one);) item.after(one);
  for (let one; (one = item.nextElementSibling) && y > middle(one);) item.before(one);
}

// What is dropped among equals is their equal.
export function drop(item) {
  if (tied(item.nextElementSibling)) item.setAttribute("data-tied", "");
}

function head(item) {
  while (tied(item) && item.previousElementSibling) item = item.previousElementSibling;
  return item;
}

function tail(item) {
  while (tied(item.nextElementSibling)) item = item.nextElementSibling;
  return item;
}

// The next of a group takes the place of its head.
export function release(item) {
  if (!tied(item)) item.nextElementSibling?.removeAttribute("data-tied");
  item.removeAttribute("data-tied");
}

// Bring the options into the order of a ranking: groups of their numbers, the best first.
export function lay(list, groups) {
  const line = lineOf(list);
  list.prepend(line);
  for (const item of items(list)) item.removeAttribute("data-tied");
  for (const group of groups) {
    group.map((option) => items(list).find((one) => Number(one.dataset.option) === option))
      .filter(Boolean).forEach((item, n) => {
        item.toggleAttribute("data-tied", n > 0);
        line.before(item);
      });
  }
}

// What has no place stands in the order in which it came.
export function tidy(list) {
  const rest = items(list).filter((item) => !isPlaced(item));
  const sorted = [...rest].sort((one, other) => one.dataset.at - other.dataset.at);
  if (sorted.some((item, n) => item !== rest[n])) list.append(...sorted);
  for (const item of [...rest, list.firstElementChild]) item.removeAttribute("data-tied");
}

const groupsOf = (list) => items(list).filter(isPlaced).reduce((groups, item) => {
  if (tied(item) && groups.length) groups.at(-1).push(item);
  else groups.push([item]);
  return groups;
}, []);

// Groups of option numbers, the best first.
export const ranking = (list) =>
  groupsOf(list).map((group) => group.map((item) => Number(item.dataset.option)));

// The ranking in words, as it is signed: a line a place, and what has none.
export function inWords(list) {
  const lines = groupsOf(list).map((group, n) => `${n + 1}. ${group.map(nameOf).join(" = ")}`);
  const out = items(list).filter((item) => !isPlaced(item)).map(nameOf);
  if (out.length) lines.push(t("unplaced", { options: out.join(", ") }));
  return lines.join("\n");
}

// Each option's place: a number, written the same for equals, and what is spoken of it.
export function placesOf(list) {
  const all = items(list).length;
  const places = new Map(items(list).map((item) => [item, { place: "", told: t("no-place") }]));
  groupsOf(list).forEach((group, n) => group.forEach((item) => {
    const others = group.filter((one) => one !== item).map(nameOf).join(", ");
    const said = { place: n + 1, all, others };
    places.set(item, others ? { place: `=${n + 1}`, told: t("place-shared", said) }
      : { place: String(n + 1), told: t("place-own", said) });
  }));
  return places;
}
