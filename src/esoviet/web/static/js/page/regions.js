// Regions of a page brought up to date: what is unfolded stays so, what is typed stays, the page does
// not jump, and where somebody is at work nothing is touched.

import { t } from "../base/words.js";
import { restore } from "./drafts.js";
import { showTimes } from "./times.js";

const shown = new Map(); // by id: the region as it came last

// Put what has changed in `fresh` into the page; answers whether nothing was left for later.
export async function showAnew(fresh) {
  document.dispatchEvent(new CustomEvent("arrived", { detail: fresh }));
  const changed = [];
  for (const region of document.querySelectorAll("[data-live][id]")) {
    const next = fresh.getElementById(region.id);
    if (next && region.dataset.stage && region.dataset.stage === next.dataset.stage) continue;
    if (!next || shown.get(region.id)?.isEqualNode(next) || next.isEqualNode(region)) continue;
    changed.push([region, next, await prepare(next)]);
  }
  // From here on nothing is waited for: nobody can scroll or begin to type in between.
  const asked = document.querySelector("dialog[open]");
  const free = mine(changed).filter(([region]) => !asked && !isBusy(region));
  if (free.length) {
    const place = placeOf();
    const began = free.find(([region]) => region.dataset.stage)?.[1].dataset.began;
    for (const [region, next, came] of free) replace(region, next, came);
    announce(began);
    place.keep();
  }
  return free.length === changed.length || free.some(([region]) => region.dataset.stage);
}

// What is a matter's whole page comes anew when its phase is another one, with what stands in it; while
// somebody writes there, its parts do.
function mine(changed) {
  const stages = changed.filter(([region]) => region.dataset.stage);
  const free = stages.find(([region]) => !isBusy(region));
  return changed.filter(([region]) => (free ? region === free[0] || !free[0].contains(region) : !region.dataset.stage));
}

// Make a region that came ready to be shown; answers it as it came.
export async function prepare(next) {
  const came = next.cloneNode(true);
  for (const form of next.querySelectorAll("form[data-act], form[data-draft]")) await restore(form);
  showTimes(next);
  return came;
}

export function replace(region, next, came) {
  shown.set(region.id, came);
  const open = foldsOf(region).filter(([fold]) => fold.open).map(([, name]) => name);
  for (const name of Object.keys(region.dataset)) if (!(name in next.dataset)) delete region.dataset[name];
  Object.assign(region.dataset, next.dataset);
  region.replaceChildren(...next.childNodes);
  for (const [fold, name] of foldsOf(region)) if (open.includes(name)) fold.open = true;
}

// Where what is being read stands on the screen, to be kept there. At the top of a page that is the top.
function placeOf() {
  const read = scrollY > 0 && document.elementFromPoint(innerWidth / 2, innerHeight / 3)?.closest("[id]");
  const before = read && read.getBoundingClientRect().top;
  return {
    keep() {
      const after = read && document.getElementById(read.id)?.getBoundingClientRect().top;
      if (after !== undefined && after !== before) scrollBy({ top: after - before, behavior: "instant" });
    },
  };
}

// Somebody reads or writes here, has chosen files, or has been told something. In a sandbox the next phase
// waits only for who writes: it comes after seconds, not after days.
const isBusy = (region) => isAtWork(region)
  || [...region.querySelectorAll("input[type=file]")].some((input) => input.files.length)
  || (!hurries(region) && [...region.querySelectorAll("[data-say]")].some((said) => said.textContent));
const isAtWork = (region) => region.contains(document.activeElement)
  && (!hurries(region) || document.activeElement.matches("input, textarea, select"));
const hurries = (region) => region.dataset.stage && "sandbox" in document.body.dataset;

// Each fold with a name that it keeps when others come before it.
function foldsOf(region) {
  const times = {};
  return [...region.querySelectorAll("details")].map((fold) => {
    const place = fold.parentElement.closest("[id]").id;
    const name = `${place} ${fold.querySelector("summary")?.textContent.replace(/\d+/g, "#")}`;
    times[name] = (times[name] ?? 0) + 1;
    return [fold, `${name} ${times[name]}`];
  });
}

// Said, and where something began, shown too.
function announce(began) {
  if (began) {
    document.querySelector("[data-began-note]")?.remove();
    const note = Object.assign(document.createElement("p"), { className: "notice", textContent: began });
    note.dataset.beganNote = "";
    document.getElementById("now")?.before(note);
  }
  const place = document.querySelector("[data-announced]") ?? document.createElement("p");
  Object.assign(place, { className: "sr", role: "status", textContent: "" });
  place.dataset.announced = "";
  if (!place.isConnected) document.body.append(place);
  setTimeout(() => { place.textContent = began || t("brought-up"); }, 100);
}
