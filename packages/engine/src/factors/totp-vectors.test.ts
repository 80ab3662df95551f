import { instant } from '@sallyport/core';
import type { AccountId } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import { keyRing } from '../kernel/secrets/key-ring.ts';
import { pooledRandom } from '../kernel/secrets/token.ts';
import { acceptedTimeStep } from './totp.ts';

/** RFC 4226 appendix D: the codes of the counters 0 to 9, for the secret `12345678901234567890`. */
const RFC_4226 = [
  '755224',
  '287082',
  '359152',
  '969429',
  '338314',
  '254676',
  '287922',
  '162583',
  '399871',
  '520489',
] as const;

/** RFC 6238 appendix B, SHA-1: seconds and codes of eight digits, of which ours are the last six. */
const RFC_6238 = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
] as const;

const kernel = { ring: keyRing(() => ['a secret that is long enough to be one'], pooledRandom()) };
const account = { tenant: TENANT, id: 'an-account' as AccountId };
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const sealed = kernel.ring.seal(Buffer.from(SECRET), `totp ${account.tenant} ${account.id}`);
const stepOf = (code: string, seconds: number): Promise<number | undefined> =>
  acceptedTimeStep(kernel, account, sealed, code, instant(seconds * 1000), -1);

describe('codes of an authenticator app', () => {
  it.each(RFC_4226.map((code, counter) => [counter, code] as const))(
    'X3 RFC 4226: counter %d is %s',
    async (counter, code) => {
      expect(await stepOf(code, counter * 30)).toBe(counter);
      expect(await stepOf(code, counter * 30 + 89)).toBeUndefined();
    },
  );

  it.each([
    ['one time step ahead: nothing within reach is later', 1],
    ['further ahead, before the clock went back', 2],
    ['far ahead, before the clock went back', 100],
  ])('X3 none is good after one that was taken %s', async (_, ahead) => {
    for (const [counter, code] of RFC_4226.entries()) {
      const now = instant(counter * 30_000);
      expect(await acceptedTimeStep(kernel, account, sealed, code, now, counter - 1)).toBe(counter);
      expect(await acceptedTimeStep(kernel, account, sealed, code, now, counter + ahead)).toBeUndefined();
    }
  });

  it.each(RFC_6238)('X3 RFC 6238: at %d seconds it is %s', async (seconds, code) => {
    expect(await stepOf(code.slice(-6), seconds)).toBe(Math.floor(seconds / 30));
    expect(await stepOf(code, seconds)).toBeUndefined();
  });
});
