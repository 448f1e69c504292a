// The time of a log (docs/law.md 1.6, 1.11), and when a vote opened and closed by it (7.7).
//
// What falls due takes effect only when somebody else than the host confirms that it is so late: a
// member by the time of an act, or a quorum of the witnesses. The witnesses' word is not verified
// here: where they may have given it, whatever could follow is admitted.

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MOST_COURSES = 64;

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

// The courses that a vote can have taken: one for each length of time that it can have.
export class Courses {
  #courses;

  constructor({ prolongations, part_ms: part }, opened, lengths) {
    this.most = prolongations;
    this.part = part;
    this.#courses = lengths.map((length) => ({
      due: opened + length, dues: [opened + length], closed: Infinity, prolonged: 0,
      tenth: Math.max(1, Math.min(Math.floor(length / 10), DAY)),
    }));
  }

  // An entry at which all up to `surely` has taken effect, and all up to `perhaps` can have.
  pass(index, time, last, surely, perhaps) {
    this.#courses = this.#courses.flatMap((before) => {
      const course = this.#noted(before, time, last);
      if (course.closed <= index || perhaps < course.due) return [course];
      const next = this.#falls(course, index, time, last);
      return surely < course.due && this.#courses.length < MOST_COURSES ? [course, next] : [next];
    });
  }

  // The first entry before which the vote had closed, given when a page says that it closes; Infinity
  // while it was open, undefined where it can never have closed then.
  closed(closes) {
    const found = this.#courses.filter(({ dues }) => dues.includes(closes));
    return found.length ? Math.max(...found.map(({ closed }) => closed)) : undefined;
  }

  // Whether a ballot at this time comes too late, whatever course the vote took (7.7).
  over = (time) => this.#courses.every((course) => course.due <= time && course.prolonged >= this.most);

  // A ballot stands: one after the end that was not sure yet makes the vote last longer (7.7).
  heard(time) {
    this.#courses = this.#courses.map((course) => {
      const { closed, due, prolonged } = course;
      const longer = closed === Infinity && due <= time && prolonged < this.most;
      return longer ? { ...course, missed: true } : course;
    });
  }

  // Whether the host was away in a vote's last part: noted at the first entry after its end (7.7).
  #noted(course, time, last) {
    if (course.closed !== Infinity || course.due > time || last >= course.due) return course;
    return { ...course, missed: this.#wasAway(course, last) };
  }

  #wasAway = ({ due, tenth, prolonged }, last) =>
    prolonged < this.most && last < due - Math.max(Math.floor(tenth / 4), this.part);

  // The deadline: the vote lasts longer if the host was away.
  #falls(course, index, time, last) {
    const away = course.missed || this.#wasAway(course, last);
    if (!away) return { ...course, closed: index };
    const due = time + course.tenth;
    return { ...course, due, dues: [...course.dues, due], prolonged: course.prolonged + 1, missed: false };
  }
}
