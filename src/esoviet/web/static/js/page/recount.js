// The button "Recount it yourself": progress, then what was found, beside what the page says.

import { sentence, technical } from "../acts/trouble.js";
import { t } from "../base/words.js";
import { recount } from "../recount/recount.js";
import { say } from "./say.js";

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
      say(form, t("recount-failed", { why: sentence(error) }), "bad", technical(error));
    } finally {
      bar.hidden = true;
      button.disabled = false;
    }
  });
}

function show(form, found) {
  const good = !found.wrong.length;
  say(form, t(good ? "recounted" : "recount-differs", found), good ? "good" : "bad");
  const lines = found.wrong.slice(0, MOST).map((one) => t(`wrong-${one.why}`, inWords(one)));
  if (found.wrong.length > MOST) lines.push(t("wrong-more", { count: found.wrong.length - MOST }));
  list(form, [...lines, ...found.unchecked.map((one) => t(`unchecked-${one.why}`, one))]);
}

// How a vote ended has words; numbers and lists speak for themselves.
function inWords(one) {
  const word = (text) => (text?.startsWith('"') ? t(`ending-${JSON.parse(text)}`) : text);
  return { ...one, here: word(one.here), there: word(one.there) };
}

function list(form, lines) {
  const place = form.querySelector("[data-found]") ?? document.createElement("ul");
  place.dataset.found = "";
  place.hidden = !lines.length;
  place.replaceChildren(...lines.map((textContent) =>
    Object.assign(document.createElement("li"), { textContent })));
  form.append(place);
}
