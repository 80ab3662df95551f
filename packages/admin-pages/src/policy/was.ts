import { type Child, h, linkButton } from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import { isEqual, keyOf, type Path, readAt, ruleOf } from './document.ts';
import type { Draft } from './draft.ts';
import { memberAt } from './members.ts';
import { ruleTitle, valueText } from './rule-words.ts';
import { placeOf } from './strengths.ts';
import type { Judge } from './verdict.ts';
import { words } from './words.ts';

/** The change of a member. `changed`: the server has not judged the change, or the change is neither weaker nor stricter. */
export type Change = 'weaker' | 'stricter' | 'changed';

/**
 * Compares a member of the draft with the policy in force. Returns `undefined` if the member is the same. The server judges a rule as a whole: if
 * several members of a rule changed, none of them alone is called weaker.
 */
export function changeAt(draft: Draft, judge: Judge, path: Path): Change | undefined {
  const [before, after] = [readAt(draft.base.policy, path), readAt(draft.policy(), path)];
  if (isEqual(before, after)) return undefined;
  const rule = ruleOf(path);
  const isAlone = draft.changes().filter((change) => keyOf(ruleOf(change.path)) === keyOf(rule)).length === 1;
  const isWeaker = judge.isWeaker(rule);
  if (isWeaker === undefined || (isWeaker && !isAlone)) return 'changed';
  return isWeaker ? 'weaker' : isStricter(path, before, after) ? 'stricter' : 'changed';
}

/** Returns whether a strength rose on the scale. The server has to say that the rule is not weaker. */
export function isStricter(path: Path, before: unknown, after: unknown): boolean {
  return memberAt(path)?.member.kind === 'strength' && placeOf(after) > placeOf(before ?? 'single');
}

/** The line below a changed value: what the value was, and a button to undo the change. Empty if the member is the same. */
export function wasLine(draft: Draft, judge: Judge, path: Path): Child {
  const change = changeAt(draft, judge, path);
  if (change === undefined) return null;
  const { was } = words.policy;
  const before = valueText(path, readAt(draft.base.policy, path));
  const undo = linkButton(was.undo, 'undo', () => draft.edit(path, readAt(draft.base.policy, path)));
  undo.append(h('span', { class: 'unseen' }, `: ${ruleTitle(path)}`));
  return h(
    'p',
    { class: `was ${change}`, 'data-testid': 'was' },
    icon(change === 'weaker' ? 'down' : change === 'stricter' ? 'up' : 'dot', 's'),
    `${was[change](before)} `,
    undo,
  );
}
