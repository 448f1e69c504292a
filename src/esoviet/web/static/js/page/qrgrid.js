// The fixed patterns of a QR code, and how hard a code is to read.

export class Grid {
  constructor(size) {
    this.size = size;
    this.dark = Array.from({ length: size }, () => new Array(size).fill(false));
    this.fixed = Array.from({ length: size }, () => new Array(size).fill(false));
  }

  set(x, y, dark) {
    if (x < 0 || y < 0 || x >= this.size || y >= this.size) return;
    this.dark[y][x] = Boolean(dark);
    this.fixed[y][x] = true;
  }

  patterns(version) {
    for (let i = 0; i < this.size; i++) {
      this.set(6, i, i % 2 === 0);
      this.set(i, 6, i % 2 === 0);
    }
    for (const [x, y] of [[3, 3], [this.size - 4, 3], [3, this.size - 4]]) this.ring(x, y, 4, [2, 4]);
    const places = this.alignments(version);
    const last = places.length - 1;
    places.forEach((x, i) => places.forEach((y, j) => {
      const corner = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
      if (!corner) this.ring(x, y, 2, [1]);
    }));
  }

  ring(x, y, reach, light) {
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        const far = Math.max(Math.abs(dx), Math.abs(dy));
        this.set(x + dx, y + dy, !light.includes(far));
      }
    }
  }

  alignments(version) {
    if (version === 1) return [];
    const count = Math.floor(version / 7) + 2;
    const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
    const places = [6];
    for (let place = this.size - 7; places.length < count; place -= step) places.splice(1, 0, place);
    return places;
  }

  format(level, mask) {
    const bits = check((level << 3) | mask, 10, 0x537) ^ 0x5412;
    const at = (i) => (bits >> i) & 1;
    for (let i = 0; i < 6; i++) this.set(8, i, at(i));
    this.set(8, 7, at(6));
    this.set(8, 8, at(7));
    this.set(7, 8, at(8));
    for (let i = 9; i < 15; i++) this.set(14 - i, 8, at(i));
    for (let i = 0; i < 8; i++) this.set(this.size - 1 - i, 8, at(i));
    for (let i = 8; i < 15; i++) this.set(8, this.size - 15 + i, at(i));
    this.set(8, this.size - 8, true);
  }

  version(version) {
    const bits = check(version, 12, 0x1f25);
    for (let i = 0; i < 18; i++) {
      const [a, b] = [this.size - 11 + (i % 3), Math.floor(i / 3)];
      this.set(a, b, (bits >> i) & 1);
      this.set(b, a, (bits >> i) & 1);
    }
  }
}

function check(value, length, polynomial) {
  let rest = value;
  for (let i = 0; i < length; i++) rest = (rest << 1) ^ ((rest >> (length - 1)) * polynomial);
  return (value << length) | rest;
}

// The four rules of the standard; fewer points read better.
export function penalty(dark) {
  const size = dark.length;
  const columns = dark[0].map((_, x) => dark.map((row) => row[x]));
  let points = 0;
  for (const line of [...dark, ...columns]) {
    const text = line.map(Number).join("");
    for (const run of text.match(/0{5,}|1{5,}/g) ?? []) points += run.length - 2;
    points += 40 * (text.match(/(?=00001011101|10111010000)/g) ?? []).length;
  }
  for (let y = 1; y < size; y++) {
    for (let x = 1; x < size; x++) {
      const same = dark[y][x] === dark[y - 1][x] && dark[y][x] === dark[y][x - 1];
      if (same && dark[y][x] === dark[y - 1][x - 1]) points += 3;
    }
  }
  const share = dark.flat().filter(Boolean).length / size ** 2;
  return points + 10 * Math.floor(Math.abs(share - 0.5) * 20);
}
