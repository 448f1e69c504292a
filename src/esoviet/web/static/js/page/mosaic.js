// What is blurred is gone: each block of a fixed grid becomes the one colour that it is on average, so
// that no filter brings back what stood there. Painting twice over a block changes nothing more.

const LEAST = 24; // pixels: no block is smaller
const PARTS = 24; // so many blocks along the longer side at most

export const blockOf = (width, height) => Math.max(LEAST, Math.ceil(Math.max(width, height) / PARTS));

// Blur the blocks that a square around (x, y) touches; answers what stood there, for `restore`.
export function blur(canvas, x, y, reach) {
  const size = blockOf(canvas.width, canvas.height);
  const [left, top] = [x - reach, y - reach].map((one) => Math.max(0, Math.floor(one / size) * size));
  const right = Math.min(canvas.width, Math.ceil((x + reach) / size) * size);
  const bottom = Math.min(canvas.height, Math.ceil((y + reach) / size) * size);
  if (right <= left || bottom <= top) return null;
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  const before = paper.getImageData(left, top, right - left, bottom - top);
  const after = new ImageData(new Uint8ClampedArray(before.data), before.width, before.height);
  for (let v = 0; v < after.height; v += size) {
    for (let u = 0; u < after.width; u += size) flatten(after, u, v, size);
  }
  paper.putImageData(after, left, top);
  return { left, top, before };
}

export function restore(canvas, { left, top, before }) {
  canvas.getContext("2d").putImageData(before, left, top);
}

// One block of an image in its average colour.
function flatten({ data, width, height }, left, top, size) {
  const right = Math.min(width, left + size);
  const bottom = Math.min(height, top + size);
  const sum = [0, 0, 0, 0];
  const each = (work) => {
    for (let y = top; y < bottom; y += 1) {
      for (let x = left; x < right; x += 1) work((y * width + x) * 4);
    }
  };
  each((at) => { for (let part = 0; part < 4; part += 1) sum[part] += data[at + part]; });
  const colour = sum.map((one) => Math.round(one / ((right - left) * (bottom - top))));
  each((at) => data.set(colour, at));
}
