// "Answer" and "Quote" beside a post: the form at the foot of its topic, with what it answers.
//
// A quote is the address of the post on a line of its own: a quotation, which is gone when its words
// are. Where a part of the post is chosen, that is copied, each line after ">". It goes below what was
// typed already, so that nothing is lost.

import { open } from "./drafts.js";

const MOST = 1000;
let chosen = { post: null, words: "" }; // what was chosen last: to press a button may end the choice

export function watchReplies() {
  document.addEventListener("selectionchange", () => {
    const now = getSelection();
    const post = now.anchorNode?.parentElement?.closest(".post");
    if (post?.contains(now.focusNode)) chosen = { post, words: now.toString().trim() };
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-reply]");
    const form = button && document.querySelector("#write form");
    if (!form) return;
    const { text } = form.elements;
    answer(form, button.dataset);
    if ("quote" in button.dataset) text.value = below(text.value, quoted(button));
    open(text).focus({ preventScroll: true });
    document.getElementById("write").scrollIntoView({ block: "nearest" });
    text.setSelectionRange(text.value.length, text.value.length);
    text.dispatchEvent(new Event("input", { bubbles: true })); // kept as a draft
  });
}

// Say in the form which post it answers; none where the button names none.
function answer(form, { reply, name }) {
  form.querySelector("[data-reply-to]").value = reply;
  form.querySelector("[data-replies]").hidden = !reply;
  form.querySelector("[data-replied]").textContent = name ?? "";
}

const below = (typed, quote) => `${typed.trim() ? `${typed.trimEnd()}\n\n` : ""}${quote}\n\n`;

function quoted({ dataset }) {
  const path = `${location.pathname.replace(/\/topics\/.*/, "")}/posts/${dataset.reply}`;
  const words = chosen.post?.id === `post-${dataset.reply}` ? chosen.words : "";
  chosen = { post: null, words: "" };
  if (!words) return new URL(path, location.href).href;
  const cut = words.length > MOST ? `${words.slice(0, MOST)}…` : words;
  const lines = cut.split("\n").map((line) => `> ${line}`.trimEnd());
  return [...lines, ">", `> [${dataset.name.replace(/[[\]\\`]/g, "")}](${path})`].join("\n"); // of any host
}
