import { type DeliveredCode, methodBit, ONLY_WAYS_IN } from './method.ts';
import { deliveredCode } from './methods/delivered-code.ts';
import { BUILT_IN_METHODS } from './methods/index.ts';
import type { Combination, StrengthDefinition } from './pattern.ts';
import type { BuiltInStrength } from './strength-name.ts';

/** A policy cannot write this name. */
export const ANY_CODE: DeliveredCode = '*-code';

export const BUILT_IN: Readonly<Record<BuiltInStrength, StrengthDefinition>> = {
  single: { anyOf: BUILT_IN_METHODS.filter(({ use }) => use === 'way-in').map(({ name }) => [{ method: name }]) },
  baseline: combinationsOf('baseline'),
  enhanced: combinationsOf('enhanced'),
  'phishing-resistant': combinationsOf('phishing-resistant'),
};

function combinationsOf(strength: BuiltInStrength): StrengthDefinition {
  const all = [...BUILT_IN_METHODS, deliveredCode(ANY_CODE)];
  const alone = all.flatMap(({ alone: rule }): Combination[] =>
    rule?.strengths.includes(strength) === true ? [[rule.pattern]] : [],
  );
  const seconds = all.filter(({ beside }) => beside.includes(strength));
  const ways = BUILT_IN_METHODS.filter(({ name }) => (methodBit(name) & ONLY_WAYS_IN) !== 0);
  const besides = ways.flatMap((way) =>
    seconds.map((second): Combination => [{ method: way.name }, { method: second.name }]),
  );
  return { anyOf: [...alone, ...besides] };
}
