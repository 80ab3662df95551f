import type { PolicyDocument } from '@sallyport/browser';
import { type Child, h } from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import type { Change, Path } from './document.ts';
import { memberTitle, ruleTitle, valueText } from './rule-words.ts';
import { sessionText } from './session-text.ts';
import { words } from './words.ts';

export type Look = 'weaker' | 'stricter' | 'same' | 'changed';

const badges = { weaker: ['stop', 'down'], stricter: ['go', 'up'], same: ['', 'dot'], changed: ['', 'dot'] } as const;

export interface Policies {
  readonly before: PolicyDocument;
  readonly after: PolicyDocument;
}

export function ruleArticle(
  path: Path,
  changes: readonly Change[],
  policies: Policies,
  look?: Look,
  tick?: Child,
): HTMLElement {
  const [only] = changes;
  const title = only !== undefined && changes.length === 1 ? ruleTitle(only.path) : ruleTitle(path);
  return h(
    'article',
    { class: `change ${look ?? ''}`.trim(), 'data-testid': 'rule', 'data-look': look },
    h('header', {}, h('h3', {}, title), look === undefined ? null : lookBadge(look)),
    changes.map((change) => beforeAfter(change, policies, changes.length > 1)),
    changes.some(({ path }) => path.at(-1) === 'requiredStrength') ? sessionsOf(path, policies) : null,
    tick,
  );
}

export function lookBadge(look: Look): HTMLElement {
  const [colour, name] = badges[look];
  return h('span', { class: `badge ${colour}`.trim() }, icon(name, 's'), words.review[look]);
}

/** A change of the strength changes the limits, also if the policy does not write them. */
function sessionsOf([kind, role]: Path, { before, after }: Policies): Child {
  const of = kind === 'roles' && role !== undefined ? String(role) : undefined;
  const [was, is] = [sessionText(before, of), sessionText(after, of)];
  if (was === is) return null;
  return [h('p', { class: 'member' }, words.policy.table.session), comparison(was, is, 'session-change')];
}

function beforeAfter({ path, before, after }: Change, policies: Policies, isNamed: boolean): Child {
  return [
    isNamed ? h('p', { class: 'member' }, memberTitle(path)) : null,
    comparison(valueText(path, before, policies.before), valueText(path, after, policies.after)),
  ];
}

function comparison(was: Child, is: Child, testid?: string): HTMLElement {
  return h(
    'dl',
    { class: 'before-after', 'data-testid': testid },
    h('dt', {}, words.policy.before),
    h('dd', {}, was),
    h('dt', {}, words.policy.after),
    h('dd', { class: 'after' }, h('strong', {}, is)),
  );
}
