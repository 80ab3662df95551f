import type { CompiledStrength } from '../strength/compile.ts';
import { methodsOf, WAY_IN_MASK } from '../strength/method.ts';
import { BUILT_IN_STRENGTHS, type StrengthName } from '../strength/strength-name.ts';
import { deepFreeze } from './deep-freeze.ts';
import type { PolicyRule, Rule } from './policy.ts';
import type { Reason, ReasonSource } from './reason.ts';

/**
 * All decisions share the reasons of a compiled rule.
 * @param place index of the rule among the rules of the policy
 */
export function policyRule(
  strengths: readonly CompiledStrength[],
  source: ReasonSource,
  rule: Rule,
  place: number = -1,
): PolicyRule {
  const required = strengths.find((_, bit) => (rule.strengths & (1 << bit)) !== 0);
  const ways = rule.methods & WAY_IN_MASK;
  return Object.freeze({
    ...rule,
    source,
    place,
    strengthReason: required && deepFreeze(strengthReason(required, source)),
    methodsReason:
      ways === WAY_IN_MASK
        ? undefined
        : deepFreeze<Reason>({ code: 'methods-restricted', params: { methods: methodsOf(ways) }, source }),
  });
}

/** Without room beside the floor, the strongest built-in strength. */
export function strengthBit(strengths: readonly CompiledStrength[], name: StrengthName): number {
  const place = strengths.findIndex((strength) => strength.name === name);
  return 1 << (place < 0 ? BUILT_IN_STRENGTHS.length - 1 : place);
}

export function strengthReason({ name, satisfiedBy }: CompiledStrength, source: ReasonSource): Reason {
  return { code: 'strength-required', params: { strength: name }, source, satisfiedBy };
}
