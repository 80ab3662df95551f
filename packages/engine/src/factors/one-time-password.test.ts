import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { generateSync, ScureBase32Plugin } from 'otplib';
import { describe, expect, it } from 'vitest';
import { ofBase32, toBase32 } from './base32.ts';
import { timeStepOf } from './one-time-password.ts';

const key = fc.uint8Array({ minLength: 16, maxLength: 64 });
const parameters = fc.record({
  algorithm: fc.constantFrom('sha1', 'sha256', 'sha512'),
  digits: fc.constantFrom(6, 7, 8),
  period: fc.integer({ min: 15, max: 300 }),
});

describe('codes of an app, beside otplib', () => {
  it('X3 the code of the step, of the step before and of the step after is good, and of no other', () => {
    fc.assert(
      fc.property(
        key,
        parameters,
        fc.nat({ max: 2 ** 36 }),
        fc.integer({ min: -4, max: 4 }),
        (bytes, how, start, off) => {
          const seconds = start + 5 * how.period;
          const code = generateSync({ secret: toBase32(bytes), epoch: seconds + off * how.period, ...how });
          const step = timeStepOf(bytes, code, { seconds, after: -1 }, how);
          if (Math.abs(off) <= 1) expect(step).toBe(Math.floor(seconds / how.period) + off);
          // Another step has the same code once in 10 ** digits / 3 times.
          else if (how.digits === 8) expect(step).toBeUndefined();
        },
      ),
    );
  });

  it('X3 no code is good at a step that was taken, or before it', () => {
    const [bytes, how] = [randomBytes(20), { algorithm: 'sha1', digits: 8, period: 30 } as const];
    const code = generateSync({ secret: toBase32(bytes), epoch: 3_000, ...how });
    const at = (after: number) => timeStepOf(bytes, code, { seconds: 3_000, after }, how);
    expect([98, 99, 100, 101].map(at)).toEqual([100, 100, undefined, undefined]);
  });

  it('X3 a code of another length, or of other signs, is none', () => {
    const how = { algorithm: 'sha1', digits: 6, period: 30 } as const;
    const code = generateSync({ secret: toBase32(Buffer.alloc(20)), epoch: 3_000, ...how });
    for (const wrong of ['', code.slice(1), `0${code}`, `${code} `, '½½½½½½'])
      expect(timeStepOf(Buffer.alloc(20), wrong, { seconds: 3_000, after: -1 }, how)).toBeUndefined();
  });

  it('X3 base32 is that of another library, in both directions', () => {
    const other = new ScureBase32Plugin();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect(toBase32(bytes)).toBe(other.encode(bytes));
        expect([...ofBase32(toBase32(bytes))]).toEqual([...bytes]);
      }),
    );
    expect(() => ofBase32('JBSWY3DP1')).toThrow('no base32');
  });
});
