// A link can be copied, alone or in the message that goes with it, and sent by whatever the device has.

import { t } from "../base/words.js";
import { until } from "./times.js";

export function handOver(place, link) {
  const [message, share] = ["textarea", "[data-share]"].map((one) => place.querySelector(one));
  for (const copy of place.querySelectorAll("[data-copy]")) {
    const field = copy.dataset.copy ? message : place.querySelector("input");
    copy.onclick = async () => {
      const done = navigator.clipboard.writeText(field.value).then(() => true, () => false);
      if (await done) place.querySelector("[role=status]").textContent = t("copied");
      else field.select(); // then it is copied as any text is
    };
  }
  share.hidden = !navigator.share;
  const shared = () => (message ? { text: message.value } : { url: link });
  share.onclick = () => navigator.share(shared()).catch(() => undefined);
}

// The messages about a matter, from which one is chosen; times in the reader's own zone.
export function handOut(fold) {
  for (const place of fold.querySelectorAll("[data-says]")) {
    const message = place.querySelector("textarea");
    const { until: ms, ends } = message.dataset;
    if (ms) message.value = message.value.replace(ends, until(Number(ms)));
    place.querySelector(".row").hidden = false;
    handOver(place);
  }
}
