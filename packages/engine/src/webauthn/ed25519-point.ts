/** The field and the curve of RFC 8032 §5.1. */
const P = 2n ** 255n - 19n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

/** Whether 32 bytes decode to a point (RFC 8032 §5.1.3): OpenSSL asks only when a signature comes, which would be too late. */
export function isEd25519Point(bytes: Uint8Array): boolean {
  if (bytes.length !== 32) return false;
  const number = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  const sign = number >> 255n;
  const y = number & (2n ** 255n - 1n);
  if (y >= P) return false;
  const ySquared = (y * y) % P;
  const xSquared = ((ySquared - 1n + P) * power(D * ySquared + 1n, P - 2n)) % P;
  return xSquared === 0n ? sign === 0n : power(xSquared, (P - 1n) / 2n) === 1n;
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
