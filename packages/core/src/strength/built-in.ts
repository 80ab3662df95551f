import { type DeliveredCode, methodBit, ONLY_WAYS_IN } from './method.ts';
import { deliveredCode } from './methods/delivered-code.ts';
import { BUILT_IN_METHODS } from './methods/index.ts';
import type { Combination, StrengthDefinition } from './pattern.ts';
import type { BuiltInStrength } from './strength-name.ts';

/** In a built-in strength: any delivered code of the host's. No policy can write it. */
export const ANY_CODE: DeliveredCode = '*-code';

/**
 * The four built-in strengths as sets of combinations, from what each method says of itself; without what a policy trusts its
 * providers for: that is added when the policy is compiled.
 */
export const BUILT_IN: Readonly<Record<BuiltInStrength, StrengthDefinition>> = {
  single: { anyOf: BUILT_IN_METHODS.filter(({ role }) => role === 'way-in').map(({ name }) => [{ method: name }]) },
  baseline: combinationsOf('baseline'),
  enhanced: combinationsOf('enhanced'),
  'phishing-resistant': combinationsOf('phishing-resistant'),
};

/** What satisfies the strength by itself, then each other way in with each method that satisfies it beside one. */
function combinationsOf(strength: BuiltInStrength): StrengthDefinition {
  const all = [...BUILT_IN_METHODS, deliveredCode(ANY_CODE)];
  const alone = all.flatMap(({ name, alone: rule }): Combination[] =>
    rule?.strengths.includes(strength) === true ? [[{ method: name, ...rule.pattern }]] : [],
  );
  const seconds = all.filter(({ beside }) => beside.includes(strength));
  const ways = BUILT_IN_METHODS.filter(({ name }) => (methodBit(name) & ONLY_WAYS_IN) !== 0);
  const besides = ways.flatMap((way) =>
    seconds.map((second): Combination => [{ method: way.name }, { method: second.name }]),
  );
  return { anyOf: [...alone, ...besides] };
}
