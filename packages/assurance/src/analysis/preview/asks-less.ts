import { type AccountFacts, type Policy, requirementsOf, type StrengthName } from '@sallyport/core';
import { type CompiledStrength, type CompiledStrengths, compileStrengths } from '@sallyport/core/model';
import { strengthImplies } from '../world/implication.ts';
import { cached } from './cached.ts';

const MOST_KEPT = 10_000;

/**
 * @param from the policy in force
 * @param to the new policy
 */
export function asksLess(from: Policy, to: Policy): (now: AccountFacts, then: AccountFacts) => boolean {
  const [old, latest] = [definitionsOf(from), definitionsOf(to)];
  const isLess = (now: AccountFacts, then: AccountFacts): boolean => {
    const required = strengthsOf(to, then, latest);
    return strengthsOf(from, now, old).some(
      (needed) => !required.some((strength) => strengthImplies(strength, needed, latest.patterns, old.patterns)),
    );
  };
  const keyOf = (now: AccountFacts, then: AccountFacts): string | undefined => {
    if (hasOwnRule(now) || hasOwnRule(then)) return undefined;
    return now === then ? now.roles.join('\n') : JSON.stringify([now.roles, then.roles]);
  };
  return cached(MOST_KEPT, keyOf, isLess);
}

function hasOwnRule({ requiredStrength, afterDisowned }: AccountFacts): boolean {
  return requiredStrength !== undefined || afterDisowned !== undefined;
}

/** Without the trust in providers. */
function definitionsOf({ document }: Policy): CompiledStrengths {
  return compileStrengths(document.strengths ?? {}, {});
}

/** Leaves out an account's own strength that the policy does not define. */
function strengthsOf(
  policy: Policy,
  account: AccountFacts,
  { strengths }: CompiledStrengths,
): readonly CompiledStrength[] {
  const names = new Set<StrengthName>(requirementsOf(policy, account).required.map(({ name }) => name));
  return strengths.filter(({ name }) => names.has(name));
}
