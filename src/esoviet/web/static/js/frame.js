// The menu on a narrow screen scrolls sideways: bring the page's own entry into sight.

export function showPlace() {
  const nav = document.querySelector(".bar nav");
  const own = nav?.querySelector("[aria-current]");
  if (own) nav.scrollLeft = own.offsetLeft + (own.offsetWidth - nav.clientWidth) / 2;
}
