// A link can be copied, alone or in the message that goes with it, and sent by whatever the device has.

import { t } from "../base/words.js";

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
