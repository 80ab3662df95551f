import { describe, expect, it } from 'vitest';
import { isCredentialKey } from './credential-key.ts';

/** The key of the example in RFC 9052 §C.7.1, with `alg` ES256: on the curve P-256. */
const P256 =
  'a5010203262001215820' +
  '65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d' +
  '225820' +
  '1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c';
const base64url = (hex: string) => Buffer.from(hex, 'hex').toString('base64url');

describe('a credential public key of another system', () => {
  it('X22 is a COSE key of a known algorithm', () => {
    expect(isCredentialKey(base64url(P256))).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['one byte', 'a0'],
    ['a point that is not on the curve', P256.replace('65eda5', '65eda6')],
    ['a key of an unknown algorithm', P256.replace('0326', '0339')],
    ['a key with bytes behind it', `${P256}00`],
    ['half a key', P256.slice(0, 80)],
    ['a key in DER', '3059301306072a8648ce3d020106082a8648ce3d030107034200'],
  ])('X22 is not %s', (_, hex) => {
    expect(isCredentialKey(base64url(hex))).toBe(false);
  });
});
