import { type Instant, instant } from '@sallyport/core';
import {
  type AttemptCounter,
  type Clearing,
  type CounterPlace,
  clearedCounter,
  giveBackAttempt,
  hasOwnBudget,
  judgeAttempt,
  type LockoutLimits,
  NO_ATTEMPTS,
  reserveAttempt,
} from '@sallyport/core/lockout';
import { type Burst, lockEnd, loudBurst, NEVER, nextBurstAt, silentBurst } from './guesses.ts';
import { type Attack, isTimed, type Owner } from './model.ts';
import { type Random, timeUntilNext } from './random.ts';

const AUTHENTICATOR = 'guessed';
const DEVICE = 'known';
const STRANGERS: CounterPlace = { authenticator: AUTHENTICATOR };
const ON_DEVICE: CounterPlace = { authenticator: AUTHENTICATOR, device: DEVICE };

export interface Happened {
  readonly guesses: number;
  /** Milliseconds in which a right proof of the owner would have been refused. */
  readonly locked: number;
}

/** If several events fall on one moment, the attacker is first. */
export function runHistory(limits: LockoutLimits, attack: Attack, owner: Owner, end: number, random: Random): Happened {
  const ownBudget = owner.knownDevice && hasOwnBudget({ proved: [AUTHENTICATOR] }, AUTHENTICATOR);
  const signsIn = owner.provesIt;
  let strangers = NO_ATTEMPTS;
  let device = NO_ATTEMPTS;
  let now = instant(0);
  let guesses = 0;
  let locked = 0;
  let attackerAt = attack.pace === 'now-and-then' ? later(now, timeUntilNext(attack.every, random)) : now;
  let ownerAt = signsIn ? later(now, timeUntilNext(owner.signsInEvery, random)) : NEVER;
  let helpAt = NEVER;

  const clear = (clearing: Clearing): void => {
    strangers = clearedCounter(STRANGERS, strangers, clearing);
    device = clearedCounter(ON_DEVICE, device, clearing);
  };
  const keep = (counter: AttemptCounter): void => {
    if (ownBudget) device = counter;
    else strangers = counter;
  };
  const attackNow = (): void => {
    const made = burstOf(attack, strangers, limits, now);
    strangers = made.counter;
    guesses += made.guesses;
    if (!isTimed(attack)) attackerAt = nextBurstAt(strangers, limits, now);
    else attackerAt = later(now, attack.pace === 'spaced' ? attack.every : timeUntilNext(attack.every, random));
  };
  const signIn = (): void => {
    for (;;) {
      const counter = ownBudget ? device : strangers;
      const attempt = reserveAttempt(counter, limits, now);
      if (!attempt.admitted) {
        if (helpAt === NEVER && lockEnd(counter, limits, now) === NEVER) helpAt = later(now, owner.helpedAfter);
        return;
      }
      if (random() >= owner.mistypes) {
        keep(giveBackAttempt(attempt.counter, attempt.reservation));
        break;
      }
      keep(judgeAttempt(attempt.counter, attempt.reservation, limits, now).counter);
    }
    if (owner.knownDevice) clear({ by: 'known-device', device: DEVICE, authenticators: [AUTHENTICATOR] });
    else clear({ by: 'stranger', authenticators: [AUTHENTICATOR] });
  };

  for (;;) {
    const next = instant(Math.min(attackerAt, ownerAt, helpAt, end));
    const lock = signsIn ? lockEnd(ownBudget ? device : strangers, limits, now) : undefined;
    if (lock !== undefined) locked += Math.min(lock, next) - now;
    now = next;
    if (now >= end) return { guesses, locked };
    if (attackerAt <= now) attackNow();
    else {
      if (ownerAt <= now) {
        signIn();
        ownerAt = later(now, timeUntilNext(owner.signsInEvery, random));
      } else {
        clear({ by: 'administrator' });
        helpAt = NEVER;
      }
      if (!isTimed(attack)) attackerAt = now;
    }
  }
}

function burstOf(attack: Attack, counter: AttemptCounter, limits: LockoutLimits, now: Instant): Burst {
  if (attack.pace === 'silent') return silentBurst(counter, limits, now);
  return attack.pace === 'spaced' ? silentBurst(counter, limits, now, 1) : loudBurst(counter, limits, now);
}

function later(now: Instant, by: number): Instant {
  return instant(now + by);
}
