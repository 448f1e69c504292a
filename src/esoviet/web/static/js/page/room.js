// How much a member can still bring: told at a field for files while little is left, and what does not fit
// is told there before any of it is sent. The server is asked (endpoints/uploads.py), which tells a member of
// themselves alone; where it does not answer, it says later what it does not take.

import { make } from "../acts/dialog.js";
import { Refused } from "../base/http.js";
import { t } from "../base/words.js";
import { sizeOf } from "./filenames.js";

const SALT = 32;
const LITTLE = 1 / 4;

export function watchRoom(assembly) {
  const near = new IntersectionObserver((seen) => {
    for (const { target } of seen.filter(({ isIntersecting }) => isIntersecting)) {
      near.unobserve(target);
      tell(target, assembly);
    }
  });
  for (const input of document.querySelectorAll("form[data-act] input[type=file]")) {
    near.observe(input);
    input.addEventListener("change", () => tell(input, assembly));
  }
}

// Throws where all of these are more than is taken now, or one is too large: sizes in bytes, without salt.
export async function fits(assembly, sizes) {
  const room = await left(assembly);
  const said = room ? over(room, sizes) : [];
  if (said.length) throw new Refused({ detail: said.join(" ") }, 413);
}

export const sizesOf = (blobs) => blobs.map(({ ref }) => ref.size - SALT);

const left = (assembly) => fetch(`/a/${assembly}/media`, { cache: "no-store" })
  .then((answer) => (answer.ok ? answer.json() : null), () => null);

async function tell(input, assembly) {
  const room = await left(assembly);
  if (!room) return;
  // A picture is painted anew, and smaller. One file may be here in part: that is seen when it is sent.
  const files = Array.from(input.files).filter(({ type }) => !type.startsWith("image/"));
  const isSent = input.dataset.kind === "media" && files.length < 2;
  const wrong = isSent ? [] : over(room, files.map(({ size }) => size));
  say(input, (wrong.length ? wrong : little(room)).join(" "), wrong.length > 0);
}

function over(room, sizes) {
  const largest = Math.max(0, ...sizes);
  const size = sizes.reduce((one, other) => one + other, 0);
  if (largest > room.file) return [t("room-largest", { most: said(room.file), size: said(largest) })];
  const lines = [...(size > room.yours ? [yours(room)] : []), ...(size > room.assembly ? [theirs(room)] : [])];
  return lines.length ? [t("room-over", { size: said(size) }), ...lines] : [];
}

const little = (room) => [
  ...(room.yours < LITTLE * room.yours_of ? [yours(room)] : []),
  ...(room.assembly < LITTLE * room.assembly_of ? [theirs(room)] : []),
];

const said = (bytes) => sizeOf(bytes + SALT);
const yours = (room) => t("room-yours", { left: said(room.yours) });
const theirs = (room) => t("room-assembly", { left: said(room.assembly) });

function say(input, text, isWrong) {
  const known = input.parentElement.querySelector(":scope > [data-room]");
  if (!known && !text) return;
  const line = known ?? Object.assign(make("p"), { role: "status" });
  line.dataset.room = "";
  line.className = isWrong ? "left wrong" : "left";
  if (line.textContent !== text) line.textContent = text;
  if (!known) input.after(line);
}
