import { DEVICES_PER_BROWSER } from '@sallyport/engine/adapters';

/** Separates the tokens of the list. A dot never occurs in base64url (RFC 4648 §5). */
const BETWEEN = '.';

/** A token has 43 characters. Longer tokens are read too, so that a later version may lengthen the tokens. */
const TOKEN = /^[A-Za-z0-9_-]{43,128}$/;

/**
 * Reads the device tokens from the device's cookie, or from `Sallyport-Device` in token mode: at most {@link DEVICES_PER_BROWSER}, each token once.
 * Ignores an entry that is not a token. Returns `undefined` if no token is left.
 */
export function deviceTokensIn(value: string | undefined): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const tokens = [...new Set(value.split(BETWEEN))].filter((entry) => TOKEN.test(entry)).slice(0, DEVICES_PER_BROWSER);
  return tokens.length === 0 ? undefined : tokens;
}

/** Writes the device tokens as the value of the device's cookie. */
export function deviceList(tokens: readonly string[]): string {
  return tokens.join(BETWEEN);
}
