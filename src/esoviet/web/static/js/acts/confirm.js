// The sheet on which a member sees exactly what will be signed, and says whether it is.

import { now } from "../base/clock.js";
import { ago, t } from "../base/words.js";
import { textOf } from "../wire/blobs.js";
import { agree, rivals } from "./acts.js";
import { closed, linesOf, make } from "./dialog.js";

const MOST = 120;
const MOST_BYTES = 65568; // of a text with its salt, by the law

// `made` holds the fields, and the lines that tell what they say; `opened` is given the open sheet.
export async function confirmed(form, made, type = form.dataset.act, opened = () => undefined) {
  const dialog = document.getElementById("sign");
  const time = form.dataset.now === undefined ? [] : [[t("clock-device"), ago(now())]];
  const named = hasFileNames(made.fields) ? [[t("file-names"), t("file-names-stay")]] : [];
  const shown = await rivals(document.body.dataset.assembly);
  fillSheet(dialog, {
    title: form.dataset.title ?? t("act"),
    parts: linesOf([...time, ...fewLeft(), ...made.lines.map(plain), ...named]),
    exact: { type, ...made.fields },
    texts: textsOf(made.blobs),
    warning: form.dataset.warning ?? "",
    rivals: shown.map((one) => make("p", rivalry(one))),
  });
  dialog.returnValue = "";
  dialog.showModal();
  opened(dialog);
  await closed(dialog);
  const agreed = dialog.returnValue === "sign";
  if (agreed) agree(shown);
  if (agreed && few()) document.body.dataset.few = few() - 1;
  return agreed;
}

// The sheet of one act or of several: `parts` tell them, `exact` is what is signed, with its `texts`.
export function fillSheet(dialog, { title, parts, exact, texts = [], warning, rivals: notes }) {
  Object.assign(dialog.querySelector("h2"), { textContent: title, tabIndex: -1, autofocus: true }); // read first
  const { acting } = document.body.dataset;
  if (acting) nameSigner(dialog.querySelector(".label, .signer"), acting);
  dialog.querySelector("dl").replaceChildren(...parts);
  dialog.querySelector("[data-warning]").textContent = warning;
  dialog.querySelector("pre").textContent = [JSON.stringify(exact, null, 1), ...texts].join("\n\n");
  const place = dialog.querySelector("[data-rivals]");
  place.hidden = !notes.length;
  place.replaceChildren(...notes);
}

// How many acts more are taken today, this one among them, where they are few (web/pages/offers.py).
const few = () => Number(document.body.dataset.few ?? 0);
const fewLeft = () => (few() ? [[t("acts-few"), String(few())]] : []);

// In a browser that several people share: whose key it is, and the way for who is another.
function nameSigner(label, name) {
  const other = Object.assign(make("a", t("signs-not")), { href: "/who" });
  label.className = "signer";
  label.replaceChildren(make("b", t("signs-as", { name })), " ", other);
}

const hasFileNames = (fields) => Object.values(fields).flat().some((one) => one?.sha256 && one.name);

// A text without the mark of its title: what is signed stands below, to the letter.
const plain = ([label, value, isText]) => [label, value?.replace(/^\s*#{1,6}\s+/, ""), isText && value];

// What the texts among the blobs say: only their names stand in the act itself. A file is no text, however
// it is written: its name stands there.
const textsOf = (blobs = []) => blobs.filter(({ ref }) => ref.media_type === "text/markdown" && !("name" in ref)
  && ref.size <= MOST_BYTES).map(textOf);

// What was signed before in the place of this, and may yet be logged.
export function rivalry({ title, made, lines = [], refused }) {
  const said = lines.map(([label, value]) => `${label}: ${value}`).join("; ").replace(/\s+/g, " ");
  const short = said.length > MOST ? `${said.slice(0, MOST)}…` : said;
  const named = short ? `${title ?? t("act")} (${short})` : title ?? t("act");
  return t(refused.message ? "rival" : "rival-thrown", { title: named, time: ago(made) });
}
