import { JUDGED_WITHIN, type LockoutLimits } from '../lockout/lockout.ts';
import { type Milliseconds, milliseconds } from '../time/duration.ts';
import { duration } from './checked-duration.ts';
import { POLICY_DEFAULTS } from './defaults.ts';
import type { LockoutInput } from './policy-input.ts';

export function lockoutLimits(input: LockoutInput): LockoutLimits {
  const { maxFailures, hardLimit, window, lockFor, growth, maxLockFor } = { ...POLICY_DEFAULTS.lockout, ...input };
  const longest = duration(maxLockFor);
  const lockLengths: Milliseconds[] = [];
  let length: number = duration(lockFor);
  for (let failures = 0; failures < hardLimit; failures += maxFailures) {
    lockLengths.push(milliseconds(Math.min(Math.round(length), longest)));
    length *= growth;
  }
  return Object.freeze({
    maxFailures,
    hardLimit,
    window: duration(window),
    lockLengths: Object.freeze(lockLengths),
    judgedWithin: JUDGED_WITHIN,
  });
}
