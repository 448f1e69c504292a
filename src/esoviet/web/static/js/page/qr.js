// QR codes (ISO/IEC 18004), byte mode, correction level M, versions 1 to 20: enough for our links.
//
// Made here and not by the server, because what an invitation or a pairing link carries behind its
// "#" is a secret that the server must not see.

import { galois } from "./galois.js";
import { Grid, penalty } from "./qrgrid.js";

const PER_BLOCK = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];
const LEVEL_M = 0;

// The code of a text as rows of booleans, true for dark.
export function code(text) {
  const bytes = new TextEncoder().encode(text);
  const version = fit(bytes.length);
  const words = interleave(data(bytes, version), version);
  let best = null;
  for (let mask = 0; mask < 8; mask++) {
    const grid = draw(version, words, mask);
    const score = penalty(grid.dark);
    if (!best || score < best.score) best = { score, rows: grid.dark };
  }
  return best.rows;
}

// The same as an SVG element with a quiet zone.
export function svg(text, label) {
  const rows = code(text);
  const size = rows.length + 8;
  let path = "";
  rows.forEach((row, y) => row.forEach((dark, x) => { if (dark) path += `M${x + 4} ${y + 4}h1v1h-1z`; }));
  const name = "http://www.w3.org/2000/svg";
  const image = document.createElementNS(name, "svg");
  image.setAttribute("viewBox", `0 0 ${size} ${size}`);
  image.setAttribute("class", "qr");
  image.setAttribute("role", "img");
  image.setAttribute("aria-label", label);
  image.append(document.createElementNS(name, "path"));
  image.firstChild.setAttribute("d", path);
  return image;
}

const modules = (version) => {
  let bits = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const marks = Math.floor(version / 7) + 2;
    bits -= (25 * marks - 10) * marks - 55;
    if (version >= 7) bits -= 36;
  }
  return bits;
};
const codewords = (version) => Math.floor(modules(version) / 8);
const capacity = (version) =>
  codewords(version) - PER_BLOCK[version - 1] * BLOCKS[version - 1];
const lengthBits = (version) => (version < 10 ? 8 : 16);

function fit(length) {
  for (let version = 1; version <= 20; version++) {
    if (4 + lengthBits(version) + 8 * length <= 8 * capacity(version)) return version;
  }
  throw new RangeError("too long for a QR code");
}

function data(bytes, version) {
  const bits = [];
  const push = (value, count) => { for (let i = count - 1; i >= 0; i--) bits.push((value >> i) & 1); };
  push(4, 4);
  push(bytes.length, lengthBits(version));
  bytes.forEach((byte) => push(byte, 8));
  const room = 8 * capacity(version);
  push(0, Math.min(4, room - bits.length));
  while (bits.length % 8) bits.push(0);
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) push(pad, 8);
  const words = [];
  for (let i = 0; i < bits.length; i += 8) words.push(bits.slice(i, i + 8).reduce((a, b) => a * 2 + b));
  return words;
}

function interleave(words, version) {
  const count = BLOCKS[version - 1];
  const correction = PER_BLOCK[version - 1];
  const short = Math.floor(words.length / count);
  const longs = words.length % count;
  const blocks = [];
  for (let i = 0, at = 0; i < count; i++) {
    const size = short + (i >= count - longs ? 1 : 0);
    blocks.push(words.slice(at, at + size));
    at += size;
  }
  const extra = blocks.map((block) => galois(block, correction));
  const mixed = [];
  for (let i = 0; i <= short; i++) blocks.forEach((b) => { if (i < b.length) mixed.push(b[i]); });
  for (let i = 0; i < correction; i++) extra.forEach((block) => mixed.push(block[i]));
  return mixed;
}

const MASKS = [
  (x, y) => (x + y) % 2, (x, y) => y % 2, (x) => x % 3, (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2, (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

function draw(version, words, mask) {
  const size = 17 + 4 * version;
  const grid = new Grid(size);
  grid.patterns(version);
  grid.format(LEVEL_M, mask);
  if (version >= 7) grid.version(version);
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (grid.fixed[y][x]) continue;
        const word = words[bit >> 3] ?? 0;
        const value = bit < 8 * words.length && (word >> (7 - (bit & 7))) & 1;
        grid.dark[y][x] = Boolean(value) !== (MASKS[mask](x, y) === 0);
        bit += 1;
      }
    }
  }
  return grid;
}
