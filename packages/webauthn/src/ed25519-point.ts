/** RFC 8032 §5.1. */
const P = 2n ** 255n - 19n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

/** A root of 2y² = 1 − dy⁴. */
const Y_OF_ORDER_8 = 55188659117513257062467267217118295137698188065244968500265048394206261417927n;
/** Of the points with the orders 1, 2, 4 and 8. Every other point has a large order. */
const SMALL_ORDER: ReadonlySet<bigint> = new Set([1n, P - 1n, 0n, Y_OF_ORDER_8, P - Y_OF_ORDER_8]);

/** RFC 8032 §5.1.3, and no small order. OpenSSL checks neither. */
export function isEd25519Key(bytes: Uint8Array): boolean {
  if (bytes.length !== 32) return false;
  const number = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  const sign = number >> 255n;
  const y = number & (2n ** 255n - 1n);
  if (y >= P) return false;
  const ySquared = (y * y) % P;
  const xSquared = ((ySquared - 1n + P) * power(D * ySquared + 1n, P - 2n)) % P;
  const isPoint = xSquared === 0n ? sign === 0n : power(xSquared, (P - 1n) / 2n) === 1n;
  return isPoint && !SMALL_ORDER.has(y);
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % P;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}
