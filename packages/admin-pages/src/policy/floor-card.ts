import type { PolicyDocument } from '@sallyport/browser';
import { capital, h } from '@sallyport/pages/parts';
import { changesOf } from './document.ts';
import { memberAt } from './members.ts';
import { ruleTitle, valueText } from './rule-words.ts';
import { words } from './words.ts';

/** What the app asks under every policy of the tenant. */
export function floorCard(floor: PolicyDocument | undefined): HTMLElement | null {
  if (floor === undefined) return null;
  const says = words.policy.floor;
  const whole = { requiredStrength: 'baseline', ...floor };
  return h(
    'details',
    { class: 'card clear', 'data-testid': 'floor' },
    h('summary', {}, says.title),
    h('p', { class: 'muted small-text' }, says.text),
    h(
      'dl',
      { class: 'settings' },
      changesOf({}, whole)
        .filter(({ path: [top = ''] }) => !NOT_IN_THE_FLOOR.includes(top))
        .map(({ path, after }) => [
          h('dt', {}, ruleTitle(path)),
          h('dd', { class: memberAt(path) === undefined ? 'long' : undefined }, capital(valueText(path, after, whole))),
        ]),
    ),
  );
}

const NOT_IN_THE_FLOOR: readonly string[] = [
  'administrators',
  'organisations',
  'dormant',
  'onTighten',
  'emailCodes',
  'providerStrengthWithin',
  'preferSso',
  'acknowledged',
];
