// Strict text encodings, the twin of wire/encoding.py: one spelling for each value.

export class Malformed extends Error {}

const encoder = new TextEncoder();
export const utf8 = (text) => encoder.encode(text);

export function isUtf8(bytes) {
  try {
    return typeof new TextDecoder("utf-8", { fatal: true }).decode(bytes) === "string";
  } catch {
    return false;
  }
}

export function b64(bytes) {
  let binary = "";
  for (let i = 0; i < bytes.length; i += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  }
  return btoa(binary);
}

export function unB64(text, size) {
  let binary;
  try {
    binary = atob(text);
  } catch {
    throw new Malformed("not base64");
  }
  const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
  if (b64(bytes) !== text) throw new Malformed("base64 that is not canonical");
  return sized(bytes, size);
}

export const b64u = (bytes) =>
  b64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export function unB64u(text, size) {
  if (text.length % 4 === 1) throw new Malformed("base64url of an impossible length");
  const padding = ["", "", "==", "="][text.length % 4];
  let bytes;
  try {
    bytes = Uint8Array.from(
      atob(text.replaceAll("-", "+").replaceAll("_", "/") + padding), (c) => c.charCodeAt(0));
  } catch {
    throw new Malformed("not base64url");
  }
  if (b64u(bytes) !== text) throw new Malformed("base64url that is not canonical");
  return sized(bytes, size);
}

export const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

export function unHex(text, size) {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Malformed("not lower-case hexadecimal");
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return sized(bytes, size);
}

export function unDecimal(text) {
  const value = /^(0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value)) throw new Malformed("not a decimal number");
  return value;
}

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

function sized(bytes, size) {
  if (size !== undefined && bytes.length !== size) {
    throw new Malformed(`${bytes.length} bytes where ${size} belong`);
  }
  return bytes;
}
