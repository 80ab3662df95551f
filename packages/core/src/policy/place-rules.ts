import type { StrengthList } from '../strength/compile.ts';
import { STRENGTH_LIFETIMES } from '../strength/lifetimes.ts';
import { ALL_METHODS, type MethodMask, maskOf, WAY_IN_MASK } from '../strength/method.ts';
import { BUILT_IN_STRENGTHS } from '../strength/strength-name.ts';
import { type Milliseconds, milliseconds } from '../time/duration.ts';
import { duration } from './checked-duration.ts';
import { NO_RULE } from './join-rules.ts';
import type { PlaceRule } from './policy.ts';
import type { ContextRuleInput } from './policy-input.ts';
import { policyRule, strengthBit } from './policy-rule.ts';
import type { ReasonSource } from './reason.ts';

export function contextRules(
  strengths: StrengthList,
  written: Readonly<Record<string, ContextRuleInput<string>>>,
): ReadonlyMap<string, PlaceRule> {
  return new Map(
    Object.entries(written).map(([context, rule], place) => {
      const source: ReasonSource = rule.shown === true ? { context, shown: true } : { context };
      return [context, placeRule(strengths, source, rule, place)];
    }),
  );
}

/** Also for a rule of an organisation, which has some of these members. */
export function placeRule(
  strengths: StrengthList,
  source: ReasonSource,
  written: ContextRuleInput<string>,
  place?: number,
): PlaceRule {
  const { requiredStrength, recentProof, enrollment } = written;
  const required = requiredStrength === undefined ? 0 : strengthBit(strengths, requiredStrength);
  const rule = { ...NO_RULE, strengths: required, methods: waysIn(written) };
  const { parts: _, ...compiled } = policyRule(strengths, source, rule, place);
  return Object.freeze({
    ...compiled,
    proofsWithin: proofsWithin(written),
    recentProof: recentProof === undefined ? undefined : duration(recentProof),
    firstFactor: enrollment?.firstFactor,
  });
}

function waysIn({ methods, refuse }: ContextRuleInput<string>): MethodMask {
  const others = ALL_METHODS & ~WAY_IN_MASK;
  if (refuse === true) return others;
  return methods === undefined ? ALL_METHODS : maskOf(methods) | others;
}

function proofsWithin({ proofsWithin: written, requiredStrength }: ContextRuleInput<string>): Milliseconds | undefined {
  if (written !== undefined) return duration(written);
  const builtIn = BUILT_IN_STRENGTHS.find((name) => name === requiredStrength);
  return builtIn && milliseconds(STRENGTH_LIFETIMES[builtIn].absolute);
}
