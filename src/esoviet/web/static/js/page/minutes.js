// The result of a vote, printed: its minutes. <button data-minutes hidden>

export function offerMinutes() {
  const show = () => document.querySelectorAll("[data-minutes]").forEach((one) => { one.hidden = false; });
  document.addEventListener("click", ({ target }) => target.closest?.("[data-minutes]") && window.print());
  document.addEventListener("refreshed", show);
  show();
}
