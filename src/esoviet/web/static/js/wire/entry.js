// Entries, as they stand in the log: the twin of wire/entry.py. An entry has one spelling.

import { Malformed, utf8 } from "./bytes.js";

export const MAX_ENTRY = 65_535;
const SPELLING = /^\{"time":(0|[1-9][0-9]*),"act":"([A-Za-z0-9_.-]*)"\}$/;
const decoder = new TextDecoder("latin1"); // a character for each byte; none but ASCII are let through

// Take an entry (bytes) apart: {time, jws}; throws Malformed for any other spelling.
export function read(bytes) {
  const found = bytes.length <= MAX_ENTRY && SPELLING.exec(decoder.decode(bytes));
  if (!found) throw new Malformed("not the exact spelling of an entry");
  const time = Number(found[1]);
  if (!Number.isSafeInteger(time)) throw new Malformed("a time beyond 53 bits");
  return { time, jws: found[2] };
}

// The bytes of an entry; throws Malformed where a time or an act is none.
export function spell(time, jws) {
  const bytes = utf8(`{"time":${time},"act":"${jws}"}`);
  const said = read(bytes);
  if (said.time !== time || said.jws !== jws) throw new Malformed("not the parts of an entry");
  return bytes;
}
