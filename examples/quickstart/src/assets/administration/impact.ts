import type { ImpactEntry, PolicyImpact } from '@sallyport/browser';
import { type Child, h } from '../ui/element.ts';
import { reasonsLine } from '../ui/explain.ts';

const looks: Readonly<Record<string, readonly [label: string, look: string]>> = {
  unaffected: ['Unaffected', 'go'],
  'must-enroll': ['Must enroll', 'warn'],
  mustEnroll: ['Must enroll', 'warn'],
  stranded: ['Stranded', 'stop'],
};

/** What a policy would do to everyone, before it does. */
export function impactCard(impact: PolicyImpact): HTMLElement {
  const count = (label: string, value: number, testid: string): HTMLElement =>
    h('div', { class: 'number' }, h('p', {}, label), h('p', { 'data-testid': testid }, value));
  return h(
    'div',
    { class: 'card rows' },
    h(
      'div',
      { class: 'row stacked' },
      h('h2', {}, 'What saving would do'),
      h(
        'div',
        { class: 'numbers three' },
        count('Unaffected', impact.unaffected, 'unaffected'),
        count('Must enroll', impact.mustEnroll, 'must-enroll'),
        count('Stranded', impact.stranded, 'stranded'),
      ),
      impact.stranded > 0
        ? h('p', { class: 'note warn' }, 'Stranded accounts could not sign in at all without your help.')
        : null,
      vaultNotes(impact).map((text) => h('p', { class: 'note warn', 'data-testid': 'vault-impact' }, text)),
    ),
    impact.accounts.map(accountRow),
    impact.next === undefined ? null : h('p', { class: 'row muted' }, 'And more.'),
  );
}

function vaultNotes({ vaults }: PolicyImpact): readonly string[] {
  const { withoutWay = 0, withoutEmergency = 0 } = vaults ?? {};
  return [
    ...(withoutWay > 0 ? [`Owners who could not open their vault any more: ${withoutWay}.`] : []),
    ...(withoutEmergency > 0 ? [`Vaults that would be asked for the emergency way: ${withoutEmergency}.`] : []),
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
