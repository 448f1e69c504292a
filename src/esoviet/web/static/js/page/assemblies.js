// The front page leads a member back: the assemblies that this browser holds keys of, and those that
// it has begun to found or to join.

import * as db from "../base/db.js";

export async function listOwn(place) {
  const keys = await db.all("keys");
  const lines = await Promise.all(keys.map(async ({ assembly }) => {
    const known = await db.get("names", assembly);
    const link = document.createElement("a");
    link.className = "title";
    link.dir = "auto";
    link.href = `/a/${assembly}`;
    link.textContent = known?.value ?? `${assembly.slice(0, 8)}…`;
    const line = document.createElement("li");
    line.append(link);
    return line;
  }));
  if ((await db.all("begun")).length) lines.push(...await (await import("../acts/begunpage.js")).lines());
  place.querySelector("ul").replaceChildren(...lines);
  place.hidden = !lines.length;
}

// What an assembly is called stands on its pages; the front page of a server may not know it.
export async function keepName(assembly) {
  const value = document.querySelector("[data-name]")?.textContent;
  if (!value || (await db.get("names", assembly))?.value === value) return;
  await db.put("names", { assembly, value, at: Date.now() });
}
