import {
  BUILT_IN_STRENGTHS,
  type BuiltInStrength,
  type Policy,
  parseDuration,
  type RoleRuleInput,
  type SessionLimitsInput,
} from '@sallyport/core';
import { POLICY_DEFAULTS, SESSION_DEFAULTS } from '@sallyport/core/model';
import { strengthImplies } from '../world/implication.ts';
import type { EachMember, RuleChange } from './rule-change.ts';

export const SESSION_JUDGES: EachMember<SessionLimitsInput> = {
  idle: (change) => isLonger(change, 'idle'),
  absolute: (change) => isLonger(change, 'absolute'),
  most: ({ to, before, after }) =>
    Math.min(mostOf(after), mostOf(to.document)) > (before.session?.most ?? Number.POSITIVE_INFINITY),
  beyond: ({ to, before, after }) =>
    before.session?.beyond === 'refuse' && ![after, to.document].some(({ session }) => session?.beyond === 'refuse'),
};

export function isWeakerSession(change: RuleChange): boolean {
  return Object.values(SESSION_JUDGES).some((isWeaker) => isWeaker(change));
}

/** The default of a custom strength depends on the evidence, so the comparison is made for all evidence that satisfies the new rule. */
export function hasLongerSessions(change: RuleChange): boolean {
  return isLonger(change, 'idle') || isLonger(change, 'absolute');
}

function isLonger({ to, before, after }: RuleChange, limit: 'idle' | 'absolute'): boolean {
  const tenant = { ...to.document, requiredStrength: to.document.requiredStrength ?? POLICY_DEFAULTS.requiredStrength };
  const least = Math.max(...[tenant, after].map((rule) => impliedLevel(to, rule)));
  return BUILT_IN_STRENGTHS.slice(least).some((reached) => {
    const old = limitsOf(before, reached);
    const [limits, ofTenant] = [limitsOf(after, reached), limitsOf(tenant, reached)];
    const absolute = Math.min(limits.absolute, ofTenant.absolute);
    const idle = Math.min(limits.idle, ofTenant.idle, absolute);
    return { idle, absolute }[limit] > old[limit];
  });
}

export function impliedLevel(
  { strengths, patterns }: Policy,
  { requiredStrength }: Pick<RoleRuleInput<string>, 'requiredStrength'>,
): number {
  const required = strengths.find(({ name }) => name === requiredStrength);
  if (required === undefined) return 0;
  const stronger = strengths.slice(1, BUILT_IN_STRENGTHS.length);
  return stronger.filter((strength) => strengthImplies(required, strength, patterns)).length;
}

function limitsOf(
  { session = {}, requiredStrength }: RoleRuleInput<string>,
  reached: BuiltInStrength,
): { readonly idle: number; readonly absolute: number } {
  const builtIn = requiredStrength === undefined ? undefined : (builtInNamed(requiredStrength) ?? reached);
  const limits = builtIn === undefined ? NO_LIMITS : SESSION_DEFAULTS[builtIn];
  return {
    idle: session.idle === undefined ? limits.idle : (parseDuration(session.idle) ?? 0),
    absolute: session.absolute === undefined ? limits.absolute : (parseDuration(session.absolute) ?? 0),
  };
}

const NO_LIMITS = { idle: Number.POSITIVE_INFINITY, absolute: Number.POSITIVE_INFINITY };

function builtInNamed(name: string): BuiltInStrength | undefined {
  return BUILT_IN_STRENGTHS.find((known) => known === name);
}

function mostOf({ session }: RoleRuleInput<string>): number {
  return session?.most ?? Number.POSITIVE_INFINITY;
}
