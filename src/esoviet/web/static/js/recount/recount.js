// Recounting a vote at home, in the page: from the entries of the log themselves, trusting nobody.
//
// Every entry is fetched and hashed up to the signed root; every signature is checked, by a key that
// stood then (keys.js, members.js); the ballots are read by the rules (vote.js),
// and the roll, the totals and the outcome that the page shows are held against them
// (check.js). What a browser cannot judge is answered in `unchecked`; `esoviet audit` can.

import { ask } from "../base/http.js";
import { verifyHistory } from "../log/history.js";
import { ProofError, Tree } from "../log/merkle.js";
import { openCheckpoint } from "../log/note.js";
import { b64, equal } from "../wire/bytes.js";
import { checkRoll, checkTally, checkTimes, lengths } from "./check.js";
import { Courses } from "./courses.js";
import { Keys } from "./keys.js";
import { tile, WIDTH } from "./log.js";
import { Ballots } from "./vote.js";

const MOST_ROOTS = 4096; // remembered at a time

// `vote`: what the page says of it (templates/parts/votes.html). Answers {entries, signatures,
// ballots, wrong: [{why, …}], unchecked: [{why, …}]}.
export async function recount(vote, progress = () => undefined) {
  const roll = await rollOf(vote);
  const log = await verifyHistory(vote.assembly);
  const { size, root } = await openCheckpoint(log.checkpoint, vote.assembly, log.host);
  const read = await readLog(vote, size, await lawOf(), progress);
  const { wrong, ballots, keys } = read;
  if (!equal(await read.tree.root(), root)) wrong.push({ why: "root" });
  if (Math.max(vote.tally.log_size, roll.size) > size) wrong.push({ why: "ahead" });
  ballots.believe(roll.lines);
  const closed = read.courses?.closed(vote, ballots);
  wrong.push(...ballots.close(closed ?? Infinity).map((late) => ({ why: "late", ...late })));
  wrong.push(...checkTimes(vote, read, closed));
  wrong.push(...checkRoll(roll, ballots));
  const standing = ballots.at(vote.tally.log_size);
  const tally = checkTally(vote, standing);
  wrong.push(...tally.wrong);
  const unchecked = [{ why: "electorate", electorate: vote.electorate }];
  if (!tally.counted) unchecked.push({ why: "seats" });
  const recovered = keys.effects.recoveries.count;
  if (closed === undefined && read.courses?.lost) unchecked.push({ why: "times" });
  if (recovered) unchecked.push({ why: "recovered", count: recovered });
  return { entries: size, signatures: read.signatures, ballots: tally.ballots, wrong, unchecked };
}

async function readLog(vote, size, law, progress) {
  const read = {
    tree: new Tree(), keys: new Keys(vote.assembly, law), ballots: new Ballots(vote), law,
    wrong: [], signatures: 0, before: 0, after: undefined, roots: new Map(), witnessed: false,
  };
  for (let at = 0; at < size; at += WIDTH) {
    const entries = await tile(vote.assembly, at / WIDTH, size, read.keys.bytes);
    for (const [place, entry] of entries.entries()) {
      entry.knows = at + place === 0 || (await knows(read, at + place, entry.act.seen));
      await read.tree.append(entry.leaf);
      await judge(read, vote, at + place, entry);
    }
    progress(Math.min(at + WIDTH, size) / size);
  }
  return read;
}

// Whether what an act has seen is the history of this log (clause 1.5).
async function knows({ tree, roots }, index, seen) {
  if (!Array.isArray(seen) || seen.length !== 2) return false;
  const [size, root] = seen;
  if (!(Number.isInteger(size) && size >= 1 && size <= index)) return false;
  if (!roots.has(size)) {
    if (roots.size >= MOST_ROOTS) roots.clear();
    roots.set(size, b64(await tree.root(size)));
  }
  return roots.get(size) === root;
}

async function judge(read, vote, index, entry) {
  const { act, time } = entry;
  const author = await read.keys.take(index, entry).catch(() => ({ fault: "malformed" }));
  let why = author.fault;
  if (!why) {
    read.signatures += 1;
    passTime(read, vote, index, entry, author);
    const ours = act.type === "cast-ballot" && act.vote === vote.number;
    if (ours && read.courses?.over(time)) why = "late";
    else if (ours) why = read.ballots.take(index, time, act, author, read.keys);
    if (ours && !why) read.courses?.heard(time);
    if (act.vote === vote.number && !why && mayEnd(read, act, author, time)) {
      read.courses?.ends(time, act.type === "ask-to-close" || read.ballots.areAll());
    }
    if (act.type === "leave") read.ballots.leaves(index, author.member);
  }
  if (why) read.wrong.push({ why, entry: index, member: author.member ?? "?", act: act.type });
}

// Whether all can have voted by now, or enough have asked that the vote end (7.8).
function mayEnd({ ballots, keys }, { type }, { member }, time) {
  if (type === "ask-to-close") return ballots.asks(member);
  return type === "cast-ballot" && (ballots.areAll() || ballots.hasAll(keys.members.active(ballots.vote, time)));
}

// What an entry does to the course of the vote. Once a mark of the host carries what witnesses may
// have signed, a deadline can have taken effect by their word.
function passTime(read, vote, index, { act, time }, { last, surely }) {
  if (index === vote.opened - 1) read.before = surely;
  if (act.type === "mark-time" && act.checkpoint) read.witnessed = true;
  if (index === vote.opened) {
    read.after = time;
    if (vote.kind === "admission") read.ballots.vouched(read.keys.members.doors.ballots(vote.subject));
    const lasts = lengths(vote, read.keys.members.rules);
    read.courses = new Courses(read.law, vote, lasts);
  }
  read.courses?.pass(index, time, last, surely, read.witnessed ? time : surely);
}

// The tables of the law: who may do what, and what the parameters are where nobody has set them.
async function lawOf() {
  const asked = await ask("/law.json");
  if (!asked.ok) throw new ProofError(`/law.json: ${asked.status}`);
  return asked.json();
}

// The roll as the site shows it, page by page.
async function rollOf({ assembly, number }) {
  const roll = { lines: [], size: Infinity };
  let next = `/a/${assembly}/votes/${number}/roll.json?limit=500`;
  while (next) {
    const asked = await ask(next);
    if (!asked.ok) throw new ProofError(`${next}: ${asked.status}`);
    const answer = await asked.json();
    roll.size = Math.min(roll.size, answer.log_size);
    for (const { member: { member, name }, ballot } of answer.items) {
      if (member <= roll.lines.at(-1)?.member) throw new ProofError("the roll goes in circles");
      roll.lines.push({ member, name, ballot, size: answer.log_size });
    }
    next = answer.next && new URL(answer.next, asked.url);
  }
  return roll;
}
