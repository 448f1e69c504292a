// Recounting a vote at home, in the page: from the entries of the log themselves, trusting nobody.
//
// Every entry is fetched and hashed up to the signed root; every signature is checked, by a key that
// stood then (recountkeys.js, recountmembers.js); the ballots are read by the rules (recountvote.js),
// and the roll, the totals and the outcome that the page shows are held against them
// (recountcheck.js). What a browser cannot judge is answered in `unchecked`; `esoviet audit` can.

import { equal } from "./bytes.js";
import { ask } from "./door.js";
import { verifyHistory } from "./history.js";
import { Frontier, ProofError } from "./merkle.js";
import { openCheckpoint } from "./note.js";
import { checkRoll, checkTally, checkTimes } from "./recountcheck.js";
import { Keys } from "./recountkeys.js";
import { tile, WIDTH } from "./recountlog.js";
import { Ballots } from "./recountvote.js";

// `vote`: what the page says of it (templates/parts/votes.html). Answers {entries, signatures,
// ballots, wrong: [{why, …}], unchecked: [{why, …}]}.
export async function recount(vote, progress = () => undefined) {
  const roll = await rollOf(vote);
  const log = await verifyHistory(vote.assembly);
  const { size, root } = await openCheckpoint(log.checkpoint, vote.assembly, log.host);
  const read = await readLog(vote, size, progress);
  const { wrong, ballots, keys } = read;
  if (!equal(await read.tree.root(), root)) wrong.push({ why: "root" });
  if (Math.max(vote.tally.log_size, roll.size) > size) wrong.push({ why: "ahead" });
  wrong.push(...checkTimes(vote, read.before, read.after, keys.members.rules ?? {}));
  wrong.push(...checkRoll(roll, ballots));
  const standing = ballots.at(vote.tally.log_size);
  const tally = checkTally(vote, standing);
  wrong.push(...tally.wrong);
  const unchecked = [{ why: "electorate", electorate: vote.electorate }];
  if (!tally.counted) unchecked.push({ why: "seats" });
  if (keys.members.rested) unchecked.push({ why: "recovered", count: keys.members.rested });
  return { entries: size, signatures: read.signatures, ballots: standing.size, wrong, unchecked };
}

async function readLog(vote, size, progress) {
  const read = {
    tree: new Frontier(), keys: new Keys(vote.assembly), ballots: new Ballots(vote),
    wrong: [], signatures: 0, before: 0, after: undefined,
  };
  for (let at = 0; at < size; at += WIDTH) {
    const entries = await tile(vote.assembly, at / WIDTH, size, read.keys.bytes);
    await read.tree.add(entries.map(({ leaf }) => leaf), WIDTH);
    for (const [place, entry] of entries.entries()) await judge(read, vote, at + place, entry);
    progress(Math.min(at + WIDTH, size) / size);
  }
  return read;
}

async function judge(read, vote, index, entry) {
  const { act, time } = entry;
  if (index === vote.opened - 1) read.before = time;
  if (index === vote.opened) read.after = time;
  const author = await read.keys.take(index, entry).catch(() => ({ fault: "malformed" }));
  let why = author.fault;
  if (!why) read.signatures += 1;
  if (!why && act.type === "cast-ballot" && act.vote === vote.number) {
    why = read.ballots.take(index, time, act, author.member, read.keys.members);
  }
  if (why) read.wrong.push({ why, entry: index, member: author.member ?? "?", act: act.type });
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
