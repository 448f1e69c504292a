// A link can be copied, and sent by whatever the device has for that.

import { t } from "../base/words.js";

export function handOver(place, link) {
  const [copy, share] = ["copy", "share"].map((name) => place.querySelector(`[data-${name}]`));
  copy.onclick = async () => {
    const done = navigator.clipboard.writeText(link).then(() => true, () => false);
    if (await done) place.querySelector("[role=status]").textContent = t("copied");
    else place.querySelector("input").select(); // then it is copied as any text is
  };
  share.hidden = !navigator.share;
  share.onclick = () => navigator.share({ url: link }).catch(() => undefined);
}
