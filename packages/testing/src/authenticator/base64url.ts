import { AuthenticatorError } from './authenticator-error.ts';

/** Unpadded base64url (RFC 4648 §5), as in all binary fields of the WebAuthn JSON types. */
export function encodeBase64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

/**
 * Decodes strictly: `Buffer` alone skips unknown characters, so the result would differ from a browser's.
 *
 * @throws AuthenticatorError `malformed-base64url` (`EncodingError`, as WebAuthn L3 §5.1.8).
 */
export function decodeBase64url(text: string, what: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) {
    throw new AuthenticatorError('malformed-base64url', `${what} is not unpadded base64url: "${text}"`);
  }
  return bytes;
}
