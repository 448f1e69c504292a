// The Merkle tree of RFC 6962 section 2.1: hashes and the checks of proofs, the twin of
// log/merkle.py.

import { concat, equal, sha256 } from "../wire/bytes.js";

export class ProofError extends Error {}

export const leafHash = (entry) => sha256(concat(Uint8Array.of(0), entry));
export const nodeHash = (left, right) => sha256(concat(Uint8Array.of(1), left, right));

// Check that `leaf` is leaf `index` of the tree of `size` with `root`; throws ProofError.
export async function verifyInclusion(index, size, leaf, proof, root) {
  if (!(index >= 0 && index < size)) throw new ProofError("the index lies outside the tree");
  checkHashes(leaf, root, ...proof);
  let value = leaf;
  const end = await climb(index, size - 1, proof, async (sibling, left) => {
    value = left ? await nodeHash(sibling, value) : await nodeHash(value, sibling);
  });
  if (end !== 0 || !equal(value, root)) throw new ProofError("the proof does not lead to the root");
}

// Check that the tree of `old` leaves is the beginning of that of `size`; throws ProofError.
export async function verifyConsistency(old, oldRoot, size, root, proof) {
  checkHashes(oldRoot, root, ...proof);
  if (!(old >= 1 && old <= size)) throw new ProofError("the sizes do not follow one another");
  if (old === size) {
    if (proof.length || !equal(oldRoot, root)) throw new ProofError("two roots for one size");
    return;
  }
  const powerOfTwo = Number.isInteger(Math.log2(old));
  const path = powerOfTwo ? [oldRoot, ...proof] : [...proof];
  if (!path.length) throw new ProofError("the proof is empty");
  let [position, last] = [old - 1, size - 1];
  while (position % 2) [position, last] = [half(position), half(last)];
  let first = path[0];
  let second = path[0];
  const end = await climb(position, last, path.slice(1), async (sibling, left) => {
    if (left) first = await nodeHash(sibling, first);
    second = left ? await nodeHash(sibling, second) : await nodeHash(second, sibling);
  });
  if (end !== 0 || !equal(first, oldRoot) || !equal(second, root)) {
    throw new ProofError("the proof does not lead to both roots");
  }
}

// The root over leaf hashes.
export async function rootOf(leaves) {
  if (!leaves.length) return sha256(new Uint8Array());
  let level = leaves;
  while (level.length > 1) {
    const above = [];
    for (let i = 0; i < level.length; i += 2) {
      above.push(i + 1 < level.length ? await nodeHash(level[i], level[i + 1]) : level[i]);
    }
    level = above;
  }
  return level[0];
}

const half = (n) => Math.floor(n / 2);

async function climb(position, last, proof, step) {
  for (const sibling of proof) {
    if (last === 0) throw new ProofError("the proof is too long");
    if (position % 2 || position === last) {
      await step(sibling, true);
      while (position && position % 2 === 0) [position, last] = [half(position), half(last)];
    } else {
      await step(sibling, false);
    }
    [position, last] = [half(position), half(last)];
  }
  return last;
}

function checkHashes(...hashes) {
  if (hashes.some((value) => value.length !== 32)) throw new ProofError("a hash has 32 bytes");
}

// A log that is read from its start. Every complete node is kept, so that the root of any size that
// the log has had can be told.
export class Tree {
  #levels = [[]]; // by level, 0 the leaves: the hashes of the complete nodes

  get size() {
    return this.#levels[0].length;
  }

  async append(leaf) {
    this.#levels[0].push(leaf);
    for (let [level, nodes] = [0, this.size]; nodes % 2 === 0; [level, nodes] = [level + 1, nodes / 2]) {
      const row = this.#levels[level];
      (this.#levels[level + 1] ??= []).push(await nodeHash(row.at(-2), row.at(-1)));
    }
  }

  async root(size = this.size) {
    let hash = null;
    for (let [level, nodes] = [0, size]; nodes; [level, nodes] = [level + 1, half(nodes)]) {
      if (nodes % 2 === 0) continue;
      const node = this.#levels[level][nodes - 1];
      hash = hash ? await nodeHash(node, hash) : node;
    }
    return hash ?? rootOf([]);
  }
}
