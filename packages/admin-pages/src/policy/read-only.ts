import { h } from '@sallyport/pages/parts';
import { textsOf } from './document.ts';
import type { Draft } from './draft.ts';
import type { Offers } from './fields.ts';
import { floorCard } from './floor-card.ts';
import { type Headcount, rolesTable } from './roles-table.ts';
import { settingCards } from './settings.ts';
import { shownRoles } from './shown-roles.ts';
import { judgeOf } from './verdict.ts';
import { words } from './words.ts';

export function readOnlyView(draft: Draft, offers: Offers, people: Headcount): HTMLElement {
  const says = words.policy.readOnly;
  const judge = judgeOf(draft);
  const { administrators } = draft.base.policy;
  const mayChange = textsOf(Object(administrators).policy);
  return h(
    'div',
    { class: 'stack', 'data-testid': 'read-only' },
    h('p', { class: 'note' }, says.about(mayChange.join(', '))),
    floorCard(draft.base.floor),
    h(
      'fieldset',
      { class: 'read-only', disabled: true },
      h('legend', { class: 'unseen' }, words.policy.tabs.rules),
      rolesTable({ draft, judge, offers }, people, shownRoles(draft, offers)).element,
      settingCards(draft, judge, offers).element,
    ),
    h(
      'details',
      { class: 'card clear' },
      h('summary', {}, words.policy.tabs.json),
      h('pre', { class: 'scroll', tabindex: 0, 'data-testid': 'policy-text' }, draft.text()),
    ),
  );
}
