import type { AccountFacts, ActQuestion, Policy, Question } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { factsOf } from './facts.ts';

/** Who asks `evaluate`: the proofs, the time, the demand and the conditions of the request. */
type Asking = Omit<Question, 'account'>;

/** Who asks `judge`: the actor, the actor's proofs, the time and the conditions of the request. */
type Acting = Omit<ActQuestion, 'target'>;

/**
 * Builds the input of `evaluate` and, if `who` has an actor, the input of `judge`: adds the facts of the account to what the caller passes in `who`.
 * The engine joins facts and evidence nowhere else (`npm run lint` enforces this rule). In a flow, `decide` of core then adds the new proof to
 * `evidence`, and sets `demand` and `isFirstSignIn`. `decidedAfterDisowned` may add `afterDisowned` to the facts.
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
  const facts = account && factsOf(account, policy, who.now);
  return 'actor' in who ? { ...who, target: facts } : { ...who, account: facts };
}
