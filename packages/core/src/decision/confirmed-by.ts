import type { Policy } from '../policy/policy.ts';
import type { AccountFactors } from '../strength/account-factors.ts';
import { type Method, methodBit, ONLY_WAYS_IN } from '../strength/method.ts';
import { ssoMatches } from '../strength/methods/sso.ts';
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
   * Other proofs that begin a sign-in, such as the password. This sign-in and these proofs count as one: the policy asks for the same without any one
   * of
   * them, and for more without all of them. Absent: none.
   */
  readonly asOneWith?: readonly { readonly method: Method; readonly provider?: string }[];
  /** A sign-in at this provider alone is enough, if the provider asserts what the policy names. Absent: no assertion is enough. */
  readonly moreIsEnough?: true;
}

export function confirmedBy(policy: Policy, question: Question, decision: Decision): readonly ConfirmedBy[] {
  const asked = furtherProof(decision);
  if (asked === undefined) return [];
  const asksTheSameWithout = (ways: readonly Piece[]): boolean =>
    furtherProof(evaluate(policy, ways.reduce(questionWithout, question))) === asked;
  const waysIn = weigh(policy, question).proved.filter(({ method }) => (methodBit(method) & ONLY_WAYS_IN) !== 0);
  const alike = (): readonly Piece[] =>
    waysIn.filter((way) => !isTrusted(policy, question, way) && asksTheSameWithout([way]));
  return waysIn.flatMap((way) => {
    const { id: provider } = way;
    if (provider === undefined) return [];
    const ones = alike();
    // If the same is asked for without all of them, they count as none.
    const others = ones.includes(way) && !asksTheSameWithout(ones) ? ones.filter((other) => other !== way) : [];
    return {
      provider,
      ...(others.length > 0 && { asOneWith: others.map(named) }),
      ...(wouldBeEnough(policy, question, provider) && { moreIsEnough: true as const }),
    };
  });
}

function furtherProof(decision: Decision): string | undefined {
  return decision.outcome === 'factor-required' ? `${decision.toward} ${decision.accept.join()}` : undefined;
}

function isTrusted(policy: Policy, { evidence }: Question, { id }: Piece): boolean {
  return (
    id !== undefined &&
    policy.patternIndex.sso.some(
      ({ pattern }) =>
        pattern.provider === id && evidence.some((proof) => proof.provider === id && ssoMatches(pattern, id, proof)),
    )
  );
}

function wouldBeEnough(policy: Policy, question: Question, provider: string): boolean {
  const { now } = question;
  return policy.patternIndex.sso.some(({ pattern }) => {
    const evidence = [{ method: 'sso', at: now, provider, acr: pattern.acr?.[0], amr: pattern.amr }] as const;
    return evaluate(policy, { ...question, evidence }).outcome === 'granted';
  });
}

function questionWithout(question: Question, { method, id }: Piece): Question {
  const { account, evidence } = question;
  return {
    ...question,
    evidence: evidence.filter((proof) => proof.method !== method || proof.provider !== id),
    account: { ...account, factors: factorsWithout(account.factors, { method, id }) },
  };
}

function factorsWithout(
  { password, ldap, sso, ...rest }: AccountFactors,
  { method, id }: Pick<Piece, 'method' | 'id'>,
): AccountFactors {
  return {
    ...rest,
    password: method === 'password' ? undefined : password,
    ldap: method === 'ldap' ? undefined : ldap,
    sso: sso?.filter((provider) => provider !== id),
  };
}

function named({ method, id }: Piece): { readonly method: Method; readonly provider?: string } {
  return id === undefined ? { method } : { method, provider: id };
}
