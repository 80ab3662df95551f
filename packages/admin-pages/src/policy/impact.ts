import type { ImpactEntry, PolicyImpact } from '@sallyport/browser';
import { type Child, h } from '@sallyport/pages/parts';
import { reasonsLine } from '../reasons-line.ts';
import { words } from '../words.ts';

const looks = {
  'must-enroll': [words.policy.impact.one.mustEnroll, 'warn'],
  stranded: [words.policy.impact.one.stranded, 'stop'],
} as const;

/**
 * The card with the effects of a policy on all accounts, before the policy is saved.
 *
 * @param today the effects of the policy in force
 * @param signedIn the effects on running sessions
 * @param threats the changes for thieves
 * @param actions the buttons
 */
export function impactCard(
  impact: PolicyImpact,
  today: PolicyImpact,
  signedIn: string,
  threats: Child,
  actions: Child,
): HTMLElement {
  const count = (which: 'unaffected' | 'mustEnroll' | 'stranded', testid: string): HTMLElement =>
    h(
      'div',
      { class: 'number' },
      h('p', {}, words.policy.impact[which]),
      h('p', { class: 'muted small-text', 'data-testid': `${testid}-today` }, words.policy.impact.today(today[which])),
      h('p', { 'data-testid': testid }, impact[which]),
    );
  return h(
    'div',
    { class: 'card rows' },
    h(
      'div',
      { class: 'row stacked' },
      h('h2', { tabindex: -1 }, words.policy.impact.title),
      h(
        'div',
        { class: 'numbers' },
        count('unaffected', 'unaffected'),
        count('mustEnroll', 'must-enroll'),
        count('stranded', 'stranded'),
      ),
      h('p', { 'data-testid': 'signed-in-now' }, signedIn),
      impact.stranded > 0 ? h('p', { class: 'note warn' }, words.policy.impact.strandedNote) : null,
      vaultNotes(impact).map((text) => h('p', { class: 'note warn', 'data-testid': 'vault-impact' }, text)),
      threats,
      h('div', { class: 'actions' }, actions),
    ),
    impact.accounts.map((entry) => accountRow(entry, isSame(entry, today))),
    impact.next === undefined ? null : h('p', { class: 'row muted' }, words.policy.impact.more),
  );
}

/** The effects in one sentence. */
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

/** Whether the policy in force has the same effect on the account, as far as the preview lists the account. */
function isSame({ accountId, impact }: ImpactEntry, { accounts }: PolicyImpact): boolean {
  return accounts.some((today) => today.accountId === accountId && today.impact === impact);
}

function accountRow({ identifier, impact, because }: ImpactEntry, asToday: boolean): Child {
  const [label, look] = looks[impact];
  const why = [reasonsLine(because), asToday ? words.policy.impact.asToday : '']
    .filter((text) => text !== '')
    .join(' ');
  return h(
    'div',
    { class: 'row' },
    h('div', { class: 'about' }, h('p', {}, identifier), why === '' ? null : h('p', {}, why)),
    h('span', { class: `badge ${look}` }, label),
  );
}
