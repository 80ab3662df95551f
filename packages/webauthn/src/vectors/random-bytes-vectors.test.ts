import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refused } from '../refused.ts';
import { judgeRegistration } from '../registration.ts';
import { CHALLENGE, makeRegistration, ORIGIN, RP_ID, registrationParts } from './forge.test-support.ts';
import { STATEMENTS } from './statement-mutations.test-support.ts';

const expected = {
  challenge: (shown: string): boolean => shown === CHALLENGE,
  origin: ORIGIN,
  rpId: RP_ID,
  algorithms: [-7, -8, -257],
};

/** Right registrations of every format. */
const right = await Promise.all(
  STATEMENTS.flatMap((mutation) => {
    if (mutation.ceremony !== 'create' || mutation.verdict !== 'accepted') return [];
    const parts = registrationParts();
    mutation.change(parts);
    return [makeRegistration(parts)];
  }),
);

/** Whether a registration is taken, with its attestation object changed. Anything thrown but a refusal would be a 500. */
async function isTaken(index: number, change: (bytes: Buffer) => Uint8Array): Promise<boolean> {
  const registered = right[index % right.length];
  if (registered === undefined) throw new Error('there is no registration');
  const object = Buffer.from(registered.response.attestationObject, 'base64url');
  const attestationObject = Buffer.from(change(object)).toString('base64url');
  try {
    await judgeRegistration({ ...registered, response: { ...registered.response, attestationObject } }, expected);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

describe('bytes that nobody made', () => {
  it('X15 a registration with bytes written over is taken or refused, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 8 }), async (index, at, bytes) => {
        await isTaken(index, (object) => {
          object.set(bytes.subarray(0, object.length), at % Math.max(1, object.length - bytes.length));
          return object;
        });
      }),
      { numRuns: 3_000 },
    );
  });

  it('X15 a registration that is cut off anywhere is refused', async () => {
    for (const [index, { response }] of right.entries()) {
      const { length } = Buffer.from(response.attestationObject, 'base64url');
      for (let end = 0; end < length; end += 7) {
        expect(await isTaken(index, (object) => object.subarray(0, end))).toBe(false);
      }
    }
  });
});
