// A page that the service worker kept and shows without a network says so, and from when it is.

import { ago, t } from "../base/words.js";

export function tell(at) {
  const line = Object.assign(document.createElement("p"), { className: "notice wait" });
  line.textContent = t("kept-page", { time: ago(at) });
  document.getElementById("main").prepend(line);
}
