// The number on the icon of the installed app: how many things need the member, on the floor that
// they looked at last (W3C Badging API). Where nothing is installed the browser does nothing.

export function keepBadge() {
  if (!("setAppBadge" in navigator)) return;
  const show = () => {
    const said = document.querySelector("[data-needs]")?.dataset.needs;
    // 0 takes it away; some browsers refuse, and there is nobody to tell
    if (said !== undefined) navigator.setAppBadge(Number(said)).catch(() => undefined);
  };
  show();
  document.addEventListener("refreshed", show);
}
