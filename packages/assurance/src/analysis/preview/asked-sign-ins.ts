import { type AccountFacts, evaluate, type Policy } from '@sallyport/core';
import { AT, proofsOf } from '@sallyport/core/model';
import { walk } from '../world/walk.ts';
import { cached } from './cached.ts';
import { accountKey } from './reach-memo.ts';

const MOST_KEPT = 10_000;

/** The walk gives each proof a bit. */
const MOST_PROOFS = 30;

type SignIn = ReadonlySet<string>;

/**
 * An account that is asked for the same proofs as before does not sign in with less.
 * @param from the policy in force
 * @param to the new policy
 */
export function signsInWithLess(from: Policy, to: Policy): (now: AccountFacts, then: AccountFacts) => boolean {
  const [keyNow, keyThen] = [accountKey(from), accountKey(to)];
  const isLess = (now: AccountFacts, then: AccountFacts): boolean => {
    const before = signInsUnder(from, now);
    return signInsUnder(to, then).some((signIn) => !before.some((enough) => includes(signIn, enough)));
  };
  const keyOf = (now: AccountFacts, then: AccountFacts): string | undefined =>
    now.afterDisowned === undefined && then.afterDisowned === undefined ? `${keyNow(now)} ${keyThen(then)}` : undefined;
  return cached(MOST_KEPT, keyOf, isLess);
}

function signInsUnder(policy: Policy, account: AccountFacts): readonly SignIn[] {
  const facts = { ...account, blocked: false };
  const proofs = proofsOf(policy, account.factors).slice(0, MOST_PROOFS);
  const { steps } = walk(proofs, (evidence) => evaluate(policy, { account: facts, evidence, now: AT, local: true }));
  return steps
    .filter(({ decision }) => decision.outcome === 'granted')
    .map(({ evidence }) => new Set(evidence.map((proof) => JSON.stringify(proof))));
}

function includes(signIn: SignIn, other: SignIn): boolean {
  for (const proof of other) if (!signIn.has(proof)) return false;
  return true;
}
