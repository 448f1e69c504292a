// The button "Recount it yourself": progress, then what was found, beside what the page says.

import { recount } from "./recount.js";
import { say } from "./signer.js";
import { t } from "./words.js";

export function watch(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const bar = form.querySelector("progress");
    const button = form.querySelector("button");
    const vote = JSON.parse(form.dataset.vote);
    bar.hidden = false;
    button.disabled = true;
    try {
      const found = await recount(vote, (part) => { bar.value = part; });
      const agrees = same(vote, found);
      say(form, t(agrees ? "recounted" : "recount-differs", found), agrees ? "good" : "bad");
    } catch (error) {
      say(form, t("recount-failed", { why: error.message }), "bad");
    } finally {
      bar.hidden = true;
      button.disabled = false;
    }
  });
}

function same(vote, found) {
  if (vote.ballots !== found.ballots) return false;
  if (found.counts) return JSON.stringify(found.counts) === JSON.stringify(vote.counts);
  if (!vote.pairwise.length) return true;
  const flat = (matrix) => matrix.map((row, i) => row.map((votes, j) => (i === j ? 0 : votes)));
  return JSON.stringify(flat(found.wins)) === JSON.stringify(flat(vote.pairwise));
}
