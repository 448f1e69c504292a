// A file on its way to the server in pieces (tus 1.0, endpoints/uploads.py): a line that breaks costs one
// of them, and what has come of it once is not sent again, also after the page was left and the same
// file is chosen anew. What a file is is told by its bytes: no name is kept, and none is sent.
//
// A row of `uploads` in this browser, by assembly and mark: {key, assembly, at, url, made, entry}
//   url    where it is on its way;   made   what the server made of it, which waits an hour for its act
//   entry  the act that brought this very file, which is said when somebody chooses it again

import * as db from "../base/db.js";
import { Refused } from "../base/http.js";
import { t } from "../base/words.js";
import { concat, hex, sha256 } from "../wire/bytes.js";
import { fits } from "./room.js";

const TUS = { "Tus-Resumable": "1.0.0" };
const OFFSETS = "application/offset+octet-stream";
const [LEAST, FIRST, MOST] = [2 ** 17, 2 ** 19, 2 ** 23]; // bytes of a piece
const [QUICK_MS, SLOW_MS] = [2000, 8000];
const [SOON_MS, LATE_MS] = [1000, 30_000]; // until it is tried again
const WAITS_MS = 50 * 60_000; // what was made is swept after an hour
const FULL = 507; // there is no room, and there will be none by itself
const KEPT_MS = 90 * 86_400_000;

// What a file is, whatever it is called: a hash of the hashes of its pieces.
export async function markOf(blob) {
  const parts = [];
  for (let at = 0; at < blob.size; at += MOST) {
    parts.push(await sha256(new Uint8Array(await blob.slice(at, at + MOST).arrayBuffer())));
  }
  return hex(await sha256(concat(...parts)));
}

export async function rowOf(assembly, blob) {
  const key = `${assembly}/${await markOf(blob)}`;
  return (await db.get("uploads", key)) ?? { key, assembly };
}

export const keep = (row) => db.put("uploads", { ...row, at: Date.now() });

export async function sweep() {
  for (const { key, at } of await db.all("uploads")) {
    if (at < Date.now() - KEPT_MS) await db.remove("uploads", key);
  }
}

// Send a file and have it made ready; answers what became of it, and the row of it. `tell` is told how
// many bytes have come, -1 while the line is broken, and all of them while it is being made ready.
export async function bring(assembly, blob, tell, stop) {
  const row = await rowOf(assembly, blob);
  if (row.made && row.at > Date.now() - WAITS_MS && (await waits(assembly, row.made))) return row;
  delete row.made;
  for (;;) {
    await send(assembly, blob, row, tell, stop);
    tell(blob.size);
    const answer = await asked(`/a/${assembly}/media`, {
      method: "POST", body: JSON.stringify({ upload: row.url.split("/").at(-1) }),
      headers: { "Content-Type": "application/json" },
    }, tell, stop);
    if (answer.status === 404 || answer.status === 409) {
      delete row.url; // it was swept meanwhile, or the answer was lost on its way
      continue;
    }
    delete row.url;
    if (!answer.ok) {
      await keep(row);
      throw await refusal(answer);
    }
    row.made = await answer.json();
    await keep(row);
    return row;
  }
}

const waits = (assembly, { sha256: name }) =>
  fetch(`/a/${assembly}/blobs/${name}/content`, { method: "HEAD" }).then(({ ok }) => ok, () => false);

async function send(assembly, blob, row, tell, stop) {
  let offset = row.url ? await come(row, tell, stop) : null;
  let size = FIRST;
  while (offset === null || offset < blob.size) {
    offset ??= await begin(assembly, blob, row, tell, stop);
    tell(offset);
    const [start, piece] = [performance.now(), blob.slice(offset, offset + size)];
    const headers = { ...TUS, "Content-Type": OFFSETS, "Upload-Offset": String(offset) };
    const answer = await fetch(row.url, { method: "PATCH", body: piece, headers, signal: stop }).catch(broke(stop));
    const took = performance.now() - start;
    if (answer?.ok) offset += piece.size;
    else if (answer && answer.status < 500 && ![404, 409].includes(answer.status)) throw await refusal(answer);
    else offset = await come(row, tell, stop);
    if (answer?.ok && took < QUICK_MS) size = Math.min(MOST, size * 2);
    else if (took > SLOW_MS || !answer?.ok) size = Math.max(LEAST, size / 2);
  }
}

async function begin(assembly, blob, row, tell, stop) {
  await fits(assembly, [blob.size]);
  const headers = { ...TUS, "Upload-Length": String(blob.size) };
  const answer = await asked(`/a/${assembly}/uploads`, { method: "POST", headers }, tell, stop);
  if (!answer.ok) throw await refusal(answer);
  row.url = new URL(answer.headers.get("location"), location.href).pathname;
  await keep(row);
  return 0;
}

// How much of it has come; null where nobody knows of it any more.
async function come(row, tell, stop) {
  const answer = await asked(row.url, { method: "HEAD", headers: TUS, cache: "no-store" }, tell, stop);
  return answer.ok ? Number(answer.headers.get("upload-offset")) : null;
}

// An answer, however long the line is broken or the server has no time.
async function asked(url, options, tell, stop) {
  for (let pause = SOON_MS; ; pause = Math.min(LATE_MS, pause * 2)) {
    const answer = await fetch(url, { ...options, signal: stop }).catch(broke(stop));
    if (answer && (answer.status < 500 || answer.status === FULL)) return answer;
    tell(-1);
    await new Promise((resolve) => {
      setTimeout(resolve, pause);
      addEventListener("online", resolve, { once: true });
    });
    stop.throwIfAborted();
  }
}

const broke = (stop) => () => {
  stop.throwIfAborted();
  return null;
};

const refusal = async (answer) =>
  new Refused(await answer.json().catch(() => ({ detail: t("stumbled") })), answer.status);
