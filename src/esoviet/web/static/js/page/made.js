// What the server made of a file, as it will be published: shown before anybody signs it.

import { make } from "../acts/dialog.js";
import { t } from "../base/words.js";
import { sizeOf } from "./filenames.js";

const PLAYED = { controls: true, preload: "none" };

// A line about it for what is signed.
export const lineOf = ({ width, height, size }) =>
  [width && t("media-pixels", { width, height }), sizeOf(size)].filter(Boolean).join(", ");

export function showMade(place, made, assembly) {
  const at = `/a/${assembly}/blobs/${made.sha256}`;
  const list = make("ul");
  list.append(...made.said.map((said) => make("li", said)));
  place.replaceChildren(make("p", t("media-made"), "label"), ...lookAt(made, at), make("p", lineOf(made)), list);
  place.hidden = false;
}

function lookAt({ kind, copies, width, height }, at) {
  const measured = width ? { width, height } : {};
  const file = Object.assign(make("a", t("media-look")), { href: `${at}/content`, target: "_blank" });
  if (kind === "image") {
    const src = ["w960", "w480"].find((one) => one in copies) ?? "content";
    return [Object.assign(make("img"), { src: `${at}/${src}`, alt: t("media-published"), ...measured })];
  }
  if (kind === "video") {
    const film = Object.assign(make("video"), { src: `${at}/content`, ...PLAYED, ...measured });
    if ("poster" in copies) film.poster = `${at}/poster`;
    film.setAttribute("aria-label", t("media-published"));
    return [film];
  }
  if (kind === "sound") {
    const sound = Object.assign(make("audio"), { src: `${at}/content`, ...PLAYED });
    sound.setAttribute("aria-label", t("media-published"));
    return [sound];
  }
  if (!("poster" in copies)) return [file];
  const first = Object.assign(make("img", "", "page"), { src: `${at}/poster`, alt: t("media-published") });
  return [first, make("br"), file];
}

// The same on the sheet that is signed, beside the line about it.
export function setMade(sheet, form) {
  const [shown] = form.querySelectorAll("[data-part=made]:not([hidden]) :is(img, video)");
  const { shown: line } = form.querySelector("[data-kind=media]").dataset;
  const place = Array.from(sheet.querySelectorAll("dd")).find((one) => one.textContent === line);
  if (shown && place) place.append(make("br"), shown.cloneNode());
}
