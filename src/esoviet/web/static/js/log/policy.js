// Which witnesses must have seen a checkpoint, and when they did (C2SP tlog-policy, tlog-cosignature):
// the twin of log/policy.py and log/cosignature.py.

import { concat, equal, Malformed, unB64, unDecimal, unHex, utf8 } from "../wire/bytes.js";
import { verify } from "../wire/ed25519.js";
import { ProofError } from "./merkle.js";
import { checkName, keyId, parseCheckpoint, parseNote } from "./note.js";

export const NONE = "none";
const MAX_POLICY = 65536;
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\x00-\x08\x0b-\x1f\x7f]/;
const [LOG, WITNESS] = [1, 4];

// Read a policy; answers {logs, witnesses, groups, quorum}.
export async function parsePolicy(text) {
  if (utf8(text).length > MAX_POLICY) throw new Malformed("a policy of more than 64 KiB");
  if (FORBIDDEN.test(text)) throw new Malformed("a control character in a policy");
  const lines = text.split("\n");
  if (lines.pop()) throw new Malformed("each line of a policy ends in a newline");
  const made = { logs: [], witnesses: [], groups: [], quorum: null };
  for (const line of lines) {
    const items = line.split(/[ \t]+/).filter(Boolean);
    if (items.length && !items[0].startsWith("#")) await readLine(made, items);
  }
  if (made.quorum === null) throw new Malformed("a policy has a quorum line");
  return made;
}

async function readLine(made, [word, ...rest]) {
  const size = rest.length;
  if (word === "log" && (size === 1 || size === 2)) await addKey(made.logs, "", rest[0], LOG);
  else if (word === "witness" && (size === 2 || size === 3)) {
    await addKey(made.witnesses, rest[0], rest[1], WITNESS);
    checkFree(made, rest[0], made.witnesses.slice(0, -1));
  } else if (word === "group" && size >= 3) addGroup(made, rest);
  else if (word === "quorum" && size === 1) setQuorum(made, rest[0]);
  else throw new Malformed("not a line of a policy");
}

async function addKey(list, name, text, type) {
  const key = await parseKey(text);
  if (key.type !== type) throw new Malformed("a verifier key of the wrong type");
  if (list.some((one) => equal(one.key.public, key.public))) throw new Malformed("two have one key");
  list.push({ name, key });
}

function addGroup(made, [name, threshold, ...members]) {
  const all = threshold === "all" ? members.length : 0;
  const least = threshold === "any" ? 1 : all || unDecimal(threshold);
  if (least < 1 || least > members.length) throw new Malformed("a threshold beyond its members");
  const taken = new Set(made.groups.flatMap((group) => group.members));
  for (const member of members) {
    if (!isDefined(made, member)) throw new Malformed("a member that is not defined before it");
    if (taken.has(member)) throw new Malformed("a name is a member twice");
    taken.add(member);
  }
  checkFree(made, name, made.witnesses);
  made.groups.push({ name, least, members });
}

function setQuorum(made, name) {
  if (made.quorum !== null) throw new Malformed("a policy has one quorum line");
  if (name !== NONE && !isDefined(made, name)) throw new Malformed("a quorum that is not defined");
  made.quorum = name;
}

const isDefined = ({ witnesses, groups }, name) => [...witnesses, ...groups].some((one) => one.name === name);

function checkFree({ groups }, name, witnesses) {
  if (name === NONE || isDefined({ witnesses, groups }, name)) throw new Malformed("a name is taken");
}

// A verifier key: name+id+base64 of its type and 32 bytes.
export async function parseKey(text) {
  const [name, id, ...rest] = text.split("+");
  if (!rest.length) throw new Malformed("a verifier key is name+id+key");
  checkName(name);
  const [data, identity] = [unB64(rest.join("+")), unHex(id, 4)];
  if (data.length !== 33 || ![LOG, WITNESS].includes(data[0])) throw new Malformed("an unknown type of key");
  const key = { name, type: data[0], public: data.subarray(1), id: identity };
  if (!equal(await keyId(name, key.public, key.type), identity)) throw new Malformed("another key's id");
  return key;
}

// Whether the witnesses of these names in the policy make the quorum.
export function satisfied({ witnesses, groups, quorum }, names) {
  if (quorum === NONE) return true;
  const seen = new Set(witnesses.map(({ name }) => name).filter((name) => names.includes(name)));
  for (const { name, least, members } of groups) {
    if (members.filter((member) => seen.has(member)).length >= least) seen.add(name);
  }
  return seen.has(quorum);
}

// The witnesses that cosigned a checkpoint (a signed note), with the times (seconds) at which they did.
export async function cosigned(text, witnesses) {
  const note = parseNote(text);
  parseCheckpoint(note.text);
  const found = [];
  for (const line of note.signatures) {
    const known = witnesses.find(({ key }) => key.name === line.name && equal(key.id, line.id));
    if (known) found.push({ name: known.name, time: await timeOf(note.text, line.signature, known.key) });
  }
  return found;
}

async function timeOf(text, payload, key) {
  if (payload.length !== 72) throw new ProofError("a cosignature is a time and a signature");
  const time = new DataView(concat(payload.subarray(0, 8)).buffer).getBigUint64(0);
  const message = utf8(`cosignature/v1\ntime ${time}\n${text}`);
  if (time >= 1n << 63n || !(await verify(key.public, message, payload.subarray(8)))) {
    throw new ProofError("a cosignature on this checkpoint is not valid");
  }
  return Number(time);
}
