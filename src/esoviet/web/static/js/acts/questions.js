// What a member is asked when an act was refused for the sake of something outside it: which clock is
// right (1.11), and whether it replaces what another device of theirs said (1.12).

import * as clock from "../base/clock.js";
import { ask as fetchFrom } from "../base/http.js";
import { ago, t } from "../base/words.js";
import { verifyHistory } from "../log/history.js";
import { verifyReceipt } from "../log/note.js";
import * as entries from "../wire/entry.js";
import { parse } from "../wire/envelope.js";
import { read } from "../wire/json.js";
import { ask } from "./dialog.js";

// Whether the act is to be signed anew; `lines` tell what it says. A founding has no assembly yet.
export function settled(assembly, { clause, problem }, lines) {
  if (clause === "1.11" && Number.isSafeInteger(problem.time)) return isTime(assembly, problem.time);
  if (clause === "1.12" && Number.isSafeInteger(problem.entry)) return replaces(assembly, problem.entry, lines);
  return false;
}

async function isTime(assembly, time) {
  const own = clock.now();
  if (Math.abs(time - own) < clock.NEAR) return false; // it was signed too long ago, by a right clock
  const { witnessed } = await import("../log/witnessed.js");
  const sure = assembly && (await witnessed(assembly, time).catch(() => false));
  const right = sure || await ask({
    title: t("clock-title"),
    texts: [t("clock-which")],
    lines: [[t("clock-device"), ago(own)], [t("clock-host"), ago(time)]],
    yes: t("clock-server"), no: t("clock-own"),
  });
  if (right) clock.set(time);
  return right;
}

// Whether the member replaces what stands, said by another of their devices.
export async function replaces(assembly, index, lines) {
  const { time, payload } = await provenEntry(assembly, index);
  const said = inWords(payload);
  const when = ago(time);
  const link = document.createElement("p");
  link.append(Object.assign(document.createElement("a"), {
    href: `/a/${assembly}/log/entries/${index}`, target: "_blank", textContent: t("see-entry") }));
  return ask({
    title: t("replace-title"),
    texts: [said ? t("replace-said", { said, time: when }) : t("replace-signed", { time: when }), link,
      t("replace-which")],
    lines, yes: t("replace-yes"), no: t("replace-no"),
  });
}

// An entry of the log, once it is proven that it stands there; what is signed next covers it.
async function provenEntry(assembly, index) {
  const { entry } = await (await fetchFrom(`/a/${assembly}/log/entries/${index}.json`)).json();
  const receipt = await (await fetchFrom(entry.receipt)).text();
  const { host } = await verifyHistory(assembly);
  await verifyReceipt(receipt, entries.spell(entry.time, entry.jws), assembly, host);
  const payload = read(parse(entry.jws).payload);
  return { time: entry.time, payload };
}

// What a ballot said, with the names that the page has for its options.
function inWords({ choice, ranking, chosen }) {
  if (choice) return t(`choice-${choice}`);
  const name = (option) => (option ? document.querySelector(`[data-option="${option}"]`)?.dataset.name
    : t(chosen ? "none-chosen" : "no-action")) ?? option;
  return chosen?.map(name).join(", ") ?? ranking?.map((group) => group.map(name).join(" = ")).join(" › ");
}
