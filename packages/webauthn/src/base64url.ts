/** Base64url without padding, as WebAuthn writes bytes in JSON (L3 §5.1.8). @throws Error */
export function decodeBase64url(text: unknown): Uint8Array {
  if (typeof text !== 'string' || !/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) {
    throw new Error('not base64url');
  }
  return Buffer.from(text, 'base64url');
}
