import type { AccountFacts, ActQuestion, Policy, Question } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { factsOf } from './facts.ts';

/** Who asks `evaluate`: the proofs, the time, the demand and the conditions of the request. */
type Asking = Omit<Question, 'account'>;

/** Who asks `judge`: the actor, the actor's proofs, the time and the conditions of the request. */
type Acting = Omit<ActQuestion, 'target'>;

/**
 * Builds the input of `evaluate` and, if `who` has an actor, the input of `judge`. The engine builds these inputs nowhere else, so a
 * further condition is one change here and in core.
 *
 * @param policy the policy of the decision, also an earlier version (`sessions/tightening.ts`)
 * @param account the account of the decision; for `judge`, the target of the act, if the act has a target
 */
export function questionOf(policy: Policy, who: Acting, account: AccountRecord | undefined): ActQuestion;
export function questionOf(policy: Policy, who: Asking, account: AccountRecord): Question;
export function questionOf(
  policy: Policy,
  who: Acting | Asking,
  account: AccountRecord | undefined,
): ActQuestion | (Asking & { readonly account: AccountFacts | undefined }) {
  const facts = account && factsOf(account, policy);
  return 'actor' in who ? { ...who, target: facts } : { ...who, account: facts };
}
