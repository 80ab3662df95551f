import type { AccountFacts, ActQuestion, Policy, Question } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { factsOf } from './facts.ts';

type Asking = Omit<Question, 'account'>;

type Acting = Omit<ActQuestion, 'target'>;

/** The one place that joins facts and evidence (`npm run lint`). */
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
