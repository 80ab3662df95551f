import type { ContextRuleInput, OrganisationRuleInput, PlaceRule, Policy } from '@sallyport/core';
import { FIRST_FACTORS, WAY_IN_MASK } from '@sallyport/core/model';
import { strengthImplies } from '../world/implication.ts';
import type { MemberPath, RuleChange } from './rule-change.ts';

export interface PlaceChange extends Pick<RuleChange, 'from' | 'to'> {
  readonly before: PlaceRule;
  /** Absent: the rule is gone. */
  readonly after: PlaceRule | undefined;
}

type Judges<Members> = { readonly [Member in keyof Members]-?: (change: PlaceChange) => boolean };

/** For a rule of a context or of organisations. */
export const PLACE_JUDGES: Judges<OrganisationRuleInput> = {
  requiredStrength: asksLess,
  methods: allowsMore,
  proofsWithin: ({ before, after }) => (before.proofsWithin ?? Infinity) < (after?.proofsWithin ?? Infinity),
  recentProof: ({ from, to, before, after }) => recentIn(to, after) > recentIn(from, before),
};

const JUDGES: Judges<ContextRuleInput> = {
  ...PLACE_JUDGES,
  refuse: allowsMore,
  enrollment: ({ from, to, before, after }) => firstFactorIn(to, after) < firstFactorIn(from, before),
  // The name in a reason asks nothing.
  shown: () => false,
};

/** A context that is new only adds. */
export function weakerContexts({ from, to }: RuleChange): readonly MemberPath[] {
  return [...from.contexts].flatMap(([name, before]) => {
    const after = to.contexts.get(name);
    return Object.entries(JUDGES).flatMap(([member, isWeaker]) =>
      isWeaker({ from, to, before, after }) ? [[name, member]] : [],
    );
  });
}

function asksLess({ from, to, before, after }: PlaceChange): boolean {
  const of = (policy: Policy, rule: PlaceRule | undefined): Policy['strengths'][number] | undefined =>
    policy.strengths.find((_, bit) => ((rule?.strengths ?? 0) & (1 << bit)) !== 0);
  const old = of(from, before);
  if (old === undefined) return false;
  // If the new policy defines the strength, its definition counts.
  const needed = to.strengths.find(({ name }) => name === old.name);
  const asked = of(to, after);
  if (asked === undefined) return true;
  return needed === undefined
    ? !strengthImplies(asked, old, to.patterns, from.patterns)
    : !strengthImplies(asked, needed, to.patterns);
}

function allowsMore({ before, after }: PlaceChange): boolean {
  return ((after?.methods ?? WAY_IN_MASK) & ~before.methods & WAY_IN_MASK) !== 0;
}

function recentIn(policy: Policy, rule: PlaceRule | undefined): number {
  return Math.min(policy.recentProof, rule?.recentProof ?? Number.POSITIVE_INFINITY);
}

function firstFactorIn(policy: Policy, rule: PlaceRule | undefined): number {
  return Math.max(...[policy.firstFactor, rule?.firstFactor].map((one) => (one ? FIRST_FACTORS.indexOf(one) : 0)));
}
