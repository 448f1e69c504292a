// When a vote can have ended (docs/law.md 7.7 to 7.10): one course for each way that its time can have gone.
//
// What only the whole law can say (whether all who can vote have voted, how long a vote is to last) is
// taken at its widest; whether its last ballots turned it, is counted. Courses that have become one are
// one, and one that ended otherwise than the page says is none. Are there still too many, some are
// dropped: then nobody is accused by the times of this vote.

import { DAY } from "./members.js";
import { outcome } from "./tally.js";

const MOST_COURSES = 128;
const MOST_DOUBTFUL = 16;

export class Courses {
  lost = false;
  #courses;
  #doubtful = MOST_DOUBTFUL;

  // `closes`: when a page says that the vote ends or ended; `lengths`: for each that is possible, in ms,
  // how long a vote lasts, and the time of whose tenth it is looked at.
  constructor({ prolongations, part_ms: least }, { opened_at: opened, closes, closed }, lengths) {
    Object.assign(this, { most: prolongations, opened, closes, isOver: Boolean(closed) });
    this.#courses = lengths.map(([length, whole]) => {
      const tenth = Math.max(1, Math.min(Math.floor(whole / 10), DAY));
      const [due, looks] = [opened + length, opened + whole - Math.floor(whole / 10)];
      const part = Math.max(Math.floor(tenth / 4), least);
      const isSaid = due === closes;
      return { due, isSaid, closed: Infinity, prolonged: 0, tenth, part, looks, turned: false };
    });
  }

  // An entry at which all up to `surely` has taken effect, and all up to `perhaps` can have.
  pass(index, time, last, surely, perhaps) {
    const many = this.#courses.length;
    const passed = this.#courses.flatMap((before) => {
      const course = this.#looked(this.#noted(before, time, last), index, surely, perhaps);
      if (course.closed <= index || perhaps < course.due) return [course];
      const next = this.#falls(course, index, time, last);
      return surely < course.due ? [course, ...next] : next;
    });
    this.#courses = passed.length > many ? this.#kept(passed) : passed;
  }

  // Each course once, those that can still be what the page says; `lost` where there are too many.
  #kept(courses) {
    const different = new Map();
    for (const course of courses) {
      const { due, closed } = course;
      const isDead = this.isOver && closed !== Infinity && due !== this.closes;
      if (!isDead) different.set(JSON.stringify(Object.entries(course).sort()), course);
    }
    this.lost ||= different.size > MOST_COURSES;
    return [...different.values()].slice(0, MOST_COURSES);
  }

  // All may have voted, or enough have asked for it: the vote can end soon (7.8), one on an amendment
  // after a day (7.10). Where that is not `likely`, it is followed for what the page says, and a few times.
  ends(time, likely) {
    const follows = (due) => likely || due === this.closes || this.#doubtful > 0;
    const sooner = this.#courses.flatMap((course) => {
      if (course.closed !== Infinity) return [];
      const looks = course.looked === undefined ? Infinity : course.looks;
      const soon = time + course.part + 1;
      const ends = new Set([soon, Math.max(soon, this.opened + DAY)]);
      return [...ends].filter((due) => due < course.due && follows(due))
        .map((due) => this.#until(course, due, { looks }));
    });
    if (!likely && sooner.length) this.#doubtful -= 1;
    if (sooner.length) this.#courses = this.#kept([...sooner, ...this.#courses]);
  }

  // The same course with another end; an open vote can have been said to end at any that it had.
  #until = (course, due, more) => ({ ...course, due, isSaid: course.isSaid || due === this.closes, ...more });

  // The first entry before which the vote had closed, given when a page says that it closes or has
  // `closed`; Infinity while it was open, undefined where it can never have closed then, or where
  // courses were `lost`. `ballots` say what turned it.
  closed(vote, ballots) {
    const fits = ({ due, isSaid }) => (vote.closed ? due === vote.closes : isSaid);
    const found = this.#courses.filter((course) => fits(course) && agrees(course, vote, ballots));
    return found.length && !this.lost ? Math.max(...found.map(({ closed }) => closed)) : undefined;
  }

  // Whether a ballot at this time comes too late, whatever course the vote took (7.7).
  over = (time) => !this.lost && this.#courses.every((course) => course.due <= time && course.prolonged >= this.most);

  // A ballot stands: one after the end that was not sure yet makes the vote last longer (7.7).
  heard(time) {
    this.#courses = this.#courses.map((course) => {
      const { closed, due, prolonged } = course;
      const longer = closed === Infinity && due <= time && prolonged < this.most;
      return longer ? { ...course, missed: true } : course;
    });
  }

  // What the vote would do is looked at when its last tenth begins (7.9); `sure` where that is certain.
  #looked(course, index, surely, perhaps) {
    if (course.looked !== undefined || perhaps < course.looks || course.closed !== Infinity) return course;
    return { ...course, looked: index, sure: surely >= course.looks };
  }

  // Whether the host was away in a vote's last part: noted at the first entry after its end (7.7).
  #noted(course, time, last) {
    if (course.closed !== Infinity || course.due > time || last >= course.due) return course;
    return { ...course, missed: this.#wasAway(course, last) };
  }

  #wasAway = ({ due, part, prolonged }, last) => prolonged < this.most && last < due - part;

  // The deadline: the vote lasts longer if the host was away, or if its last ballots turned it.
  #falls(course, index, time, last) {
    const lasts = (due, more) => this.#until(course, due, more);
    if (course.missed || this.#wasAway(course, last)) {
      return [lasts(time + course.tenth, { prolonged: course.prolonged + 1, missed: false })];
    }
    const closed = { ...course, closed: index, fell: course.fell ?? index };
    if (course.turned || course.looked === undefined) return [closed];
    const half = Math.floor((course.due - this.opened) / 2);
    return [closed, lasts(time + half, { turned: true, fell: index })];
  }
}

// Whether a vote turned between the start of its last tenth and its end if, and only if, its course says so.
function agrees({ looked, sure, fell, turned }, vote, ballots) {
  if (looked === undefined || !sure || fell === undefined) return true;
  const [before, after] = [looked, fell].map((size) => effect(vote, ballots, size));
  return before === undefined || after === undefined || (before !== after) === turned;
}

// What a vote does in a log of so many entries; undefined where that is not counted here, or depends on which
// of those who first voted later were asleep: the law counts sleepers from their first ballot on (7.3).
function effect(vote, ballots, size) {
  const counted = [...ballots.at(size).values()].filter(({ counts }) => counts).map(({ ranks }) => ranks);
  const fewest = vote.electorate - ballots.firstFrom(size);
  const sizes = new Set([fewest, vote.electorate]);
  const possible = [...sizes].map((electorate) => outcome({ ...vote, electorate }, counted));
  const { ending, winners } = possible[0];
  if (winners === undefined || new Set(possible.map(decided)).size > 1) return undefined;
  return ["adopted", "elected"].includes(ending) ? [...winners].sort((a, b) => a - b).join() : "nothing";
}

// The same where it does not matter how many there are in between: what falls out for want of support does so
// for more members, too.
const decided = ({ ending, winners, dropped }) => JSON.stringify([ending, winners, dropped]);
