// The button "Recount it yourself": progress, then what was found, beside what the page says.

import { recount } from "./recount.js";
import { say } from "./signer.js";
import { t } from "./words.js";

const MOST = 20;

export function watch(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const bar = form.querySelector("progress");
    const button = form.querySelector("button");
    list(form, []);
    bar.hidden = false;
    button.disabled = true;
    try {
      show(form, await recount(JSON.parse(form.dataset.vote), (part) => { bar.value = part; }));
    } catch (error) {
      say(form, t("recount-failed", { why: error.message }), "bad");
    } finally {
      bar.hidden = true;
      button.disabled = false;
    }
  });
}

function show(form, found) {
  const good = !found.wrong.length;
  say(form, t(good ? "recounted" : "recount-differs", found), good ? "good" : "bad");
  const lines = found.wrong.slice(0, MOST).map((one) => t(`wrong-${one.why}`, one));
  if (found.wrong.length > MOST) lines.push(t("wrong-more", { count: found.wrong.length - MOST }));
  list(form, [...lines, ...found.unchecked.map((one) => t(`unchecked-${one.why}`, one))]);
}

function list(form, lines) {
  const place = form.querySelector("[data-found]") ?? document.createElement("ul");
  place.dataset.found = "";
  place.hidden = !lines.length;
  place.replaceChildren(...lines.map((textContent) =>
    Object.assign(document.createElement("li"), { textContent })));
  form.append(place);
}
