// Signed notes, checkpoints and receipts (C2SP): the twin of log/note.py, checkpoint.py, receipt.py.

import { b64, concat, equal, hex, Malformed, sha256, unB64, unDecimal, utf8 } from "../wire/bytes.js";
import { verify } from "../wire/ed25519.js";
import { leafHash, ProofError, verifyInclusion } from "./merkle.js";

const DASH = "\u2014 ";
const RECEIPT = "c2sp.org/tlog-proof@v1";
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"; // of no bytes
const SPACE = /[^\S\ufeff]|\x85/; // what Python calls white space

// The four bytes that stand before each signature of a key under a name; its type is 1 or 4.
export async function keyId(name, publicKey, type = 1) {
  return (await sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), publicKey))).subarray(0, 4);
}

// Refuse a key's name that is empty, or holds a plus or white space.
export function checkName(name) {
  if (!name || name.includes("+") || SPACE.test(name)) throw new Malformed("not a key name");
}

export function parseNote(text) {
  const split = text.lastIndexOf("\n\n");
  // eslint-disable-next-line no-control-regex
  if (split < 0 || !text.endsWith("\n") || /[\x00-\x09\x0b-\x1f\x7f]/.test(text)) {
    throw new Malformed("not a signed note");
  }
  const lines = text.slice(split + 2, -1).split("\n");
  if (lines.length > 100) throw new Malformed("too many signatures");
  return { text: text.slice(0, split + 1), signatures: lines.map(parseLine) };
}

function parseLine(line) {
  const parts = line.split(" ");
  if (!line.startsWith(DASH) || parts.length !== 3) throw new Malformed("not a signature line");
  checkName(parts[1]);
  const payload = unB64(parts[2]);
  if (payload.length < 5) throw new Malformed("a signature that is too short");
  return { name: parts[1], id: payload.subarray(0, 4), signature: payload.subarray(4) };
}

// Check a note against the one key (type 1) that `name` has; throws Malformed or ProofError.
export async function openNote(text, name, publicKey) {
  const note = parseNote(text);
  const id = await keyId(name, publicKey);
  let good = 0;
  for (const line of note.signatures) {
    if (line.name !== name || !equal(line.id, id)) continue;
    if (!(await verify(publicKey, utf8(note.text), line.signature))) {
      throw new ProofError("a signature on this note is not valid");
    }
    good++;
  }
  if (!good) throw new ProofError("no key that is trusted here has signed this note");
  return note.text;
}

export function parseCheckpoint(text) {
  const lines = text.split("\n");
  if (lines.length !== 4 || lines[3] || !lines[0]) throw new Malformed("not a checkpoint");
  const [size, root] = [unDecimal(lines[1]), unB64(lines[2], 32)];
  if (size === 0 && hex(root) !== EMPTY) throw new Malformed("the empty tree has another root");
  return { origin: lines[0], size, root };
}

// Check a signed checkpoint of an assembly's log; answers {origin, size, root}.
export async function openCheckpoint(text, assembly, hostKey) {
  const origin = `esoviet/${assembly}`;
  const checkpoint = parseCheckpoint(await openNote(text, origin, hostKey));
  if (checkpoint.origin !== origin) throw new ProofError("the checkpoint of another log");
  return checkpoint;
}

export function parseReceipt(text) {
  const split = text.indexOf("\n\n");
  if (split < 0) throw new Malformed("a receipt ends in a checkpoint");
  const lines = text.slice(0, split).split("\n");
  if (lines.shift() !== RECEIPT) throw new Malformed("not a receipt");
  if (lines[0]?.startsWith("extra ") && !unB64(lines.shift().slice(6)).length) {
    throw new Malformed("an extra line without extra data");
  }
  if (!lines[0]?.startsWith("index ")) throw new Malformed("a receipt names an index");
  const index = unDecimal(lines.shift().slice(6));
  if (lines.length > 63) throw new Malformed("too many hashes");
  return { index, proof: lines.map((line) => unB64(line, 32)), checkpoint: text.slice(split + 2) };
}

// Check that `entry` (bytes) stands in the log as the receipt says; answers the checkpoint.
export async function verifyReceipt(text, entry, assembly, hostKey) {
  const receipt = parseReceipt(text);
  const checkpoint = await openCheckpoint(receipt.checkpoint, assembly, hostKey);
  const leaf = await leafHash(entry);
  await verifyInclusion(receipt.index, checkpoint.size, leaf, receipt.proof, checkpoint.root);
  return { ...checkpoint, index: receipt.index, text: receipt.checkpoint };
}

export const rootText = (root) => b64(root);
