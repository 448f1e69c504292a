// The time of a log (docs/law.md 1.6, 1.11).
//
// What falls due takes effect only when somebody else than the host confirms that it is so late: a
// member by the time of an act, or a quorum of the witnesses. The witnesses' word is not verified
// here: where they may have given it, whatever could follow is admitted.

const HOUR = 3_600_000;
const LONGEST = 6 * HOUR; // of the last parts of phases

// Whether the host was away at the end of a phase that lasts so long, in ms, and has taken days (7.7): the
// last entry before its deadline is earlier than its last part.
export const wasAway = (lasts, due, last) => last < due - Math.min(Math.floor(lasts / 40), LONGEST);

export class Clock {
  last = 0; // the time of the last entry
  #sure = 0; // the latest moment that a member confirms

  // `slack_ms`: how far two honest clocks may differ.
  constructor({ slack_ms: slack }) {
    this.slack = slack;
  }

  // Whether the time of a signature fits that of its entry (1.11); `hours` may be between them.
  admits(time, at, hours) {
    return at - time <= this.slack && time - at <= hours * HOUR;
  }

  // Up to when everything has surely taken effect at an entry whose act confirms the moment `at`.
  reach = (time, at = 0) => Math.min(time, Math.max(this.#sure, at) + this.slack);

  pass(time, at) {
    this.#sure = Math.max(this.#sure, at);
    this.last = time;
  }
}
