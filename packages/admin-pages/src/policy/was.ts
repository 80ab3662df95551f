import { type Child, h, linkButton } from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import { placeOf } from './built-in-strengths.ts';
import { isEqual, type Path, readAt } from './document.ts';
import type { Draft } from './draft.ts';
import { secondsOf } from './duration.ts';
import { type Member, memberAt, sourceOf } from './members.ts';
import type { Policies } from './rule-article.ts';
import { ruleTitle, valueWithin } from './rule-words.ts';
import { sessionText } from './session-text.ts';
import { limitsFor, strengthInEffect, strengthTitle } from './strengths.ts';
import type { Judge } from './verdict.ts';
import { words } from './words.ts';

/** `same`: written in another way, with the same effect. `changed`: not judged, or neither weaker nor stricter. */
export type Change = 'weaker' | 'stricter' | 'same' | 'changed';

export function changeAt(draft: Draft, judge: Judge, path: Path): Change | undefined {
  const [before, after] = [readAt(draft.base.policy, path), readAt(draft.policy(), path)];
  if (isEqual(before, after)) return undefined;
  const isWeaker = judge.isWeakerAt(path);
  if (isWeaker === undefined) return 'changed';
  return isWeaker ? 'weaker' : changeOf([path], { before: draft.base.policy, after: draft.policy() });
}

export function changeOf(paths: readonly Path[], policies: Policies): Exclude<Change, 'weaker'> {
  if (paths.every((path) => isStricter(path, policies))) return 'stricter';
  return paths.every((path) => isSame(path, policies)) ? 'same' : 'changed';
}

export function isSame(path: Path, { before, after }: Policies): boolean {
  if (memberAt(path)?.key !== 'requiredStrength') return false;
  const { role } = sourceOf(path);
  const [was, is] = [strengthInEffect(before, role), strengthInEffect(after, role)];
  return was !== undefined && was === is && isEqual(limitsFor(before, role), limitsFor(after, role));
}

/** By the server's judgement. The rule of the role itself is not weaker. */
export function weakensWithEveryone(draft: Draft, judge: Judge, role: string): boolean {
  if (judge.isWeaker(['requiredStrength']) !== true) return false;
  if (changeAt(draft, judge, ['roles', role, 'requiredStrength']) === 'weaker') return false;
  const [was, is] = [strengthInEffect(draft.base.policy, role), strengthInEffect(draft.policy(), role)];
  return was !== undefined && is !== undefined && was !== is && (placeOf(is) < placeOf(was) || placeOf(was) < 0);
}

export function weakenedLine(draft: Draft, judge: Judge, role: string | undefined): Child {
  if (role === undefined || !weakensWithEveryone(draft, judge, role)) return null;
  const before = strengthTitle(strengthInEffect(draft.base.policy, role));
  return h(
    'p',
    { class: 'was weaker', 'data-testid': 'weaker-by-everyone' },
    h('span', { class: 'told' }, icon('down', 's'), h('span', {}, words.policy.was.weakerByEveryone(before))),
  );
}

/** The server has to say that the member is not weaker. */
export function isStricter(path: Path, { before, after }: Policies): boolean {
  const { role } = sourceOf(path);
  const [then, now] = [limitsFor(before, role), limitsFor(after, role)];
  switch (memberAt(path)?.key) {
    case 'requiredStrength':
      return placeOf(strengthInEffect(after, role)) > placeOf(strengthInEffect(before, role));
    case 'session.idle':
      return secondsOf(now.idle) < secondsOf(then.idle);
    case 'session.absolute':
      return secondsOf(now.absolute) < secondsOf(then.absolute);
    case 'session.most':
      return (now.most ?? Number.POSITIVE_INFINITY) < (then.most ?? Number.POSITIVE_INFINITY);
    default:
      return isFurther(memberAt(path)?.member, readAt(before, path), readAt(after, path));
  }
}

function isFurther(member: Member | undefined, was: unknown, is: unknown): boolean {
  if (member?.stricter === undefined) return false;
  const { kind, stricter, fallback, least, options = [] } = member;
  const placeOfValue = (value: unknown): number => {
    const present = value ?? fallback ?? least;
    if (kind === 'time') return secondsOf(String(present));
    return kind === 'choice' ? options.findIndex((option) => String(option) === String(present)) : Number(present);
  };
  const step = placeOfValue(is) - placeOfValue(was);
  return stricter === 'up' ? step > 0 : step < 0;
}

export function wasLine(draft: Draft, judge: Judge, path: Path): Child {
  const change = changeAt(draft, judge, path);
  if (change === undefined) return null;
  return changeLine(
    draft,
    change,
    [path],
    ruleTitle(path),
    valueWithin(path, readAt(draft.base.policy, path), draft.base.policy),
  );
}

export const SESSION = ['idle', 'absolute', 'most', 'beyond'] as const;

/** One line for the rule, with the limits that count today. */
export function sessionWasLine(draft: Draft, judge: Judge, role: string | undefined): Child {
  const rule = role === undefined ? ['session'] : ['roles', role, 'session'];
  const paths = SESSION.map((member) => [...rule, member]);
  const changed = paths.filter((path) => changeAt(draft, judge, path) !== undefined);
  const policies = { before: draft.base.policy, after: draft.policy() };
  const before = sessionText(policies.before, role);
  const [only] = changed;
  if (only === undefined)
    return before === sessionText(policies.after, role) ? null : followingLine(draft, role, before);
  if (before === sessionText(policies.after, role) && changed.length === 1) return wasLine(draft, judge, only);
  const isWeaker = judge.isWeaker(rule);
  return changeLine(
    draft,
    isWeaker === true ? 'weaker' : isWeaker === false ? changeOf(changed, policies) : 'changed',
    changed,
    ruleTitle(rule),
    before,
  );
}

function followingLine(draft: Draft, role: string | undefined, before: string): HTMLElement {
  const { was } = words.policy;
  const path = role === undefined ? ['requiredStrength'] : ['roles', role, 'requiredStrength'];
  const isOwn = !isEqual(readAt(draft.base.policy, path), readAt(draft.policy(), path));
  return h(
    'p',
    { class: 'was changed', 'data-testid': 'follows-strength' },
    (isOwn ? was.byStrength : was.byEveryone)(before),
  );
}

function changeLine(draft: Draft, change: Change, paths: readonly Path[], title: string, before: string): HTMLElement {
  const { was } = words.policy;
  const undo = linkButton(was.undo, 'undo', () => {
    for (const path of paths) draft.edit(path, readAt(draft.base.policy, path));
  });
  undo.append(h('span', { class: 'unseen' }, `: ${title}`));
  return h(
    'p',
    { class: `was ${change}`, 'data-testid': 'was' },
    h(
      'span',
      { class: 'told' },
      icon(change === 'weaker' ? 'down' : change === 'stricter' ? 'up' : 'dot', 's'),
      h('span', {}, was[change](before)),
    ),
    ' ',
    undo,
  );
}
