import type { PolicyDocument, PolicyVersion } from '@sallyport/browser';
import { button, fill, h } from '@sallyport/pages/parts';
import { keyOf } from './document.ts';
import type { KeptDraft } from './draft.ts';
import { type MergeRule, mergeable, merged } from './merge.ts';
import { authorName } from './names.ts';
import { ruleTitle, valueText } from './rule-words.ts';
import { words } from './words.ts';

export function conflictView(
  kept: KeptDraft,
  current: PolicyVersion,
  owner: string,
  onMerged: (policy: PolicyDocument) => void,
): HTMLElement {
  const { conflict: says } = words.review;
  const rules = mergeable(kept.base, current.policy, kept.policy);
  const picked = new Map<string, 'mine' | 'theirs'>(
    rules.filter(({ both }) => !both).map(({ path }) => [keyOf(path), 'mine']),
  );
  const left = h('p', { class: 'hint', role: 'status' });
  const isOwn = current.changedBy === owner;
  const about = h('p', {}, isOwn ? says.aboutOwn(current.version) : says.about('…', current.version));
  if (!isOwn) void authorName(current.changedBy).then((name) => fill(about, says.about(name, current.version)));
  const goOn = button({
    label: says.goOn,
    testid: 'merge',
    look: 'primary',
    run: () => onMerged(merged(current.policy, rules, ({ path }) => picked.get(keyOf(path)) ?? 'theirs')),
  });

  function showLeft(): void {
    const open = rules.length - picked.size;
    goOn.disabled = open > 0;
    fill(left, open > 0 ? says.left(open) : '');
  }

  function row(rule: MergeRule, place: number): HTMLElement {
    const side = (which: 'theirs' | 'mine', title: string): HTMLElement => {
      const input = h('input', {
        ...{ type: 'radio', name: `pick-${place}`, value: which, 'data-testid': `pick-${which}` },
        checked: picked.get(keyOf(rule.path)) === which,
      });
      input.addEventListener('change', () => {
        picked.set(keyOf(rule.path), which);
        showLeft();
      });
      return h(
        'label',
        { class: 'side-choice' },
        input,
        h(
          'span',
          {},
          h('small', {}, title),
          valueText(rule.path, rule[which], which === 'mine' ? kept.policy : current.policy),
        ),
      );
    };
    return h(
      'fieldset',
      { class: `change ${rule.both ? 'weaker' : ''}`.trim(), 'data-testid': 'merge-rule' },
      h('legend', { class: 'unseen' }, says.choose(ruleTitle(rule.path))),
      h(
        'div',
        { class: 'line', 'aria-hidden': 'true' },
        h('strong', {}, ruleTitle(rule.path)),
        rule.both ? h('span', { class: 'badge warn' }, says.both) : null,
      ),
      h('p', { class: 'hint' }, `${says.before}: ${valueText(rule.path, rule.base, kept.base)}`),
      h('div', { class: 'sides' }, side('theirs', says.theirs(current.version)), side('mine', says.mine)),
    );
  }

  showLeft();
  return h(
    'section',
    { class: 'card flush', 'aria-labelledby': 'h-conflict', 'data-testid': 'conflict' },
    h(
      'div',
      { class: 'card-head' },
      h('h2', { id: 'h-conflict', tabindex: -1 }, isOwn ? says.titleOwn : says.title),
      about,
      current.note === undefined ? null : h('q', {}, current.note),
    ),
    rules.map(row),
    h('div', { class: 'foot' }, left, goOn),
  );
}
