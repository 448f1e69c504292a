// Strict JSON for everything that is signed: the twin of wire/json.py.
//
// Two readers of one document must never see two things, so these are refused: bytes that are not
// UTF-8, a name given twice in an object, numbers that are not integers within ±(2**53 - 1), lone
// surrogates, nesting deeper than 8, anything after the value.

import { Malformed } from "./bytes.js";

const MAX_DEPTH = 8;
const LITERALS = { true: true, false: false, null: null };
const BLANK = /[ \t\n\r]*/y;
const WORD = /true|false|null/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?![.eE])/y;
const MOST_DIGITS = 17; // and a sign in them
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }); // the mark is no white space

// The value that these bytes spell; throws Malformed.
export function read(bytes) {
  let text;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new Malformed("not UTF-8");
  }
  const reader = new Reader(text);
  const value = reader.value(MAX_DEPTH);
  reader.end();
  return value;
}

class Reader {
  #at = 0;

  constructor(text) {
    this.text = text;
  }

  value(depth) {
    this.#take(BLANK);
    const first = this.text[this.#at];
    if (first === "{") return this.#object(depth);
    if (first === "[") return this.#array(depth);
    if (first === '"') return this.#string();
    const word = this.#take(WORD);
    return word === undefined ? this.#number() : LITERALS[word];
  }

  end() {
    this.#take(BLANK);
    if (this.#at !== this.text.length) throw new Malformed("not JSON, or something after it");
  }

  #object(depth) {
    const parts = new Map();
    this.#list(depth, "}", () => {
      this.#take(BLANK);
      const name = this.#string();
      if (parts.has(name)) throw new Malformed("a name stands twice in one object");
      if (!this.#is(":")) throw new Malformed("not JSON");
      parts.set(name, this.value(depth - 1));
    });
    return Object.fromEntries(parts); // a part of its own, also where the name is __proto__
  }

  #array(depth) {
    const items = [];
    this.#list(depth, "]", () => items.push(this.value(depth - 1)));
    return items;
  }

  #list(depth, close, item) {
    if (!depth) throw new Malformed("nested too deeply");
    this.#at += 1;
    if (this.#is(close)) return;
    do item(); while (this.#is(","));
    if (!this.#is(close)) throw new Malformed("not JSON");
  }

  #string() {
    const spelled = this.#take(TEXT);
    if (spelled === undefined) throw new Malformed("not JSON");
    const text = JSON.parse(spelled); // one text, and spelled as such
    if (!text.isWellFormed()) throw new Malformed("a lone surrogate in a text");
    return text;
  }

  #number() {
    const digits = this.#take(NUMBER);
    if (digits === undefined) throw new Malformed("not JSON, or a number that is not an integer");
    const value = Number(digits) + 0; // there is one nought
    if (digits.length > MOST_DIGITS || !Number.isSafeInteger(value)) {
      throw new Malformed("a number beyond 53 bits");
    }
    return value;
  }

  // What follows here in the text, if this does.
  #take(pattern) {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.text) ?? [];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #is(sign) {
    this.#take(BLANK);
    if (this.text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }
}
