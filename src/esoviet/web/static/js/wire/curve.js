// The public key of a seed (RFC 8032, section 5.1.5), for engines that do not tell it: Firefox 140
// takes a private key and signs with it, but cannot say which public key it has.

const P = 2n ** 255n - 19n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const X = 15112221349535400772501151409588531511454012693041857206046113283949847762202n;
const Y = 46316835694926478169428394003475163141307993866256225615783033603165251855960n;

const mod = (value) => ((value % P) + P) % P;

export async function publicOf(seed) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-512", seed));
  const scalar = (number(hash.subarray(0, 32)) & ((1n << 254n) - 8n)) | (1n << 254n);
  let sum = [0n, 1n, 1n, 0n];
  let power = [X, Y, 1n, mod(X * Y)];
  for (let rest = scalar; rest; rest >>= 1n) {
    if (rest & 1n) sum = add(sum, power);
    power = add(power, power);
  }
  const [x, y, z] = sum;
  const unit = inverse(z);
  return bytes(mod(y * unit) | ((mod(x * unit) & 1n) << 255n));
}

// Points in extended coordinates (RFC 8032, section 5.1.4); the formula serves for doubling too.
function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * D * t1 * t2);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

// By Fermat: value to the power of P - 2.
function inverse(value) {
  let result = 1n;
  let power = value;
  for (let rest = P - 2n; rest; rest >>= 1n) {
    if (rest & 1n) result = mod(result * power);
    power = mod(power * power);
  }
  return result;
}

const number = (little) => little.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);

const bytes = (value) =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
