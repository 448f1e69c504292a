// On a phone, once the box of what is now has left the screen, what it asks for stays at the foot of it.

export function keepInSight() {
  const bar = document.createElement("div");
  bar.className = "nowbar only-narrow";
  bar.hidden = true;
  bar.setAttribute("role", "region");
  document.body.append(bar);
  const watch = new IntersectionObserver(([{ isIntersecting }]) => {
    const box = document.querySelector("#now .now[role]");
    bar.hidden = isIntersecting || !box || !fill(bar, box);
  });
  const begin = () => {
    watch.disconnect();
    const box = document.querySelector("#now .now[role]");
    if (box) watch.observe(box);
    else bar.hidden = true;
  };
  begin();
  document.addEventListener("refreshed", begin);
}

// What is asked for, as a link; answers whether anything is.
function fill(bar, box) {
  const asked = [...box.querySelectorAll("a.primary, form button[type=submit]")].find((one) => !one.closest("[hidden]"));
  if (!asked || box.classList.contains("calm")) return false;
  const text = document.createElement("span");
  text.textContent = box.querySelector(".what").textContent.trim();
  const link = Object.assign(document.createElement("a"), {
    className: "btn primary", href: asked.href ?? "#now", textContent: asked.href ? asked.textContent.trim() : "↑",
  });
  if (!asked.href) link.setAttribute("aria-label", text.textContent);
  bar.setAttribute("aria-label", text.textContent);
  bar.replaceChildren(text, link);
  return true;
}
