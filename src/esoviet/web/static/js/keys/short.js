// The short address of an assembly, which its members write on a card (web/http/short.py).

import { ALPHABET } from "./code.js";

// As it is written: the first 50 bits of the id, in two groups.
export function shortOf(assembly) {
  const bits = BigInt(`0x${assembly.slice(0, 13)}`) >> 2n;
  const letters = Array.from({ length: 10 }, (_, at) => ALPHABET[Number((bits >> BigInt(45 - 5 * at)) & 31n)]);
  return `${letters.slice(0, 5).join("")}-${letters.slice(5).join("")}`.toLowerCase();
}
