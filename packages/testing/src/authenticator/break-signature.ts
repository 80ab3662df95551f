/** Flips the last bit of a signature: the signature stays well formed, but is invalid. */
export function breakSignature(signature: Uint8Array): Uint8Array {
  const broken = Uint8Array.from(signature);
  const last = broken.length - 1;
  broken[last] = (broken[last] ?? 0) ^ 1;
  return broken;
}
