// Recounting a vote at home, in the page: from the entries of the log themselves.
//
// Every entry is fetched and hashed up to the signed root; keys are learned from the acts that enrol
// them; each ballot's signature is checked; then the vote is counted and compared with what the page
// says. Elections by single transferable vote are counted by `esoviet audit`; here their ballots and
// signatures are checked.

import { unB64u } from "./bytes.js";
import { idOf, keyName, parse, verified } from "./envelope.js";
import { verifyHistory } from "./history.js";
import { leafHash, ProofError, rootOf } from "./merkle.js";
import { openCheckpoint } from "./note.js";
import { pairwise, schulze, share } from "./tally.js";

const BUNDLE = 256;
const CHOICES = ["yes", "no", "abstain"];

// `vote`: {assembly, number, options, noAction, needs, opened, closed, unranked}; answers the count.
export async function recount(vote, progress) {
  const log = await verifyHistory(vote.assembly);
  const checkpoint = await openCheckpoint(log.checkpoint, vote.assembly, log.host);
  const keys = new Map();
  const ballots = new Map();
  const leaves = [];
  let signatures = 0;
  for (let at = 0; at < checkpoint.size; at += BUNDLE) {
    for (const entry of await bundle(vote.assembly, at / BUNDLE, checkpoint.size)) {
      leaves.push(await leafHash(entry));
      const { envelope, act } = await open(entry);
      await learn(keys, envelope, act, leaves.length - 1);
      if (act.type !== "cast-ballot" || act.vote !== vote.number) continue;
      const key = keys.get(envelope.kid);
      if (!key || !(await verified(envelope, key.bytes))) throw new ProofError("a ballot's signature");
      signatures += 1;
      ballots.set(key.member, act.choice ? CHOICES.indexOf(act.choice) + 1 : ranks(vote, act.ranking));
    }
    progress(Math.min(at + BUNDLE, checkpoint.size) / checkpoint.size);
  }
  const root = await rootOf(leaves);
  if (root.some((byte, i) => byte !== checkpoint.root[i])) throw new ProofError("another root");
  return { entries: leaves.length, signatures, ballots: ballots.size, ...count(vote, [...ballots.values()]) };
}

function count(vote, ballots) {
  if (!vote.options.length) {
    return { counts: CHOICES.map((_, i) => ballots.filter((choice) => choice === i + 1).length) };
  }
  const size = vote.options.length + (vote.noAction ? 1 : 0);
  const wins = pairwise(ballots, size, vote.unranked);
  if (!vote.noAction) return { wins };
  return { wins, ...schulze(wins, vote.needs.map(share)) };
}

function ranks(vote, ranking) {
  const places = [...vote.options, ...(vote.noAction ? [0] : [])];
  const given = new Array(places.length).fill(0);
  ranking.forEach((group, rank) => group.forEach((option) => { given[places.indexOf(option)] = rank + 1; }));
  return given;
}

async function open(entry) {
  const envelope = parse(JSON.parse(new TextDecoder().decode(entry)).act);
  return { envelope, act: JSON.parse(new TextDecoder().decode(envelope.payload)) };
}

// Keys and whose they are, from the acts that bring them; applicants are numbered in their order.
async function learn(keys, envelope, act, index) {
  if (act.type === "found-assembly" || act.type === "apply-to-join") {
    const member = (keys.members = (keys.members ?? 0) + 1);
    for (const text of [act.key, act.recovery?.key ?? act.recovery]) if (text) await add(keys, text, member);
  } else if (act.type === "enrol-key" || act.type === "set-recovery-key") {
    const own = keys.get(envelope.kid);
    if (own) await add(keys, act.key, own.member);
  } else if (act.type === "ask-to-recover") {
    await add(keys, act.key, act.member);
  }
  if (index === 0) keys.founding = await idOf(envelope);
}

async function add(keys, text, member) {
  const bytes = unB64u(text, 32);
  keys.set(await keyName(bytes), { bytes, member });
}

async function bundle(assembly, number, size) {
  const width = Math.min(BUNDLE, size - number * BUNDLE);
  const digits = String(number).padStart(Math.ceil(String(number).length / 3) * 3, "0").match(/.{3}/g);
  const path = digits.map((group, i) => (i < digits.length - 1 ? `x${group}` : group)).join("/");
  const whole = `/a/${assembly}/log/tile/entries/${path}`;
  let answer = await fetch(width < BUNDLE ? `${whole}.p/${width}` : whole);
  if (!answer.ok) answer = await fetch(whole);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const entries = [];
  for (let at = 0; at < bytes.length && entries.length < width;) {
    const end = at + 2 + bytes[at] * 256 + bytes[at + 1];
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
