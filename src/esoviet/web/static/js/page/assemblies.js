// The front page leads a member back: the assemblies that this browser holds keys of, and those that
// it has begun to found or to join.

import * as db from "../base/db.js";

const ID = /^[0-9a-f]{64}$/;

export async function listOwn(place) {
  const keys = (await db.all("keys")).filter(({ assembly }) => ID.test(assembly));
  const lines = await Promise.all(keys.map(async ({ assembly }) => {
    const known = await db.get("drafts", `name/${assembly}`);
    const link = document.createElement("a");
    link.className = "title";
    link.dir = "auto";
    link.href = `/a/${assembly}`;
    link.textContent = known?.value ?? `${assembly.slice(0, 8)}…`;
    const line = document.createElement("li");
    line.append(link);
    return line;
  }));
  const begun = (await db.all("keys")).some(({ assembly }) => assembly.startsWith("begun/"));
  if (begun) lines.push(...await (await import("../acts/begunpage.js")).lines());
  place.querySelector("ul").replaceChildren(...lines);
  place.hidden = !lines.length;
}

// What an assembly is called stands on its pages; the front page of a server may not know it.
export async function keepName(assembly) {
  const value = document.querySelector("[data-name]")?.textContent;
  const key = `name/${assembly}`;
  if (!value || (await db.get("drafts", key))?.value === value) return;
  await db.put("drafts", { key, value, at: Date.now() });
}
