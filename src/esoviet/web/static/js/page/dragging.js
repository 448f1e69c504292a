// An option of a ballot is dragged by its handle, with a finger too; near the edge of the screen the page
// goes along. What the list says meanwhile is `write`; dropped, it has `changed`; put off, it goes `back`.

import * as order from "./ranking.js";

const BEGINS_PX = 5; // less is no dragging
const EDGE_PX = 90;
const MOST_A_FRAME = 14;

export function dragged(list, { write, changed, back }) {
  let held = null;
  const end = (isDropped) => {
    if (!held) return;
    const { item, moves } = held;
    held = null;
    list.classList.remove("moving");
    item.classList.remove("lift");
    if (!moves) return;
    if (isDropped) order.drop(item);
    else back();
    changed(list, item, item.querySelector("[data-grip]"));
  };
  const slide = () => {
    order.slide(held.item, held.y);
    write(list);
  };
  const goAlong = () => {
    if (!held?.moves) return;
    const before = scrollY;
    scrollBy({ top: pull(held.y), behavior: "instant" });
    if (scrollY !== before) slide();
    requestAnimationFrame(goAlong);
  };
  list.addEventListener("pointerdown", (event) => {
    const item = event.target.closest("[data-grip]")?.closest("li");
    if (!item || held || event.button) return;
    list.setPointerCapture(event.pointerId);
    held = { item, from: event.clientY, y: event.clientY, moves: false };
  });
  list.addEventListener("pointermove", ({ clientY }) => {
    if (!held || (!held.moves && Math.abs(clientY - held.from) < BEGINS_PX)) return;
    held.y = clientY;
    if (!held.moves) {
      held.moves = true;
      order.release(held.item);
      held.item.classList.add("lift");
      list.classList.add("moving");
      requestAnimationFrame(goAlong);
    }
    slide();
  });
  list.addEventListener("pointerup", () => end(true));
  list.addEventListener("pointercancel", () => end(false));
}

// How far the page goes in a frame, in px: the nearer to the edge, the faster.
function pull(y) {
  const into = (depth) => Math.min(1, Math.max(0, depth / EDGE_PX)) * MOST_A_FRAME;
  return into(y - (innerHeight - EDGE_PX)) - into(EDGE_PX - y);
}
