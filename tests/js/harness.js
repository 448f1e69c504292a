// Lets a test call the modules: bytes travel as {"$bytes": hex}, errors as {"$error": name}.

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const each = (value, change) =>
  Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(part)]));

export function take(value) {
  if (Array.isArray(value)) return value.map(take);
  if (value === null || typeof value !== "object") return value;
  return "$bytes" in value ? unHex(value.$bytes) : each(value, take);
}

export function give(value) {
  if (value instanceof Uint8Array) return { $bytes: hex(value) };
  if (Array.isArray(value)) return value.map(give);
  if (value === undefined) return null;
  return value === null || typeof value !== "object" ? value : each(value, give);
}

// Call one function of a module for each list of arguments.
export async function calls(module, name, cases) {
  const call = (await import(`/static/js/${module}.js`))[name];
  const answers = [];
  for (const values of cases) {
    try {
      answers.push(give(await call(...take(values))));
    } catch (error) {
      answers.push({ $error: error.constructor.name, why: error.message });
    }
  }
  return answers;
}
