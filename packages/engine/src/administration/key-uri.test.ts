import { generateURI } from 'otplib';
import { describe, expect, it } from 'vitest';
import { appOfKeyUri } from './key-uri.ts';

const URI = 'otpauth://totp/Example:ada?secret=JBSWY3DPEHPK3PXP';

describe('the key URI of an app', () => {
  it('X43 is read as another library writes it', () => {
    const uri = generateURI({
      ...{ issuer: 'A & B', label: 'ada@example.org', secret: 'JBSWY3DPEHPK3PXP' },
      ...{ algorithm: 'sha256', digits: 8, period: 60 },
    });
    expect(appOfKeyUri(uri)).toEqual({
      ...{ type: 'totp', secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA256', digits: 8, period: 60 },
    });
  });

  it('X43 has the parameters that every app supposes, and the first of a parameter that comes twice', () => {
    const supposed = { type: 'totp', secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA1', digits: 6, period: 30 };
    for (const more of ['', '&algorithm=', '&algorithm=sha-1', '&secret=AAAA', '&digits=6&digits=8', '&%E0=1'])
      expect(appOfKeyUri(URI + more)).toEqual(supposed);
  });

  it.each([
    ['another scheme', URI.replace('otpauth', 'https')],
    ['another type', URI.replace('totp', 'steam')],
    ['no label', 'otpauth://totp?secret=JBSWY3DPEHPK3PXP'],
    ['no parameters', 'otpauth://totp/ada'],
    ['an empty secret', 'otpauth://totp/ada?secret='],
    ['half a sign in the label', URI.replace('ada', '%E0')],
    ['half a sign in a parameter', `${URI}&issuer=%E0`],
    ['another algorithm', `${URI}&algorithm=MD5`],
    ['five digits', `${URI}&digits=5`],
    ['digits that are no number', `${URI}&digits=six`],
    ['no time', `${URI}&period=0`],
    ['a time before', `${URI}&period=-30`],
    ['a time without end', `${URI}&period=99999999999999999999`],
    ['a long text', `${URI}&image=${'x'.repeat(2_000)}`],
  ])('X43 is not taken with %s', (_, uri) => {
    expect(appOfKeyUri(uri)).toBeUndefined();
  });
});
