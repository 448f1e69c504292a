// "Answer" and "Quote" beside a post: the form at the foot of its topic, with what it answers.
//
// A quote is Markdown: what is chosen of the post, else its words, each line after ">", then where it
// stands. It goes below what was typed already, so that nothing is lost.

import { open } from "./drafts.js";

const MOST = 1000;

export function watchReplies() {
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
  const post = document.getElementById(`post-${dataset.reply}`);
  const words = chosenIn(post) || post.querySelector(".prose")?.innerText.trim()
    || document.querySelector("h1").innerText; // of a post that is its title alone
  const cut = words.length > MOST ? `${words.slice(0, MOST)}…` : words;
  const lines = cut.trim().split("\n").map((line) => `> ${line}`.trimEnd());
  const address = `${location.pathname.replace(/\/topics\/.*/, "")}/posts/${dataset.reply}`; // of any host
  return [...lines, ">", `> [${dataset.name.replace(/[[\]\\`]/g, "")}](${address})`].join("\n");
}

// What of a post is chosen with the pointer; empty where that is nothing, or more than the post.
function chosenIn(post) {
  const chosen = getSelection();
  const inside = [chosen.anchorNode, chosen.focusNode].every((node) => node && post.contains(node));
  return inside ? chosen.toString().trim() : "";
}
