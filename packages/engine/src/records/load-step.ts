import type { Instant, Policy } from '@sallyport/core';
import type { AccountKey, AttemptAnswer, AttemptAsked, StepLoaded, TenantId } from '@sallyport/store';
import { GUESS_WAITS } from '../contract/lifetimes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import { pause } from '../kernel/timer.ts';
import { withNewPassword } from './sign-up-password.ts';

/** The keys of the records that a step loads. */
export interface StepAsked {
  readonly tenant: TenantId;
  readonly flowHash?: string;
  readonly sessionHash?: string;
  readonly deviceHashes?: readonly string[];
  readonly account?: AccountKey;
  /** The guess to count, under the limits of the policy in force. A mail is counted like a guess. */
  readonly guess?: (policy: Policy) => AttemptAsked;
  /** Also loads a flow of the purpose `link`, in which nothing can be proved. Otherwise such a flow counts as absent. */
  readonly alsoLinks?: true;
}

/**
 * The records of a step, and the policy under which the records were loaded. In the flow of a sign-up, `account` has the new password of the flow,
 * which the store does not have in the account yet (`withNewPassword`).
 */
export interface Loaded extends Omit<StepLoaded, 'policy' | 'attempt'> {
  /** The store's answer about the guess: the store counts the guess as an `attempt`. */
  readonly guess: Exclude<AttemptAnswer, { readonly outcome: 'waits' }>;
  readonly now: Instant;
  readonly inForce: PolicyInForce;
}

/** For ten seconds, the budget was full and held guesses that nobody had judged. The refused guess was not counted. */
export class GuessesBusy extends Error {
  readonly code = 'busy';
  constructor() {
    super('too many guesses at one secret wait to be judged');
    this.name = 'GuessesBusy';
  }
}

/**
 * Loads the records of a step, and counts the guess, if there is one, by the store's `beginStep` under the policy in force. If
 * another process changed the policy, the store counts nothing and returns the new policy, and the step begins again under the new
 * policy.
 *
 * If the budget is full and holds guesses that nobody has judged, the step pauses and asks the store again, for ten seconds at most. The pauses grow.
 * Chance shortens every pause, because steps that began together must not ask together.
 *
 * @throws GuessesBusy if the store answers `waits` for ten seconds
 */
export async function loadStep(kernel: Kernel, { guess, alsoLinks, ...asked }: StepAsked): Promise<Loaded> {
  const end = kernel.now() + GUESS_WAITS.inAll;
  let waited = 0;
  for (let turn = 0; ; ) {
    const inForce = kernel.policies.known(asked.tenant);
    const now = kernel.now();
    const {
      policy,
      attempt: answer,
      ...loaded
    } = await kernel.store.beginStep({
      now,
      knownPolicy: inForce.version,
      attempt: guess?.(inForce.policy),
      ...asked,
    });
    if (policy !== undefined) {
      kernel.policies.learn(policy);
    } else if (answer.outcome === 'waits') {
      const next = waitBefore(kernel, turn);
      waited += next;
      // The clock may stand still, and the store may be slow: both bounds hold.
      if (waited > GUESS_WAITS.inAll || kernel.now() >= end) throw new GuessesBusy();
      turn += 1;
      await pause(kernel.timer, next);
    } else {
      const found = alsoLinks === true ? loaded : withoutLink(loaded);
      return {
        guess: answer,
        now,
        inForce,
        ...found,
        account: withNewPassword(inForce.policy, found.flow, found.account),
      };
    }
  }
}

/**
 * The pause before the next question, in milliseconds. The pause doubles each turn, up to the longest pause. Chance removes up to half of
 * the pause.
 */
function waitBefore({ random }: Kernel, turn: number): number {
  const whole = Math.min(GUESS_WAITS.longestPause, GUESS_WAITS.firstPause * 2 ** turn);
  const [chance = 0] = random(1);
  return Math.ceil(whole * (1 - chance / 512));
}

type Found = Omit<StepLoaded, 'policy' | 'attempt'>;

/** Drops a flow of the purpose `link`: an unfinished link in the same browser must not block a sign-in. */
function withoutLink({ flow, ...loaded }: Found): Found {
  return flow === undefined || flow.purpose === 'link' ? loaded : { flow, ...loaded };
}
