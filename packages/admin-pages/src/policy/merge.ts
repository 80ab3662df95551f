import type { PolicyDocument } from '@sallyport/browser';
import { changesOf, isEqual, keyOf, type Path, readAt, writeAt } from './document.ts';

/** A rule of a draft that the saved policy does not have. */
export interface MergeRule {
  readonly path: Path;
  /** The value before both changes. */
  readonly base: unknown;
  readonly theirs: unknown;
  readonly mine: unknown;
  /** The saved policy and the draft both changed the rule. */
  readonly both: boolean;
}

/**
 * The rules of a draft that the saved policy does not have.
 *
 * @param base the policy on which the draft was made
 * @param theirs the policy that somebody saved meanwhile
 */
export function mergeable(base: PolicyDocument, theirs: PolicyDocument, mine: PolicyDocument): readonly MergeRule[] {
  const saved = new Set(changesOf(base, theirs).map(({ path }) => keyOf(path)));
  return changesOf(base, mine).flatMap(({ path, before, after }) => {
    const rule = { path, base: before, theirs: readAt(theirs, path), mine: after };
    return isEqual(rule.theirs, after) ? [] : [{ ...rule, both: saved.has(keyOf(path)) }];
  });
}

/** The saved policy with the rules of the draft that `pick` chose. */
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
