/** The signature with its last bit turned: well formed, and wrong. */
export function breakSignature(signature: Uint8Array): Uint8Array {
  const broken = Uint8Array.from(signature);
  const last = broken.length - 1;
  broken[last] = (broken[last] ?? 0) ^ 1;
  return broken;
}
