// Evidence against a host, shown on the pages of its assembly and saved as a file to show others.

import { t } from "../base/words.js";
import * as evidence from "../log/evidence.js";

// On a page: say what the evidence shows and what to do, for as long as this browser keeps it.
export async function warn(assembly) {
  const kept = await evidence.all(assembly);
  if (!kept.length) return;
  const split = kept.some(({ what }) => what === "split");
  const notices = document.querySelector("[data-split]");
  const away = button(t("throw-away"), async () => {
    const { ask } = await import("./dialog.js");
    const [yes, no] = [t("throw-away"), t("keep-it")];
    if (!(await ask({ title: t("evidence-title"), texts: [t("evidence-away")], yes, no }))) return;
    await evidence.drop(assembly);
    notices.classList.remove("bad");
    notices.replaceChildren();
  });
  const row = make("p", { className: "row" });
  row.append(saveButton(assembly), " ", away);
  notices.classList.add("bad");
  notices.replaceChildren(make("p", { textContent: t(split ? "split" : "unproven") }), row);
}

// A button that saves the evidence as a file.
export const saveButton = (assembly) => button(t("save-evidence"), async () => {
  const text = JSON.stringify({ assembly, evidence: await evidence.all(assembly) }, null, 1);
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href, download: `esoviet-evidence-${assembly.slice(0, 8)}.json` }).click();
  URL.revokeObjectURL(href);
});

const make = (tag, values) => Object.assign(document.createElement(tag), values);

function button(textContent, work) {
  const made = make("button", { type: "button", textContent });
  made.addEventListener("click", work);
  return made;
}
