// The sheet on which a member sees exactly what will be signed, and says whether it is.

import { now } from "../base/clock.js";
import { ago, t } from "../base/words.js";
import { agree, rivals } from "./acts.js";
import { closed, linesOf, make } from "./dialog.js";

const MOST = 120;

// `made` holds the fields, and the lines that tell what they say.
export async function confirmed(form, made, type = form.dataset.act) {
  const dialog = document.getElementById("sign");
  const textContent = form.dataset.title ?? t("act");
  Object.assign(dialog.querySelector("h2"), { textContent, tabIndex: -1, autofocus: true }); // read from the top
  const time = form.dataset.now === undefined ? [] : [[t("clock-device"), ago(now())]];
  dialog.querySelector("dl").replaceChildren(...linesOf([...time, ...made.lines.map(plain)]));
  dialog.querySelector("[data-warning]").textContent = form.dataset.warning ?? "";
  dialog.querySelector("pre").textContent = JSON.stringify({ type, ...made.fields }, null, 1);
  const shown = await rivals(document.body.dataset.assembly);
  const place = dialog.querySelector("[data-rivals]");
  place.hidden = !shown.length;
  place.replaceChildren(...shown.map((one) => make("p", rivalry(one))));
  dialog.returnValue = "";
  dialog.showModal();
  await closed(dialog);
  const agreed = dialog.returnValue === "sign";
  if (agreed) agree(shown);
  return agreed;
}

// A text without the mark of its title: what is signed stands below, to the letter.
const plain = ([label, value]) => [label, value?.replace(/^\s*#{1,6}\s+/, "")];

// What was signed before in the place of this, and may yet be logged.
function rivalry({ title, made, lines = [], refused }) {
  const said = lines.map(([label, value]) => `${label}: ${value}`).join("; ").replace(/\s+/g, " ");
  const short = said.length > MOST ? `${said.slice(0, MOST)}…` : said;
  const named = short ? `${title ?? t("act")} (${short})` : title ?? t("act");
  return t(refused.message ? "rival" : "rival-thrown", { title: named, time: ago(made) });
}
