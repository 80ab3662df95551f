import { isProblem, type PolicyDocument, type PolicyImpact } from '@sallyport/browser';
import { client } from '@sallyport/pages/parts';
import { isEqual, keyOf, type Path, ruleOf } from './document.ts';
import type { Draft } from './draft.ts';
import { loadRefusedFaults } from './fault-words.ts';

/** The groups of people by what a policy asks of them. */
export type Standing = PolicyImpact['moves'][number]['to'];

/** A changed rule, as the server judges the change. */
export type JudgedRule = PolicyImpact['rules'][number];

/** The server's answer to the draft. */
export interface Verdict {
  /** Absent while the server works. */
  readonly impact?: PolicyImpact;
  /** The refusal of the draft. */
  readonly problem?: unknown;
}

/** Asks the server for the effect of the draft, after each change of the draft. */
export interface Judge {
  /** The verdict on the present draft. Empty while the server works, and without a change. */
  verdict(): Verdict;
  /** Returns whether a changed rule is weaker. `undefined` if the rule is unchanged or not judged yet. */
  isWeaker(rule: Path): boolean | undefined;
  /** As {@link Judge.isWeaker}, for a changed member. */
  isWeakerAt(member: Path): boolean | undefined;
  /** Takes an answer of the server to the present draft. */
  learn(policy: PolicyDocument, impact: PolicyImpact): void;
  listen(run: () => void): void;
}

/** The pause after a change before the server is asked, in milliseconds, because a change of a text is many changes. */
const PAUSE = 350;

/** Judges the draft. A proof that is too old is not asked for: the review asks for the proof. */
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

/** The path of a rule in the policy. */
export function pathOf({ source, member }: JudgedRule): Path {
  return typeof source === 'object' ? ['roles', source.role, member] : [member];
}

/** Returns whether the server calls a changed member of a rule weaker. A rule without members is weaker as a whole. */
export function isWeakerAt(rule: JudgedRule | undefined, member: Path): boolean | undefined {
  if (rule?.weaker !== true || rule.weakerMembers === undefined) return rule?.weaker;
  const within = keyOf(member.slice(pathOf(rule).length));
  return rule.weakerMembers.some((path) => keyOf(path) === within);
}

/**
 * The number of people who come to a group from another group. People who leave the group do not lessen the number.
 *
 * @param left counts only the people who leave this group
 */
export function movedTo({ moves }: PolicyImpact, group: Standing, left?: Standing): number {
  return moves.reduce((sum, { from, to, count }) => sum + (to === group && from === (left ?? from) ? count : 0), 0);
}
