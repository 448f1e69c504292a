// What is begun before this browser has a place in an assembly: founding, applying, asking to be let
// back in, recovering by phrase, pairing, taking a fresh key. The new key and what it signed lie here
// before anything is sent, and the same bytes are sent again until a receipt has come: what is begun
// can be late, but neither lost nor done twice.
//
// One row an assembly:
//
//   {of, kind, pair, kid, name, path}   the assembly, what is begun, the new key, and for people: what
//                                       it is called and on which page it was begun
//   {id, jws, blobs, url, token}        what was signed and where it is sent
//   {recovery}                          what the recovery phrase gave, for signing once more
//   {member, inviter, code}             the number that the member gave; whose device confirms this one
//   {refused}                           what the host said, if it did not take it: {message, clause}
//   {earlier}                           what was signed and refused before: a host may log it all the same

import * as db from "../base/db.js";
import { post, Refused, Unreachable } from "../base/http.js";
import { comeIn, signIn } from "../keys/session.js";
import { believe } from "../log/history.js";
import { unB64u } from "../wire/bytes.js";
import { idOf, parse } from "../wire/envelope.js";
import { isShut } from "./delivery.js";

const alone = (assembly, work) => navigator.locks.request(`begun/${assembly}`, work);

export const get = (assembly) => db.get("begun", assembly);
export const all = () => db.all("begun");

// Keep what was signed, in the place of what was refused before it; answers it as it is kept.
export async function begin(row, refused) {
  const id = row.jws && (await idOf(parse(row.jws)));
  const of = row.of ?? id; // the founding act's id is the assembly's
  const earlier = refused ? [...refused.earlier, (({ jws, blobs, url }) => ({ jws, blobs, url }))(refused)] : [];
  const kept = { ...row, of, id, earlier, at: Date.now() };
  const gone = refused && refused.of !== of ? [["begun", "delete", refused.of]] : [];
  await db.change(...gone, ["begun", "put", kept]);
  return kept;
}

// Forget it, key and all.
export const drop = ({ of }) => alone(of, () => db.remove("begun", of));

// Send what is begun, and answer the page where it goes on once its receipt has proved that it stands.
// A refusal is thrown and remembered; what else is thrown leaves everything as it was.
export const send = (assembly) => alone(assembly, async () => {
  const row = await get(assembly);
  if (!row) return (await db.get("keys", assembly)) ? `/a/${assembly}` : ""; // in another tab
  const { done, refused } = await deliver(row);
  if (!done) {
    const { message, clause } = refused;
    await db.put("begun", { ...row, refused: { message, clause } });
    throw refused;
  }
  return settle(row, done);
});

// A clock that was wrong is put right; then the same is to be signed anew, with the same key.
export const mended = async (row, error) => error.clause === "1.11"
  && (await import("./questions.js")).settled(row.kind === "found" ? "" : row.of, error, []);

// Why it was refused, in the words of the form in which it was signed.
export const explain = ({ of }, message) => alone(of, async () => {
  const row = await get(of);
  if (row?.refused) await db.put("begun", { ...row, refused: { ...row.refused, message } });
});

// What is refused now may have been logged as it was signed before.
async function deliver(row) {
  let refused;
  for (const one of [row, ...row.earlier.toReversed()]) {
    const said = await hand({ ...row, ...one });
    if (!(said instanceof Refused)) return { done: await proven(row, one, said) };
    refused ??= said;
  }
  return { refused };
}

// What the host says to it: an answer to be proved, or a refusal.
async function hand({ jws, blobs, url, token: given }) {
  const answer = await post(url, jws, blobs, given);
  const said = await answer.json().catch(() => null);
  if (!said) throw new Unreachable(); // somebody on the way has answered
  if (answer.ok) return said;
  const token = url === "/a" && answer.status === 401; // the one that was given is not good
  if (isShut(answer, said) && !token) throw new Unreachable(said.detail);
  return new Refused(said, answer.status);
}

async function proven(row, { jws }, said) {
  const act = JSON.parse(new TextDecoder().decode(parse(jws).payload));
  const of = row.kind === "found" ? await idOf(parse(jws)) : row.of;
  await comeIn(of, row.pair); // the invitation that let us in may be used up by now
  const host = row.kind === "found" ? unB64u(act.host, 32) : undefined; // the founding act names it itself
  return { ...(await believe(of, jws, said, host)), type: act.type };
}

// The act stands: the new key is this browser's key, or waits to be.
async function settle(row, receipt) {
  const { assembly: of, id } = receipt;
  const { pair, kid, kind } = row;
  const member = kind === "found" ? 1 : row.member ?? (await numberOf(of, kid));
  const enrols = receipt.type === "enrol-key"; // signed by another key than the new one
  const { lost } = row; // a key of ours that somebody has a copy of
  const own = { pair, kid, member, seq: enrols ? 0 : 1, ...(!enrols && { last: id }), ...(lost && { lost }) };
  await db.change(
    [kind === "ask" ? "asking" : "keys", "put", { ...own, assembly: of }],
    ["begun", "delete", row.of], ["receipts", "put", receipt],
    ...(row.draft ? [["drafts", "delete", row.draft]] : []),
    ...(kind === "found" ? [["names", "put", { assembly: of, value: row.name, at: Date.now() }]] : []));
  // There is a key to lose now. Some browsers ask their user: nothing waits for the answer.
  navigator.storage?.persist?.().catch(() => undefined);
  if (kind === "renew") await free(receipt);
  if (kind === "ask") return `/a/${of}/recoveries/${kid}`;
  await signIn(of);
  return { found: `/a/${of}`, join: `/a/${of}/members/${member}` }[kind] ?? `/a/${of}/me`;
}

// What a copied key has signed and the log has not can never be logged any more: to be signed again.
async function free({ assembly, jws, id: blocked }) {
  const { kid } = parse(jws);
  const left = (await db.of("outbox", assembly)).filter((one) => one.kid === kid);
  if (left.length) await db.change(...left.map((one) => (one.told || one.thrown ? ["outbox", "delete", one.id]
    : ["outbox", "put", { ...one, ...(one.refused ? { dead: true } : { blocked }) }])));
}

// Which member's pages are ours. No proof is needed: nothing that is signed says it.
async function numberOf(assembly, kid) {
  const answer = await fetch(`/a/${assembly}/keys/${kid}.json`, { cache: "no-store" }).catch(() => null);
  const { member } = answer?.ok ? await answer.json().catch(() => ({})) : {};
  if (!Number.isSafeInteger(member)) throw new Unreachable();
  return member;
}
