import type { Policy } from '../policy/policy.ts';
import type { AccountFactors } from '../strength/account-factors.ts';
import type { Evidence, SsoEvidence } from '../strength/evidence.ts';
import { type Method, methodBit, ONLY_WAYS_IN } from '../strength/method.ts';
import { isSso, ssoMatches } from '../strength/methods/sso.ts';
import type { Piece } from '../strength/pieces.ts';
import type { Decision } from './decision.ts';
import { evaluate } from './evaluate.ts';
import type { Question } from './question.ts';
import { weigh } from './weigh.ts';

/** A sign-in at a provider that counts in a flow that needs a further proof. */
export interface ConfirmedBy {
  /** The provider's name in the host's configuration. */
  readonly provider: string;
  /**
   * Other proofs that begin a sign-in, such as the password. This sign-in and these proofs count as one: the policy asks for the same without any one of
   * them, and for more without all of them. Absent: none.
   */
  readonly asOneWith?: readonly { readonly method: Method; readonly provider?: string }[];
  /** A sign-in at this provider alone is enough, if the provider asserts what the policy names. Absent: no assertion is enough. */
  readonly moreIsEnough?: true;
}

/** The sign-ins at providers that count for a decision that asks for a further proof. Each answer is one of `evaluate`. */
export function confirmedBy(policy: Policy, question: Question, decision: Decision): readonly ConfirmedBy[] {
  if (decision.outcome !== 'factor-required' || !question.evidence.some(isAtProvider)) return [];
  const { toward, accept } = decision;
  const asksTheSameWithout = (ways: readonly Piece[]): boolean => {
    const without = evaluate(policy, ways.reduce(questionWithout, question));
    return (
      without.outcome === 'factor-required' && without.toward === toward && without.accept.join() === accept.join()
    );
  };
  const waysIn = weigh(policy, question).proved.filter(({ method }) => (methodBit(method) & ONLY_WAYS_IN) !== 0);
  const alike = waysIn.filter((way) => !isTrusted(policy, question, way) && asksTheSameWithout([way]));
  // If the same is asked for without all of them, they do not count as one proof: they count as none.
  const spare = alike.length < 2 || asksTheSameWithout(alike) ? [] : alike;
  return waysIn.flatMap((way) => {
    const { method, id: provider } = way;
    if (method !== 'sso' || provider === undefined) return [];
    const others = spare.includes(way) ? spare.filter((other) => other !== way) : [];
    return {
      provider,
      ...(others.length > 0 && { asOneWith: others.map(named) }),
      ...(wouldBeEnough(policy, question, provider) && { moreIsEnough: true as const }),
    };
  });
}

/** Whether the sign-in at a provider asserted what the policy trusts as more than one proof. */
function isTrusted(policy: Policy, { evidence }: Question, { method, id }: Piece): boolean {
  if (method !== 'sso' || id === undefined) return false;
  const told = evidence.filter(isAtProvider).filter(({ provider }) => provider === id);
  return policy.patternIndex.sso.some(
    ({ pattern }) =>
      isSso(pattern) && pattern.provider !== undefined && told.some((proof) => ssoMatches(pattern, id, proof)),
  );
}

/** Whether a sign-in at the provider alone leads to a grant, with some assertion that the policy names. */
function wouldBeEnough(policy: Policy, question: Question, provider: string): boolean {
  const { now } = question;
  return policy.patternIndex.sso.some(({ pattern }) => {
    if (!isSso(pattern)) return false;
    const evidence = [{ method: 'sso', at: now, provider, acr: pattern.acr?.[0], amr: pattern.amr }] as const;
    return evaluate(policy, { ...question, evidence }).outcome === 'granted';
  });
}

/** The question of an account that has no such way in, and did not prove it. */
function questionWithout(question: Question, way: Piece): Question {
  const { account, evidence } = question;
  return {
    ...question,
    evidence: evidence.filter(
      (proof) => proof.method !== way.method || (isAtProvider(proof) && proof.provider !== way.id),
    ),
    account: { ...account, factors: factorsWithout(account.factors, way) },
  };
}

function factorsWithout({ password, ldap, sso, ...rest }: AccountFactors, { method, id }: Piece): AccountFactors {
  return {
    ...rest,
    password: method === 'password' ? undefined : password,
    ldap: method === 'ldap' ? undefined : ldap,
    sso: method === 'sso' ? sso?.filter((provider) => provider !== id) : sso,
  };
}

function named({ method, id }: Piece): { readonly method: Method; readonly provider?: string } {
  return id === undefined ? { method } : { method, provider: id };
}

function isAtProvider(proof: Evidence): proof is SsoEvidence {
  return proof.method === 'sso';
}
