import type { Instant, Policy } from '@sallyport/core';
import type { AccountKey, AccountRecord, AttemptAsked, StepLoaded, TenantId } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import { countedBy, type Guess } from './counted-guess.ts';
import { withNewPassword } from './sign-up-password.ts';
import { untilJudged } from './until-judged.ts';

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
  /** The account without the set-ups of its flow, if there are any. */
  readonly stored?: AccountRecord;
  /** The store's answer about the guess: the store counts the guess as an `attempt`. */
  readonly guess: Guess;
  readonly now: Instant;
  readonly inForce: PolicyInForce;
}

/**
 * Loads the records of a step, and counts the guess, if there is one, by the store's `beginStep` under the policy in force. If
 * another process changed the policy, the store counts nothing and returns the new policy, and the step begins again under the new
 * policy. If the budget is full and holds guesses that nobody has judged, the step waits ({@link untilJudged}).
 *
 * @throws GuessesBusy if the store answers `waits` for ten seconds
 */
export function loadStep(kernel: Kernel, { guess, alsoLinks, ...asked }: StepAsked): Promise<Loaded> {
  return untilJudged(kernel, async () => {
    for (;;) {
      const inForce = kernel.policies.known(asked.tenant);
      const now = kernel.now();
      const { policy, attempt, ...loaded } = await kernel.store.beginStep({
        ...{ now, knownPolicy: inForce.version },
        attempt: guess?.(inForce.policy),
        ...asked,
      });
      if (policy === undefined) {
        if (attempt.outcome === 'waits') return 'waits';
        const found = alsoLinks === true ? loaded : withoutLink(loaded);
        const account = withNewPassword(inForce.policy, found.flow, found.account);
        const counted = attempt.outcome === 'counted' ? countedBy(kernel, asked.tenant, attempt.ref) : attempt;
        return { guess: counted, now, inForce, ...found, account };
      }
      kernel.policies.learn(policy);
    }
  });
}

type Found = Omit<StepLoaded, 'policy' | 'attempt'>;

/** Drops a flow of the purpose `link`: an unfinished link in the same browser must not block a sign-in. */
function withoutLink({ flow, ...loaded }: Found): Found {
  return flow === undefined || flow.purpose === 'link' ? loaded : { flow, ...loaded };
}
