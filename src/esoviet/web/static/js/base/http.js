// Asking the host: what it answers, and what it means that it does not.

import { NEAR, now } from "./clock.js";
import { isLeft } from "./people.js";
import { ago, t } from "./words.js";

// The host has read an act and does not take it; `clause` names what in the law it breaks.
export class Refused extends Error {
  constructor(problem, status) {
    super(clocksDiffer(problem) || problem.detail || problem.title || t("stumbled"));
    this.clause = problem.clause;
    this.problem = problem;
    this.status = status;
  }
}

// By clause 1.11, with the time of the host: what it and this device say, if that is what is wrong.
function clocksDiffer({ clause, time }) {
  const device = now();
  if (clause !== "1.11" || !(Math.abs(time - device) >= NEAR)) return "";
  return t("clocks-differ", { device: ago(device), host: ago(time) });
}

// No answer, or none that counts; `why` is what was said, `after` how many seconds to wait.
export class Unreachable extends Error {
  constructor(why = "", after = 0) {
    super(why || t("unreachable"));
    this.why = why;
    this.after = after;
  }
}

// Fetch, or throw Unreachable: no network, or a server that cannot answer now. The cookie is that of who
// acts: a page of somebody else asks for nothing more.
export async function ask(url, options = { cache: "no-store" }) {
  if (isLeft()) return new Promise(() => undefined);
  const answer = await fetch(url, options).catch(() => { throw new Unreachable(); });
  if (answer.status < 500 && answer.status !== 429 && answer.status !== 408) return answer;
  throw new Unreachable("", Number(answer.headers.get("retry-after")) || 0);
}

// Post an envelope with its blobs; a node may ask founders for a token.
export async function post(url, jws, blobs, token = "") {
  let body = jws;
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  if (blobs.length) {
    body = new FormData();
    body.append("act", new Blob([jws], { type: "application/jose" }));
    for (const { ref, bytes } of blobs) body.append(ref.sha256, new Blob([bytes]));
  } else {
    headers["Content-Type"] = "application/jose";
  }
  return ask(url, { method: "POST", body, headers });
}
