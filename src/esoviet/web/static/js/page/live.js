// Live pages: one stream a browser tells which records changed; regions fetch themselves again.
//
// The tab that holds the lock keeps the stream open and passes what it hears to the others, since
// HTTP/1.1 allows six connections to a host; the next one takes over when it closes. What cannot be
// shown at once (a dialog is open, the tab is hidden, somebody is in a region) is shown afterwards.
// From the deadline that stands in a region (`data-due`) every entry concerns it: it may confirm it.
// What changed between the making of a page and its listening is told at once: the stream is asked
// for with the page's size of the log, and a tab without one asks the tab that has it.

import { showAnew } from "./regions.js";

const WAIT = 600;
const RETRY = 20_000;
const LOOK = 8_000;
const AWAY = 30_000; // a tab that was hidden so long may have missed what others were told

export function follow(assembly) {
  const channel = new BroadcastChannel(`changes/${assembly}`);
  const shown = Number(document.body.dataset.size);
  let [timer, late, hiddenAt, busy] = [0, false, 0, false];
  const soon = () => { timer ||= setTimeout(refresh, WAIT * (1 + Math.random())); };
  const again = () => { if (late) soon(); };
  const heard = ({ changed, time }) => {
    const regions = [...document.querySelectorAll("[data-live][id]")];
    const kinds = changed?.map(([kind]) => kind);
    const isDue = (region) => time >= region.querySelector("[data-due]")?.dataset.due;
    const concerns = (region) => region.dataset.live.split(" ").some((kind) => kinds.includes(kind));
    if (!kinds || regions.some((region) => concerns(region) || isDue(region))) soon();
  };
  async function refresh() {
    timer = 0;
    late = true;
    if (busy) soon(); // an older answer must not come after a newer one
    if (busy || document.hidden || document.querySelector("dialog[open]")) return;
    busy = true;
    try {
      const text = await fresh();
      if (!text || document.querySelector("dialog[open]")) return;
      late = !(await showAnew(new DOMParser().parseFromString(text, "text/html")));
      document.dispatchEvent(new CustomEvent("refreshed"));
    } finally {
      busy = false;
    }
  }
  channel.onmessage = ({ data }) => { if (data.shown === undefined) heard(data); };
  document.addEventListener("close", again, true); // of a dialog
  document.addEventListener("focusout", ({ relatedTarget }) => {
    if (!relatedTarget?.closest("[data-live]")) again();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > AWAY) soon();
    else again();
  });
  addEventListener("online", soon);
  addEventListener("pageshow", (event) => event.persisted && soon());
  if ("guest" in document.body.dataset) { // the stream tells members what happens; guests look again
    setInterval(soon, LOOK);
    return;
  }
  const begun = Date.now();
  channel.postMessage({ shown });
  navigator.locks.request(`stream/${assembly}`, () => new Promise(() => {
    let known = shown;
    channel.onmessage = ({ data }) => { if (data.shown < known) channel.postMessage({}); };
    listen(assembly, shown, Date.now() - begun > WAIT, (news) => {
      known = Math.max(known, news.size ?? 0);
      heard(news);
      channel.postMessage(news);
    });
  }));
}

// This page as it is now; nothing where there is no network, or the page is being left.
async function fresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  return answer?.ok ? answer.text().catch(() => "") : "";
}

// The stream, opened anew when the browser gives it up; after a gap anything may have changed.
function listen(assembly, shown, gap, tell) {
  const stream = new EventSource(`/a/${assembly}/changes?last=${shown}`);
  stream.addEventListener("open", () => {
    if (gap) tell({});
    if (gap) document.dispatchEvent(new CustomEvent("reached"));
    gap = false;
  });
  stream.addEventListener("message", (event) => tell(JSON.parse(event.data)));
  stream.addEventListener("error", () => {
    gap = true;
    if (stream.readyState !== EventSource.CLOSED) return;
    setTimeout(() => listen(assembly, shown, true, tell), RETRY * (1 + Math.random()));
  });
}
