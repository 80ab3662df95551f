import { isProblem, type PolicyDocument, type PolicyImpact } from '@sallyport/browser';
import { client } from '@sallyport/pages/parts';
import { isEqual, keyOf, type Path, ruleOf } from './document.ts';
import type { Draft } from './draft.ts';
import { loadRefusedFaults } from './fault-words.ts';

export type Standing = PolicyImpact['moves'][number]['to'];

export type JudgedRule = PolicyImpact['rules'][number];

export interface Verdict {
  readonly impact?: PolicyImpact;
  readonly problem?: unknown;
}

export interface Judge {
  verdict(): Verdict;
  isWeaker(rule: Path): boolean | undefined;
  isWeakerAt(member: Path): boolean | undefined;
  learn(policy: PolicyDocument, impact: PolicyImpact): void;
  listen(run: () => void): void;
}

/** Milliseconds: a change of a text is many changes. */
const PAUSE = 350;

/** Does not ask for a new proof: the review does. */
export function judgeOf(draft: Draft): Judge {
  const listeners: (() => void)[] = [];
  let judged: PolicyDocument | undefined;
  let verdict: Verdict = {};
  let byPath = new Map<string, JudgedRule>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tell(policy: PolicyDocument, next: Verdict): void {
    if (!isEqual(policy, draft.policy())) return;
    judged = policy;
    verdict = next;
    byPath = new Map((next.impact?.rules ?? []).map((rule) => [keyOf(pathOf(rule)), rule]));
    for (const run of listeners) run();
  }

  async function ask(): Promise<void> {
    const policy = draft.policy();
    try {
      tell(policy, { impact: await client.admin.policy.preview(policy) });
    } catch (problem) {
      if (!isProblem(problem) || problem.code !== 'malformed-input') return;
      await loadRefusedFaults();
      tell(policy, { problem });
    }
  }

  function changed(): void {
    clearTimeout(timer);
    if (judged !== undefined && isEqual(judged, draft.policy())) return;
    tell(draft.policy(), {});
    judged = undefined;
    if (draft.changes().length > 0 && draft.isJson()) timer = setTimeout(() => void ask(), PAUSE);
  }

  draft.listen(changed);
  changed();
  return {
    verdict: () => verdict,
    isWeaker: (rule) => byPath.get(keyOf(rule))?.weaker,
    isWeakerAt: (member) => isWeakerAt(byPath.get(keyOf(ruleOf(member))), member),
    learn: (policy, impact) => tell(policy, { impact }),
    listen: (run) => void listeners.push(run),
  };
}

export function pathOf({ source, member }: JudgedRule): Path {
  return typeof source === 'object' ? ['roles', source.role, member] : [member];
}

/** A rule without members is weaker as a whole. */
export function isWeakerAt(rule: JudgedRule | undefined, member: Path): boolean | undefined {
  if (rule?.weaker !== true || rule.weakerMembers === undefined) return rule?.weaker;
  const within = keyOf(member.slice(pathOf(rule).length));
  return rule.weakerMembers.some((path) => keyOf(path) === within);
}

/**
 * People who leave the group do not lessen the number.
 *
 * @param left counts only the people who leave this group
 */
export function movedTo({ moves }: PolicyImpact, group: Standing, left?: Standing): number {
  return moves.reduce((sum, { from, to, count }) => sum + (to === group && from === (left ?? from) ? count : 0), 0);
}
