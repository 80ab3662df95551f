/**
 * L3 §5.1.8. Only the canonical text (RFC 4648 §3.5).
 *
 * @throws Error
 */
export function decodeBase64url(text: unknown): Uint8Array {
  if (typeof text === 'string') {
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.toString('base64url') === text) return bytes;
  }
  throw new Error('not base64url');
}
