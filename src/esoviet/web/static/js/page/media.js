// The file of an exhibit: it is sent, made ready by the server and shown as it will be published, before
// anything is signed. Pictures are sent when their faces are blurred, all else as soon as it is chosen.

import { make } from "../acts/dialog.js";
import { locale, t } from "../base/words.js";
import { fileOf, placeOf, turnTo } from "./chosen.js";
import { sizeOf } from "./filenames.js";
import { lineOf, showMade } from "./made.js";
import { repainted } from "./pictures.js";
import { tellsOf } from "./tells.js";
import { bring, keep, rowOf, sweep } from "./uploads.js";

const MOST_PIXELS = 2560;
const STRICT = ["image", "video", "sound"]; // of which the law asks that they are what they are said to be
const SALT = 32;
const going = new WeakMap(); // by input: {file, promise, row, stop, promise} of what is on its way or has come

export function watchMedia(assembly) {
  sweep();
  for (const input of document.querySelectorAll("input[data-kind=media]")) watch(input, assembly);
}

function watch(input, assembly) {
  const part = partsOf(input);
  const { done } = input.form.dataset;
  input.addEventListener("change", () => turnTo(input, 0));
  input.addEventListener("turned", () => begin(input, assembly));
  input.addEventListener("painted", () => forget(input));
  part("send").addEventListener("click", () => brought(input, assembly).catch(() => undefined));
  part("dated").addEventListener("click", ({ target }) => putDay(input, target.value));
  input.form.addEventListener("acted", ({ detail: { receipt } }) => {
    const [row, place] = [going.get(input)?.row, placeOf(input) + 1];
    row?.then((own) => keep({ ...own, entry: receipt.index })).catch(() => undefined);
    input.form.dataset.done = done;
    if (place >= input.files.length) return;
    delete input.form.dataset.done; // there is another one: the form stays, and is about that
    const { text, alternative } = input.form.elements;
    for (const field of [text, alternative]) if (field) field.value = "";
    turnTo(input, place);
    input.focus();
  });
}

const partsOf = ({ form }) => (name) => form.querySelector(`[data-part=${name}]`);
const isPicture = (input) => input.dataset.brushed !== undefined;
const isText = (file) => file.type.startsWith("text/");

function forget(input) {
  going.get(input)?.stop.abort();
  going.delete(input);
  const part = partsOf(input);
  part("made").hidden = part("progress").hidden = true;
  part("way").textContent = "";
  delete input.dataset.shown;
}

async function begin(input, assembly) {
  forget(input);
  const [file, part] = [fileOf(input), partsOf(input)];
  part("told").hidden = part("way-in").hidden = !file || (isText(file) && !isPicture(input));
  if (!file) return;
  const own = attempt(file, assembly);
  going.set(input, own);
  part("send").hidden = !isPicture(input);
  if (!isPicture(input) && !isText(file)) brought(input, assembly).catch(() => undefined);
  const [tells, { entry }] = await Promise.all([tellsOf(file), own.row]);
  if (fileOf(input) === file) tell(input, part, tells, entry, assembly);
}

const attempt = (file, assembly) => ({ file, row: rowOf(assembly, file), stop: new AbortController() });

// What the file tells of who made it, and whether it was brought before.
function tell(input, part, { place, device, day }, entry, assembly) {
  const count = input.files.length;
  const said = [place && t("media-place"), device && t("media-device", { device }), day && t("media-day", { day })]
    .filter(Boolean);
  const taken = isPicture(input) ? "media-stays" : !("lacks" in input.dataset) && "media-taken";
  if (said.length && taken) said.push(t(taken));
  if (count > 1) said.unshift(t("media-of", { place: placeOf(input) + 1, count }));
  part("tells").textContent = said.join(" ");
  part("dated").hidden = !day || !input.form.elements.day;
  Object.assign(part("dated"), { value: day, textContent: t("media-put-day", { day }) });
  const link = make("a", t("media-entry", { entry }));
  link.href = `/a/${assembly}/log/entries/${entry}`;
  part("before").hidden = entry === undefined;
  part("before").replaceChildren(...(entry === undefined ? [] : [`${t("media-before")} `, link]));
}

function putDay(input, day) {
  const field = input.form.elements.day;
  field.value = day;
  field.closest("details").open = true;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
}

// What the server made of the file; one that is on its way already is waited for.
function brought(input, assembly) {
  if (!going.has(input)) going.set(input, attempt(fileOf(input), assembly));
  const own = going.get(input);
  own.promise ??= sent(input, own, assembly).catch((error) => {
    delete own.promise;
    if (going.get(input) === own) partsOf(input)("way").textContent = error.message;
    throw error;
  });
  return own.promise;
}

async function sent(input, own, assembly) {
  const part = partsOf(input);
  const blob = isPicture(input) ? await repainted(own.file, MOST_PIXELS) : own.file;
  const [bar, way] = [part("progress"), part("way")];
  const megabytes = (bytes) => sizeOf(bytes + SALT);
  let before = "";
  const { made } = await bring(assembly, blob, (come) => {
    if (own.stop.signal.aborted) return;
    const quarter = Math.floor((4 * come) / blob.size); // is said; the bar shows more
    Object.assign(bar, { hidden: false, max: blob.size }, come < 0 ? {} : { value: come });
    const said = come < 0 ? t("media-broken") : come === blob.size ? t("media-making")
      : t("media-sent", { come: megabytes((quarter * blob.size) / 4), whole: megabytes(blob.size) });
    if (said !== before) way.textContent = before = said;
  }, own.stop.signal);
  own.stop.signal.throwIfAborted();
  bar.hidden = true;
  way.textContent = t("media-ready");
  showMade(part("made"), made, assembly);
  return made;
}

// What an act says of the file; nothing where this browser has to bring it itself: a text, or what the
// server has no means to look into.
export async function refOf(input) {
  const file = fileOf(input);
  input.dataset.shown = sizeOf(file.size + SALT);
  if (isText(file) && !isPicture(input)) return null;
  const made = await brought(input, document.body.dataset.assembly);
  const { wants } = input.dataset;
  if (made.kind !== wants && STRICT.includes(wants)) {
    if (made.kind === "file") return null;
    throw new Error(t("media-other"));
  }
  input.dataset.shown = lineOf(made);
  return { sha256: made.sha256, size: made.size, media_type: made.media_type };
}
