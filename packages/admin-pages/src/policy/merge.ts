import type { PolicyDocument } from '@sallyport/browser';
import { changesOf, isEqual, keyOf, type Path, readAt, writeAt } from './document.ts';

export interface MergeRule {
  readonly path: Path;
  readonly base: unknown;
  readonly theirs: unknown;
  readonly mine: unknown;
  readonly both: boolean;
}

/**
 * @param base the policy on which the draft was made
 * @param theirs saved meanwhile
 */
export function mergeable(base: PolicyDocument, theirs: PolicyDocument, mine: PolicyDocument): readonly MergeRule[] {
  const saved = new Set(changesOf(base, theirs).map(({ path }) => keyOf(path)));
  return changesOf(base, mine).flatMap(({ path, before, after }) => {
    const rule = { path, base: before, theirs: readAt(theirs, path), mine: after };
    return isEqual(rule.theirs, after) ? [] : [{ ...rule, both: saved.has(keyOf(path)) }];
  });
}

export function merged(
  theirs: PolicyDocument,
  rules: readonly MergeRule[],
  pick: (rule: MergeRule) => 'mine' | 'theirs',
): PolicyDocument {
  return rules.reduce(
    (policy, rule) => (pick(rule) === 'mine' ? writeAt(policy, rule.path, rule.mine) : policy),
    theirs,
  );
}
