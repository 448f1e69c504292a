// A form with a yes or no for each of several applicants: shown once, signed one after the other.

import { act } from "../acts/acts.js";
import { confirmed } from "../acts/confirm.js";
import { flash } from "./flash.js";
import { say } from "./say.js";

export async function cast(form, assembly) {
  const chosen = Array.from(form.querySelectorAll("fieldset[data-vote]"), choiceOf).filter(Boolean);
  if (!chosen.length) return say(form, form.dataset.none);
  const lines = chosen.map(({ line }) => line);
  const fields = { ballots: chosen.map(({ vote, choice }) => ({ vote, choice })) };
  if (!(await confirmed(form, { fields, lines }, "cast-ballot"))) return;
  let late;
  for (const { vote, choice, line } of chosen) {
    const told = { title: form.dataset.title, lines: [line], page: location.pathname };
    await act(assembly, "cast-ballot", { vote, choice }, [], told).catch((error) => {
      if (!error.kept) throw error;
      late = error; // signed, and sent later
    });
  }
  if (late) throw late;
  flash(form.dataset.done);
  location.reload();
}

// What is marked beside a name, unless it is the member's ballot already.
function choiceOf(set) {
  const marked = set.querySelector("input:checked");
  if (!marked || marked.value === set.dataset.said) return null;
  const line = [set.querySelector("legend").textContent.trim(), marked.labels[0].textContent.trim()];
  return { vote: Number(set.dataset.vote), choice: marked.value, line };
}
