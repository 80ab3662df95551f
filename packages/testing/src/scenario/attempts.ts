import { type Denied, methodDescriptor, milliseconds } from '@sallyport/core';
import { giveBackAttempt, lockedUntil, NO_ATTEMPTS, reserveAttempt } from '@sallyport/core/lockout';
import type { Provable } from './act.ts';
import type { World } from './world.ts';

/** Guesses of secrets and codes are counted. A passkey or a provider's assertion cannot be guessed. */
function isCounted(method: Provable): boolean {
  return method === 'enrollment-code' || methodDescriptor(method)?.guessed === true;
}

export type Counted =
  | { readonly admitted: true; readonly world: World; proved(): World }
  | { readonly admitted: false; readonly answer: Denied; readonly note: string };

/** Counts a guess before its check, as the engine does. A right guess is given back. */
export function count(world: World, method: Provable): Counted {
  if (!isCounted(method)) return { admitted: true, world, proved: () => world };
  const { policy, counters, now } = world;
  // There are no concurrent guesses in a scenario. A guess that is not given back is a failure immediately.
  const limits = { ...policy.lockout, judgedWithin: milliseconds(0) };
  const counter = counters.get(method) ?? NO_ATTEMPTS;
  const attempt = reserveAttempt(counter, limits, now);
  if (!attempt.admitted) return { admitted: false, ...locked(world, method, lockedUntil(counter, limits, now) ?? now) };
  const keep = (counter: typeof attempt.counter): World => ({
    ...world,
    counters: new Map([...counters, [method, counter]]),
  });
  return {
    admitted: true,
    world: keep(attempt.counter),
    proved: () => keep(giveBackAttempt(attempt.counter, attempt.reservation)),
  };
}

export function lockOf(world: World, method: Provable): ReturnType<typeof locked> | undefined {
  const until = lockedUntil(world.counters.get(method) ?? NO_ATTEMPTS, world.policy.lockout, world.now);
  return until === undefined ? undefined : locked(world, method, until);
}

function locked(
  { policy }: World,
  method: Provable,
  until: NonNullable<Denied['until']>,
): { readonly answer: Denied; readonly note: string } {
  const { maxFailures, window, hardLimit } = policy.lockout;
  return {
    answer: { outcome: 'denied', reason: 'locked', until, because: [] },
    note: `the policy bears ${maxFailures} wrong guesses at ${method} in ${window / 1000} seconds, and ${hardLimit} since the last grant`,
  };
}
