// Whether the witnesses of an assembly confirm what the host says of the time.

import { NEAR } from "../base/clock.js";
import { founding, verifyHistory } from "./history.js";
import { cosigned, NONE, parsePolicy, satisfied } from "./policy.js";

// A quorum of them cosigned the newest checkpoint within ten minutes of `time` (ms).
export async function witnessed(assembly, time) {
  const { witnesses = "" } = await founding(assembly);
  if (!witnesses) return false;
  const { checkpoint } = await verifyHistory(assembly);
  return confirms(await parsePolicy(witnesses), checkpoint, time);
}

export async function confirms(policy, checkpoint, time) {
  if (policy.quorum === NONE) return false; // nobody has to have seen anything
  const near = (await cosigned(checkpoint, policy.witnesses))
    .filter((one) => Math.abs(one.time * 1000 - time) <= NEAR);
  return satisfied(policy, near.map(({ name }) => name));
}
