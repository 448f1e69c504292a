// Where a place lies, as people copy it from maps: made into a geo: URI (RFC 5870), rounded unless that is not wanted.

import { t } from "../base/words.js";

const DEGREES = String.raw`([-−+]?\d{1,3}(?:[.,]\d+)?)\s*°?`;
const PAIR = new RegExp(String.raw`^\s*(?:geo:)?${DEGREES}\s*(?:[,;]\s*|\s)${DEGREES}\s*$`, "i");
const FINE = 5; // decimals: a metre
const COARSE = 2; // a kilometre

// The URI of what stands in a field; throws where that is no place on the earth.
export function geoOf(field) {
  const found = PAIR.exec(field.value)?.slice(1).map((one) => Number(one.replace(",", ".").replace("−", "-")));
  if (!found || Math.abs(found[0]) > 90 || Math.abs(found[1]) > 180) throw new Error(t("position-unread"));
  const coarse = field.closest("fieldset")?.querySelector("[data-coarse]")?.checked;
  const [latitude, longitude] = found.map((one) => written(one, coarse ? COARSE : FINE));
  field.dataset.shown = `${latitude}, ${longitude}`;
  return `geo:${latitude},${longitude}`;
}

const written = (degrees, decimals) => degrees.toFixed(decimals).replace(/^-(0\.0*)$/, "$1").replace(/(\.\d*?[1-9])0+$|\.0+$/, "$1");
