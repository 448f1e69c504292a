// Where everybody may read, who holds a key that is no member's (any more) reads on as a stranger does:
// they are told on every page how that stands, and on the page on which one joins in full.

export async function tell(assembly, own) {
  const join = `/a/${assembly}/join`;
  if (location.pathname === `/a/${assembly}/members/${own.member}`) return; // says it itself
  const asked = new URLSearchParams(location.search).has("key");
  if (location.pathname === join && (asked || location.hash)) return;
  const link = `${join}?key=${own.kid}`;
  const answer = await fetch(link).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const notice = page.querySelector("[data-standing] [data-notice]");
  if (!notice) return;
  if (location.pathname === join) return location.replace(link);
  notice.hidden = false;
  notice.setAttribute("role", "status");
  document.getElementById("main").prepend(notice);
}
