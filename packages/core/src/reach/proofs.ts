import type { Policy } from '../policy/policy.ts';
import { assertionsBy } from '../strength/account-factors.ts';
import type { AccountFactors } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { deliveredCode } from '../strength/methods/delivered-code.ts';
import type { WrittenWord } from '../strength/methods/descriptor.ts';
import { BUILT_IN_METHODS } from '../strength/methods/index.ts';
import type { ProviderAssertion } from '../strength/provider-assertion.ts';
import { type Instant, instant } from '../time/instant.ts';
import { bestAssertions, bestOf } from './provider-assertions.ts';

const NOTHING_SAID: WrittenWord = { text: '', name: '', traits: new Map() };

/** Time does not pass in the analysis. */
export const AT: Instant = instant(0);

/** A person gives only a single proof by each provider. */
export function proofsOf(policy: Policy, factors: AccountFactors): readonly Evidence[] {
  const codes = (factors.codes ?? []).map(deliveredCode);
  return [...BUILT_IN_METHODS, ...codes].flatMap((method): readonly Evidence[] => {
    switch (method.name) {
      case 'passkey':
        return factors.passkeys.map(({ id, ...passkey }) => ({
          method: 'passkey',
          at: AT,
          credentialId: id,
          ...passkey,
        }));
      case 'sso':
        return (factors.sso ?? []).flatMap((provider) =>
          assertionsOf(policy, factors, provider).map(
            (assertion): Evidence => ({ method: 'sso', at: AT, provider, ...assertion }),
          ),
        );
      default: {
        const proof = method.enrolled(factors) ? method.proof(NOTHING_SAID, factors, AT) : undefined;
        return proof === undefined ? [] : [proof];
      }
    }
  });
}

function assertionsOf(policy: Policy, factors: AccountFactors, provider: string): readonly ProviderAssertion[] {
  const made = assertionsBy(factors, provider);
  return made.length === 0 ? bestAssertions(policy, provider) : bestOf(policy, provider, made);
}

export function isSaidAgain(proof: Evidence, others: readonly Evidence[]): boolean {
  return proof.provider !== undefined && others.some(({ provider }) => provider === proof.provider);
}

export function everythingGiven(policy: Policy, factors: AccountFactors): readonly (readonly Evidence[])[] {
  const choices: Evidence[][] = [];
  for (const proof of proofsOf(policy, factors)) {
    const same = choices.find((others) => isSaidAgain(proof, others));
    if (same === undefined) choices.push([proof]);
    else same.push(proof);
  }
  return choices.reduce<readonly (readonly Evidence[])[]>(
    (lists, choice) => lists.flatMap((list) => choice.map((proof) => [...list, proof])),
    [[]],
  );
}
