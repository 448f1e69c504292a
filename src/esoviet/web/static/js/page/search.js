// Search while one types: the server's own page, of which the part with what was found is put in place.

import { showTimes } from "./times.js";

const QUIET_MS = 250;
const AGAIN_MS = 1000;

export function watch(place) {
  const form = place.querySelector("form");
  let waits = 0;
  let last = addressOf(form);
  const later = (pause) => {
    clearTimeout(waits);
    waits = setTimeout(look, pause);
  };
  const look = async () => {
    const address = addressOf(form);
    const unread = document.querySelector("#hits [data-unread]");
    if (address === last && !unread) return;
    last = address;
    const html = await fetch(address).then((answer) => answer.ok && answer.text()).catch(() => "");
    if (html && last === address) show(html, address); // else a later word has been typed since
    if (document.querySelector("#hits [data-unread]")) later(AGAIN_MS);
  };
  form.addEventListener("input", () => later(QUIET_MS));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waits);
    look();
  });
  if (document.querySelector("#hits [data-unread]")) later(AGAIN_MS);
}

function show(html, address) {
  const found = new DOMParser().parseFromString(html, "text/html").querySelector("#hits");
  showTimes(found);
  document.querySelector("#hits").replaceChildren(...found.childNodes);
  history.replaceState(history.state, "", address);
}

function addressOf(form) {
  const said = [...new FormData(form)].filter(([name, value]) => value && !(name === "order" && value === "newest"));
  return `${form.getAttribute("action")}?${new URLSearchParams(said)}`;
}
