// What a photograph tells of who took it: whether a place, which device, on which day. Read from its EXIF
// part (JPEG: APP1; HEIC: an item), which both begin with the same letters; nothing else is looked at.

const MOST = 2 ** 22; // bytes that are looked through
const BEGINS = [0x45, 0x78, 0x69, 0x66, 0, 0]; // "Exif"
const [MAKE, MODEL, DETAILS, PLACE, TAKEN] = [0x010f, 0x0110, 0x8769, 0x8825, 0x9003];
const [TEXT, FEW] = [2, 200];

// {place, device, day}: false or "" where it does not say.
export async function tellsOf(file) {
  const bytes = new Uint8Array(await file.slice(0, MOST).arrayBuffer());
  try {
    return read(bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { place: false, device: "", day: "" }; // it is cut off, or made up
  }
}

function read(bytes) {
  const start = begin(bytes);
  if (start < 0) return { place: false, device: "", day: "" };
  const data = new DataView(bytes.buffer, start);
  const little = data.getUint16(0) === 0x4949;
  const first = fieldsAt(data, data.getUint32(4, little), little);
  const details = first.has(DETAILS) ? fieldsAt(data, first.get(DETAILS).value, little) : new Map();
  const said = (fields, tag) => textAt(data, fields.get(tag));
  const [make, model] = [said(first, MAKE), said(first, MODEL)];
  const [, ...day] = /^(\d{4}):(\d\d):(\d\d)/.exec(said(details, TAKEN)) ?? [];
  const place = first.has(PLACE) && fieldsAt(data, first.get(PLACE).value, little).size > 0;
  return { place, device: model.startsWith(make) ? model : `${make} ${model}`.trim(), day: day.join("-") };
}

// Where the part begins: after the letters comes the order of its bytes.
function begin(bytes) {
  for (let at = bytes.indexOf(BEGINS[0]); at >= 0; at = bytes.indexOf(BEGINS[0], at + 1)) {
    const order = bytes[at + 6];
    const fits = BEGINS.every((byte, n) => bytes[at + n] === byte);
    if (fits && (order === 0x49 || order === 0x4d) && order === bytes[at + 7]) return at + 6;
  }
  return -1;
}

function fieldsAt(data, at, little) {
  const found = new Map();
  const count = Math.min(FEW, data.getUint16(at, little));
  for (let n = 0; n < count; n++) {
    const place = at + 2 + 12 * n;
    const [kind, length] = [data.getUint16(place + 2, little), data.getUint32(place + 4, little)];
    const here = kind === TEXT && length <= 4;
    const value = here ? place + 8 : data.getUint32(place + 8, little);
    found.set(data.getUint16(place, little), { kind, length, value });
  }
  return found;
}

function textAt(data, field) {
  if (field?.kind !== TEXT) return "";
  const length = Math.min(FEW, field.length);
  const bytes = Array.from({ length }, (_, n) => data.getUint8(field.value + n));
  return String.fromCharCode(...bytes).replace(/\0.*$/s, "").trim();
}
