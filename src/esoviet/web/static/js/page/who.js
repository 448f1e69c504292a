// The page on which one says who acts in this browser, and on which somebody else begins to.

import { choice, make } from "../acts/dialog.js";
import * as db from "../base/db.js";
import { ask, Unreachable } from "../base/http.js";
import { acting, databaseOf, isShared, people } from "../base/people.js";
import { t } from "../base/words.js";
import { learn, mark } from "./acting.js";
import { wipe } from "./goodbye.js";
import { backTo, comeNew, handOver } from "./handing.js";
import { say } from "./say.js";

export async function show(place) {
  const form = place.querySelector("form[data-else]");
  if (!people().length) form.closest("details").open = true; // before anybody taps it
  const first = isShared() ? undefined : await alone();
  const list = place.querySelector("ul");
  list.replaceChildren(...people().map(line));
  for (const part of place.querySelectorAll("[data-shared]")) part.hidden = !isShared();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = form.elements.name.value.trim();
    if (!name) return;
    form.querySelector("button").disabled = true;
    location.replace(await comeNew(name, t("push-shared"), first).catch(again));
  });
  const all = place.querySelector("form[data-all]");
  all.addEventListener("submit", (event) => {
    event.preventDefault();
    forgetAll(all).catch((error) => say(all, error.message, "bad"));
  });
}

// What failed half way: the page as it stands then, to be tapped again.
const again = () => "/who";

function line(one) {
  const item = make("li");
  const button = Object.assign(make("button"), { type: "button" });
  button.append(mark(one));
  if (one.id === acting()) button.append(make("span", t("acts-now"), "tag go"));
  item.append(button);
  const locked = one.pin && one.id !== acting();
  button.addEventListener("click", async () => {
    if (locked) return void import("./unlock.js").then((m) => m.ask(item, one));
    button.disabled = true;
    location.replace(await handOver(one.id).catch(again));
  });
  return item;
}

// Who used the browser alone until now is called what the members call them.
async function alone() {
  const [first] = await db.all("keys");
  const asked = first && (await fetch(`/a/${first.assembly}/me`).catch(() => null));
  const page = asked?.ok && new DOMParser().parseFromString(await asked.text(), "text/html");
  const link = page && page.querySelector(".bar .own[data-called]");
  return { name: "", hue: 0, ...(link && learn(link, first.assembly)) };
}

async function forgetAll(form) {
  const names = people().map(({ name }) => name || t("somebody")).join(", ");
  const parts = [make("h2", t("forget-all-title")), make("p", t("forget-all-what", { names }))];
  if ((await choice(parts, [["", t("forget-keep")], ["yes", t("forget-yes")]])) !== "yes") return;
  const reached = await ask("/forget", { method: "POST" }).catch((error) => {
    if (!(error instanceof Unreachable)) throw error;
  });
  await Promise.all(people().map(({ id }) => db.wipe(databaseOf(id))));
  await wipe();
  if (reached?.ok) location.replace("/forgotten");
  else say(form, t("forget-halfway"), "wait");
}

// On pages where one begins: somebody else begins there, and comes back to this very address.
export function otherwise(link) {
  link.addEventListener("click", () => backTo(location.href));
}
