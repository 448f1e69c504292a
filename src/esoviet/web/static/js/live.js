// Live pages: one stream a browser tells which records changed; regions fetch themselves again.
//
// The tab that holds the lock keeps the stream open and passes what it hears to the others, since
// HTTP/1.1 allows six connections to a host. <section data-live="Vote Ballot"> is replaced by the
// element with the same id of a freshly fetched page.

import { showTimes } from "./times.js";

const WAIT = 600;

export function follow(assembly) {
  const regions = document.querySelectorAll("[data-live][id]");
  const channel = new BroadcastChannel(`changes/${assembly}`);
  let timer = 0;
  const heard = (kinds) => {
    const touched = [...regions].some((region) =>
      kinds[0] === "*" || region.dataset.live.split(" ").some((kind) => kinds.includes(kind)));
    if (touched && !timer) timer = setTimeout(refresh, WAIT * (1 + Math.random()));
  };
  async function refresh() {
    timer = 0;
    if (document.querySelector("dialog[open]")) return;
    const request = fetch(location.href, { headers: { Accept: "text/html" } });
    const answer = await request.catch(() => null); // no network, or the page is being left
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const region of document.querySelectorAll("[data-live][id]")) {
      const next = fresh.getElementById(region.id);
      if (!next || region.contains(document.activeElement) || next.isEqualNode(region)) continue;
      region.replaceChildren(...next.childNodes);
      showTimes(region);
    }
    document.dispatchEvent(new CustomEvent("refreshed"));
  }
  channel.onmessage = (event) => heard(event.data);
  navigator.locks.request(`stream/${assembly}`, () => new Promise(() => {
    const stream = new EventSource(`/a/${assembly}/changes`);
    stream.addEventListener("message", (event) => {
      const kinds = JSON.parse(event.data).changed?.map(([kind]) => kind) ?? ["*"];
      heard(kinds);
      channel.postMessage(kinds);
    });
  }));
}
