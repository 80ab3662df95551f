import type { Policy } from '@sallyport/core';
import {
  type CompiledStrength,
  type CompiledStrengths,
  compileStrengths,
  POLICY_DEFAULTS,
} from '@sallyport/core/model';
import { strengthImplies } from '../world/implication.ts';
import type { RuleChange } from './rule-change.ts';
import { hasLongerSessions } from './weaker-session.ts';

/** Also true if the new strength brings longer sessions. */
export function isWeakerStrength(change: RuleChange): boolean {
  const { to, after } = change;
  const needed = strengthBefore(change);
  if (needed === undefined) return false;
  const demanded = [to.document.requiredStrength ?? POLICY_DEFAULTS.requiredStrength, after.requiredStrength];
  const covers = demanded.some((name) => {
    const strength = strengthNamed(to, name)?.strength;
    return strength !== undefined && strengthImplies(strength, needed.strength, to.patterns, needed.patterns);
  });
  return !covers || hasSameLimitsAndLongerSessions(change);
}

/** If the new policy defines the strength, its definition counts. */
function strengthBefore({ from, to, before }: RuleChange): Named | undefined {
  return strengthNamed(to, before.requiredStrength) ?? strengthNamed(from, before.requiredStrength);
}

function hasSameLimitsAndLongerSessions(change: RuleChange): boolean {
  const isSame = JSON.stringify(change.before.session ?? {}) === JSON.stringify(change.after.session ?? {});
  return isSame && hasLongerSessions(change);
}

interface Named {
  readonly strength: CompiledStrength;
  readonly patterns: Policy['patterns'];
}

function strengthNamed({ strengths, patterns }: Policy, name: string | undefined): Named | undefined {
  const strength = strengths.find((known) => known.name === name);
  return strength && { strength, patterns };
}

/** Trust in providers is judged apart. */
export function isWeakerDefinition(change: RuleChange): boolean {
  return weakerDefinitions(change).length > 0;
}

export function weakerDefinitions({ from, to }: RuleChange): readonly string[] {
  const [old, now] = [customOf(from), customOf(to)];
  const isWeaker = (strength: CompiledStrength): boolean => {
    const before = old.strengths.find(({ name }) => name === strength.name);
    return before !== undefined && !strengthImplies(strength, before, now.patterns, old.patterns);
  };
  return now.strengths.filter(isWeaker).map(({ name }) => name);
}

function customOf({ document }: Policy): CompiledStrengths {
  return compileStrengths(document.strengths ?? {}, {});
}
