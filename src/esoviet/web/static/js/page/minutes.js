// The result of a vote, printed: its minutes. <button data-minutes hidden>
// A roll that is longer than its page is fetched to its end first: <a data-rest> leads to all of it.

const MOST_PAGES = 100;

export function offerMinutes() {
  const show = () => document.querySelectorAll("[data-minutes]").forEach((one) => { one.hidden = false; });
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest?.("[data-minutes]");
    if (!button) return;
    button.disabled = true;
    await complete().catch(() => undefined); // what has come is printed, and the way to the rest stands there
    button.disabled = false;
    window.print();
  });
  document.addEventListener("refreshed", show);
  show();
}

async function complete() {
  const link = document.querySelector("#roll [data-rest]");
  if (!link) return;
  const rows = [];
  for (let [address, n] = [link.href, 0]; address && n < MOST_PAGES; n += 1) {
    const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    rows.push(...page.querySelectorAll("main tbody tr"));
    const next = page.querySelector("main a[rel=next]");
    address = next && new URL(next.getAttribute("href"), address).href;
  }
  document.querySelector("#roll tbody").replaceChildren(...rows);
  link.parentElement.remove();
}
