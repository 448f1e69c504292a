// Reed-Solomon over GF(256) with the polynomial of QR codes (0x11d).

function times(a, b) {
  let product = 0;
  for (let i = 7; i >= 0; i--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> i) & 1) * a;
  }
  return product;
}

// The `count` correction words of a block.
export function galois(block, count) {
  const divisor = new Array(count).fill(0);
  divisor[count - 1] = 1;
  let root = 1;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      divisor[j] = times(divisor[j], root) ^ (divisor[j + 1] ?? 0);
    }
    root = times(root, 2);
  }
  const rest = new Array(count).fill(0);
  for (const word of block) {
    const factor = word ^ rest.shift();
    rest.push(0);
    divisor.forEach((part, i) => { rest[i] ^= times(part, factor); });
  }
  return rest;
}
