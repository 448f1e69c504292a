// Forms and regions that do more than sign one act: what each of them is about, fetched when it is there.

const FLOWS = {
  tour: ["./tour.js", (m, form) => {
    m.watch(form);
    onSubmit(form, () => m.begin(form));
  }],
  "tour-over": ["./tour.js", (m) => m.throwAway()],
  found: ["./found.js", (m, form) => m.watch(form, m.found)],
  join: ["./found.js", (m, form) => m.watch(form, m.join)],
  invited: ["./invited.js", (m, place) => m.show(place)],
  invite: ["./inviting.js", (m, form, assembly) => onSubmit(form, () => m.invite(form, assembly))],
  ballots: ["./ballots.js", (m, form, assembly) => onSubmit(form, () => m.cast(form, assembly))],
  phrase: ["./recovery.js", (m, form, assembly) => onSubmit(form, () => m.newPhrase(form, assembly))],
  ask: ["./asking.js", (m, form) => onSubmit(form, () => m.ask(form))],
  waiting: ["./asking.js", (m, place, assembly) => m.wait(place, assembly)],
  recover: ["./recovery.js", (m, form) => onSubmit(form, () => m.recover(form))],
  arrive: ["./arriving.js", (m, form) => {
    m.goOn(form);
    onSubmit(form, () => m.withWords(form));
  }],
  pair: ["./pairing.js", (m, form) => {
    m.prepare(form);
    onSubmit(form, () => m.acceptPairing(form));
  }],
  "offer-pairing": ["./pairing.js", (m, form, assembly) => onSubmit(form, async () => {
    if (await m.offerPairing(form, assembly)) location.reload();
  })],
  "name-device": ["./owndevices.js", (m, form, assembly) => onSubmit(form, () => m.nameIt(form, assembly))],
  "end-session": ["./owndevices.js", (m, form, assembly) => onSubmit(form, () => m.endSession(form, assembly))],
  "make-secret": ["./secrets.js", (m, form, assembly) => onSubmit(form, () => m.makeSecret(form, assembly))],
  "end-secret": ["./secrets.js", (m, form, assembly) => onSubmit(form, () => m.endSecret(form, assembly))],
  messages: ["./messages.js", (m, form, assembly) => {
    m.begin(form);
    onSubmit(form, () => m.keep(form, assembly));
  }],
  "mail-address": ["./messages.js", (m, form, assembly) => onSubmit(form, () => m.enter(form, assembly))],
  "mail-forget": ["./messages.js", (m, form, assembly) => onSubmit(form, () => m.forget(form, assembly))],
  "add-room": ["./rooms.js", (m, form, assembly) => onSubmit(form, () => m.add(form, assembly))],
  "try-room": ["./rooms.js", (m, form, assembly) => onSubmit(form, () => m.attempt(form, assembly))],
  "drop-room": ["./rooms.js", (m, form, assembly) => onSubmit(form, () => m.drop(form, assembly))],
  skills: ["./skills.js", (m, form, assembly) => {
    m.begin(form);
    onSubmit(form, () => m.keep(form, assembly));
  }],
  "take-back-skills": ["./skills.js", (m, form, assembly) => onSubmit(form, () => m.takeBack(form, assembly))],
  away: ["./away.js", (m, form, assembly) => onSubmit(form, () => m.leave(form, assembly))],
  back: ["./away.js", (m, form, assembly) => onSubmit(form, () => m.comeBack(form, assembly))],
  teach: ["./skills.js", (m, form, assembly) => onSubmit(form, () => m.teach(form, assembly))],
  plan: ["./plans.js", (m, form, assembly) => onSubmit(form, () => m.tell(form, assembly))],
  sheet: ["./sheet.js", (m, place) => m.watch(place)],
  mailed: ["./mailed.js", (m, form, assembly) => m.watch(form, assembly)],
  follow: ["./follow.js", (m, _form, assembly) => m.watch(assembly)],
  farewell: ["./farewell.js", (m, form, assembly) => m.watch(form, assembly)],
  "sign-out": ["./goodbye.js", (m, form, assembly) => onSubmit(form, () => m.signOut(form, assembly))],
  forget: ["./goodbye.js", (m, form) => onSubmit(form, () => m.forget(form))],
  recount: ["./recount.js", (m, form) => m.watch(form)],
  search: ["./search.js", (m, form) => m.watch(form)],
  outbox: ["./outbox-page.js", (m, form, assembly) => m.showOutbox(form, assembly)],
  keeping: ["./keeping.js", (m, form) => m.watch(form)],
  way: ["./way.js", (m, place, assembly) => m.watch(place, assembly)],
  offline: ["./offline.js", (m, place) => m.show(place)],
  pin: ["./pin.js", (m, form, assembly) => {
    m.watch(form);
    onSubmit(form, () => m.set(form, assembly));
  }],
  who: ["./who.js", (m, place) => m.show(place)],
  else: ["./who.js", (m, link) => m.otherwise(link)],
  own: ["./assemblies.js", (m, place) => m.listOwn(place)],
  salt: ["./originals.js", (m, place) => m.showSalt(place)],
  copied: ["../acts/copied.js", (m, place, assembly) => m.check(place, assembly)],
  mine: ["./outbox-page.js", (m, form, assembly) => m.showMine(form, assembly)],
};

function onSubmit(form, work) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    await work().catch(async (error) => (await import("./outcome.js")).fail(form, error));
    button.disabled = false;
  });
}

// Start the flows of a page, one after the other.
export async function follow(places, assembly) {
  for (const place of places) {
    const [module, run] = FLOWS[place.dataset.flow];
    run(await import(module), place, assembly);
  }
}
