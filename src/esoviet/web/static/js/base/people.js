// Who uses this browser, where several people share it, and who of them acts. Each has a database of
// their own (base/db.js): keys, outbox, drafts, receipts and visits of one are in no other's, and every
// other module knows of one person alone.
//
//   people   [{id, name, hue, keeps}]   in the order in which they came; there where somebody shares it
//   acting   the id of who acts, NOBODY where somebody is to be chosen first
//
// What changes who acts is a tap on the page of it (page/who.js); nothing reads it from an address.

export const NOBODY = "-";
export const FIRST = "first"; // who used the browser before it was shared
const [PEOPLE, ACTING] = ["people", "acting"];

const stored = (name) => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // a browser that keeps nothing
  }
};

export const people = () => JSON.parse(stored(PEOPLE) ?? "[]");
export const isShared = () => stored(PEOPLE) !== null;
export const acting = () => stored(ACTING) ?? FIRST;

// Whose page this is, from its beginning to its end.
export const actor = acting();

// Somebody else acts meanwhile: nothing that this page began may go on.
export const isLeft = () => acting() !== actor;

export const databaseOf = (id) => (id === FIRST ? "esoviet" : `esoviet-${id}`);

export const called = (id = actor) => people().find((one) => one.id === id);

// Keep what is known of somebody; who is not there yet comes last.
export function note(id, known) {
  const all = people();
  const there = all.find((one) => one.id === id);
  if (there) Object.assign(there, known);
  else all.push({ id, ...known });
  localStorage.setItem(PEOPLE, JSON.stringify(all));
}

// Who has gone; with the last one the browser is nobody's, as it was.
export function strike(id) {
  const left = people().filter((one) => one.id !== id);
  if (left.length) localStorage.setItem(PEOPLE, JSON.stringify(left));
  else for (const name of [PEOPLE, ACTING]) localStorage.removeItem(name);
}

// Under which name it is kept that, and where, this person is told by push (page/push.js).
export const pushed = (assembly) => `push ${assembly}${actor === FIRST ? "" : ` ${actor}`}`;

// From now on this one acts; pages of others see it at once (page/page.js).
export const hand = (id) => localStorage.setItem(ACTING, id);
