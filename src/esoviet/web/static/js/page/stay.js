// After an act its card shows what came of it: the page stays as it is, and where it is.

import { nameOf } from "./drafts.js";
import { prepare, replace } from "./regions.js";

// Show the region of a form anew, and say `text` in its card; answers whether that could be done.
export async function stay(form, text) {
  const region = form.closest("[data-live][id]");
  const [name, card] = [nameOf(form), form.closest(".sheet[id]")];
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  const html = answer?.ok ? await answer.text().catch(() => "") : "";
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const next = fresh.getElementById(region?.id ?? "");
  if (!next || !region.isConnected) return false;
  document.dispatchEvent(new CustomEvent("arrived", { detail: fresh }));
  const came = await prepare(next);
  for (const note of next.querySelectorAll("[data-restored]")) note.remove(); // they have not gone
  const fold = form.closest("details");
  if (fold) fold.open = false;
  const before = card?.getBoundingClientRect().top;
  replace(region, next, came);
  const now = document.getElementById(card?.id) ?? region;
  if (now !== region) scrollBy({ top: now.getBoundingClientRect().top - before, behavior: "instant" });
  focus(now, name);
  tell(now, text);
  return true;
}

// Where one was: at the button that was pressed, or at the fold that it is in.
function focus(card, name) {
  const own = [...card.querySelectorAll("form[data-act]")].find((form) => nameOf(form) === name);
  const button = own?.querySelector("button[type=submit]");
  const spot = button?.checkVisibility() ? button : own?.closest("details")?.querySelector("summary");
  spot?.focus({ preventScroll: true });
}

// A line that is there before it says something is read out.
function tell(card, text) {
  document.querySelector("[data-said]")?.remove();
  const line = Object.assign(document.createElement("p"), { className: "notice good" });
  line.dataset.said = "";
  line.setAttribute("role", "status");
  card.append(line);
  setTimeout(() => { line.textContent = text; }, 100);
}
