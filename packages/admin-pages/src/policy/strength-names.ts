import { type InputError, isProblem, type PolicyDocument } from '@sallyport/browser';
import { h, listed } from '@sallyport/pages/parts';
import { words } from '../words.ts';
import { recordOf } from './policy-roles.ts';
import { levels } from './strength-switch.ts';

/** Explains the names of strengths in the policy's text, with the words of the cards if a card exists. */
export function strengthLegend(): HTMLElement {
  const meanings = [
    ...levels.map((level) => [level, words.policy.levels[level].name] as const),
    ...Object.entries(words.policy.otherNames),
  ];
  return h(
    'div',
    { class: 'hint stack tight', 'data-testid': 'strength-legend' },
    h('p', {}, words.policy.inText),
    h(
      'ul',
      { class: 'plain' },
      meanings.map(([name, means]) => h('li', {}, h('code', {}, name), ': ', means)),
    ),
  );
}

/** Lists the valid names of strengths if the server refused a `requiredStrength`. */
export function strengthNamesFor(thrown: unknown, policy: PolicyDocument): HTMLElement | null {
  const errors: readonly InputError[] = isProblem(thrown) ? (thrown.errors ?? []) : [];
  if (!errors.some(({ path }) => path.endsWith('requiredStrength'))) return null;
  const names = [...levels, ...Object.keys(words.policy.otherNames), ...Object.keys(recordOf(policy['strengths']))];
  return h('p', { 'data-testid': 'strength-names' }, words.policy.names(listed(names)));
}
