// A picture is painted anew before it is signed: no camera, no place, no more pixels than needed.

import { t } from "../base/words.js";

const QUALITY = 0.85;

const painted = new WeakMap(); // by file: the canvas on which a member blurred it

export const hold = (file, canvas) => painted.set(file, canvas);

// What is sent in the place of a file: what the member sees of it, or the file painted anew.
export async function repainted(file, most) {
  const canvas = painted.get(file) ?? (await drawn(file, most));
  const made = canvas.convertToBlob?.({ type: "image/webp", quality: QUALITY }) ?? blobOf(canvas);
  return made;
}

// A canvas with the picture, no longer than `most` pixels.
export async function drawn(file, most, canvas = new OffscreenCanvas(1, 1)) {
  const picture = await createImageBitmap(file).catch(() => {
    throw new Error(t("picture-unreadable", { name: file.name }));
  });
  const scale = Math.min(1, most / Math.max(picture.width, picture.height));
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d", { willReadFrequently: true }).drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas;
}

const blobOf = (canvas) => new Promise((resolve) => canvas.toBlob(resolve, "image/webp", QUALITY));
