// What went wrong, in words for people. What programs said of it is for the technical fold.
//
// An Error of exactly one of these kinds speaks to people, in their language; every other kind (bytes
// that are malformed, proofs that prove nothing, what the browser itself throws) to who repairs things.

import { Refused, Unreachable } from "../base/http.js";
import { t } from "../base/words.js";
import { SplitView } from "../log/history.js";
import { ProofError } from "../log/merkle.js";
import { Malformed, unB64u } from "../wire/bytes.js";

const PLAIN = [Error, Refused, Unreachable];
const NETWORK = /fetch|network|load failed/i; // what Chromium, Firefox and Safari call it

// A sentence for people; a rule of the constitution is called what its field in the form is called.
export function sentence(error, form) {
  if (PLAIN.includes(error.constructor)) {
    const clause = error.clause ? ` ${t("clause", { clause: error.clause })}` : "";
    return `${form ? called(error.message, form) : error.message}${clause}`;
  }
  if (error instanceof SplitView) return t("split");
  if (error instanceof ProofError || error instanceof Malformed) return t("unproven");
  if (error instanceof TypeError && NETWORK.test(error.message)) return t("unreachable");
  return t("stumbled");
}

// What programs said, if that is not what people are told already.
export const technical = (error) =>
  (PLAIN.includes(error.constructor) ? "" : `${error.constructor.name}: ${error.message}`);

// A text that calls the rules of the constitution what their fields are called.
export function called(text, form) {
  for (const field of form.elements) {
    const [part, ...names] = field.name?.split(".") ?? [];
    const label = field.labels?.[0]?.textContent.trim();
    if (!label || !["constitution", "amending"].includes(part)) continue;
    text = text.replace(new RegExp(`(?<=: \\W*)${names.at(-1)}\\b`), label);
  }
  return text;
}

// The secret that a link carries; a link that was not copied whole carries none.
export function secretOf(text, size) {
  try {
    return unB64u(text ?? "", size);
  } catch {
    throw new Error(t("link-broken"));
  }
}
