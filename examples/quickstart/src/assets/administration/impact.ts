import type { ImpactEntry, PolicyImpact } from '@sallyport/browser';
import { type Child, h } from '../ui/element.ts';
import { reasonsLine } from '../ui/reasons.ts';
import { words } from '../ui/words.ts';

const looks: Readonly<Record<string, readonly [label: string, look: string]>> = {
  unaffected: [words.policy.impact.unaffected, 'go'],
  'must-enroll': [words.policy.impact.mustEnroll, 'warn'],
  mustEnroll: [words.policy.impact.mustEnroll, 'warn'],
  stranded: [words.policy.impact.stranded, 'stop'],
};

/**
 * What a policy would do to everyone, before it does.
 *
 * @param signedIn what would become of those who are signed in
 */
export function impactCard(impact: PolicyImpact, signedIn: string): HTMLElement {
  const count = (label: string, value: number, testid: string): HTMLElement =>
    h('div', { class: 'number' }, h('p', {}, label), h('p', { 'data-testid': testid }, value));
  return h(
    'div',
    { class: 'card rows' },
    h(
      'div',
      { class: 'row stacked' },
      h('h2', {}, words.policy.impact.title),
      h(
        'div',
        { class: 'numbers' },
        count(words.policy.impact.unaffected, impact.unaffected, 'unaffected'),
        count(words.policy.impact.mustEnroll, impact.mustEnroll, 'must-enroll'),
        count(words.policy.impact.stranded, impact.stranded, 'stranded'),
      ),
      h('p', { 'data-testid': 'signed-in-now' }, signedIn),
      impact.stranded > 0 ? h('p', { class: 'note warn' }, words.policy.impact.strandedNote) : null,
      vaultNotes(impact).map((text) => h('p', { class: 'note warn', 'data-testid': 'vault-impact' }, text)),
    ),
    impact.accounts.map(accountRow),
    impact.next === undefined ? null : h('p', { class: 'row muted' }, words.policy.impact.more),
  );
}

/** The same in a sentence. */
export function impactSum({ unaffected, mustEnroll, stranded }: PolicyImpact): string {
  return words.policy.impact.sum(unaffected, mustEnroll, stranded);
}

function vaultNotes({ vaults }: PolicyImpact): readonly string[] {
  const { withoutWay = 0, withoutEmergency = 0 } = vaults ?? {};
  return [
    ...(withoutWay > 0 ? [words.policy.impact.vaultsWithoutWay(withoutWay)] : []),
    ...(withoutEmergency > 0 ? [words.policy.impact.vaultsWithoutEmergency(withoutEmergency)] : []),
  ];
}

function accountRow({ identifier, impact, because }: ImpactEntry): Child {
  const [label, look] = looks[impact] ?? [impact, ''];
  const why = reasonsLine(because);
  return h(
    'div',
    { class: 'row' },
    h('div', { class: 'about' }, h('p', {}, identifier), why === '' ? null : h('p', {}, why)),
    h('span', { class: `badge ${look}` }, label),
  );
}
