import { type AttemptCounter, instant } from '@sallyport/core';
import { clearedCounter } from '@sallyport/core/lockout';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLEARINGS } from './commit.test-support.ts';
import { afterReset, counterResets, resetOf } from './counter-resets.ts';

const COUNTED: AttemptCounter = {
  ...{ recent: 3, total: 40, first: instant(1_000), lockedUntil: instant(9_000) },
  open: [instant(8_000), instant(8_000)],
};
const PLACES = fc.record(
  {
    authenticator: fc.constantFrom('password', 'totp', 'backup-code', 'mail:sign-in'),
    device: fc.constantFrom('d1', 'd2', 'd3'),
  },
  { requiredKeys: ['authenticator'] },
);

describe('X4 the resets of a clearing', () => {
  it('do what core says of every counter', () => {
    fc.assert(
      fc.property(CLEARINGS, PLACES, (clearing, place) => {
        const reset = resetOf(counterResets(clearing), place);
        const after = reset === undefined ? COUNTED : afterReset(COUNTED, reset);
        expect(after).toEqual(clearedCounter(place, COUNTED, clearing));
      }),
      { numRuns: 1_000 },
    );
  });

  it('of a known device with a rebinding: the rebinding comes first', () => {
    const asked = { subject: 'cleo', by: 'known-device', device: 'd1', rebinds: ['totp'] } as const;
    expect(counterResets(asked)).toEqual([
      { authenticators: ['totp'], device: 'any', resets: 'all' },
      { authenticators: undefined, device: 'none', resets: 'total' },
      { authenticators: undefined, device: { tokenHash: 'd1' }, resets: 'all' },
    ]);
  });
});
