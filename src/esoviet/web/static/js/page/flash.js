// What came of an act is told on the page that follows, where the act was done.

const KEY = "flash";

export const flash = (text) => sessionStorage.setItem(KEY, text);

export function tell() {
  const text = sessionStorage.getItem(KEY);
  if (!text) return;
  sessionStorage.removeItem(KEY);
  const place = location.hash && document.getElementById(location.hash.slice(1));
  const note = document.createElement("p");
  note.className = "notice good";
  note.setAttribute("role", "status");
  if (place) (place.closest(".cards") ?? place).before(note);
  else document.getElementById("main").prepend(note);
  note.textContent = text;
  note.scrollIntoView({ behavior: "instant" });
}
