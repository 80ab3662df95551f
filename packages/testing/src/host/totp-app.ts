import type { Instant } from '@sallyport/core';

const STEP = 30_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An authenticator app (RFC 6238: SHA-1, 6 digits, 30 s). Does not use the library with which the engine verifies codes. */
export interface TotpApp {
  /** The secret in base32, as the engine shows the secret. */
  readonly secret: string;
  /**
   * An unused code: the code of the current step, or else the code of the next step, which the engine already accepts. Returns `undefined`
   * if both were used. The next unused code is then available in up to 30 s.
   */
  code(now: Instant): Promise<string | undefined>;
}

/**
 * An authenticator app with a secret (RFC 6238), as a person scans it.
 *
 * @throws TypeError if the secret is not base32
 */
export function totpApp(secret: string): TotpApp {
  const key = base32(secret);
  let last = Number.NEGATIVE_INFINITY;
  return {
    secret,
    async code(now) {
      const current = Math.floor(now / STEP);
      const step = Math.max(current, last + 1);
      if (step > current + 1) return undefined;
      last = step;
      return codeOf(key, step);
    },
  };
}

/** HOTP (RFC 4226 §5.3). */
async function codeOf(secret: Uint8Array<ArrayBuffer>, step: number): Promise<string> {
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(step));
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  const digest = new DataView(await crypto.subtle.sign('HMAC', key, counter.buffer));
  const offset = digest.getUint8(digest.byteLength - 1) & 0x0f;
  return String((digest.getUint32(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

function base32(text: string): Uint8Array<ArrayBuffer> {
  const bits = [...text.toUpperCase().replaceAll(/[\s=]/g, '')].map((letter) => {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new TypeError('the secret of an authenticator app is base32');
    return value.toString(2).padStart(5, '0');
  });
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2));
}
