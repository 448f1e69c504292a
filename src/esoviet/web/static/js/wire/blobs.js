// Blobs: 32 random bytes of salt, then the content; named by the SHA-256 of the whole.

import { concat, hex, sha256, utf8 } from "./bytes.js";

const SALT = 32;

// Make a blob of bytes; answers {ref, bytes}: what the act says of it, and what is sent.
export async function blobOf(content, mediaType, lang, name) {
  const bytes = concat(crypto.getRandomValues(new Uint8Array(SALT)), content);
  const ref = { sha256: hex(await sha256(bytes)), size: bytes.length, media_type: mediaType };
  if (name) ref.name = name;
  if (lang) ref.lang = lang;
  return { ref, bytes };
}

export const textBlob = (text, lang) =>
  blobOf(utf8(text.replaceAll("\r\n", "\n")), "text/markdown", lang);

// What a text says to the letter.
export const textOf = ({ bytes }) => new TextDecoder().decode(bytes.subarray(SALT));
