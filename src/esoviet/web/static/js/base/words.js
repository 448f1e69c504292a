// The words for scripts in the reader's language, and those of this page alone: a JSON data block.

import texts from "./texts.js";

const blocks = document.querySelectorAll("script[data-words]");
const words = Object.assign({}, texts, ...Array.from(blocks, (block) => JSON.parse(block.textContent)));

// The text for a key, with {names} filled in.
export const t = (key, values = {}) =>
  (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export const language = document.documentElement.lang || "en";

// The page's language as this reader writes it: dates look otherwise in London than in New York.
export const locale = navigator.languages.find((tag) => tag.split("-")[0] === language) ?? language;

export const ago = (ms) => new Intl.DateTimeFormat(locale, {
  dateStyle: "medium", timeStyle: "short",
}).format(new Date(ms));
