import { type Child, h } from '@sallyport/pages/parts';
import { type CardInput, settingCard } from './cards.ts';
import { type Path, recordOf } from './document.ts';
import type { Draft } from './draft.ts';
import type { Offers } from './fields.ts';
import type { Part } from './roles-table.ts';
import type { Judge } from './verdict.ts';
import { words } from './words.ts';

/** The cards below the table of roles. */
export function settingCards(draft: Draft, judge: Judge, offers: Offers): Part {
  const { cards } = words.policy;
  const added = new Set<string>();
  const of =
    (top: string, ...names: readonly string[]): (() => readonly Path[]) =>
    () =>
      names.map((name) => [top, name]);
  const named = (top: string): readonly string[] => Object.keys(recordOf(draft.policy()[top]));

  const inputs: readonly CardInput[] = [
    {
      id: 'sessions',
      title: cards.sessions,
      paths: () => [...of('session', 'idle', 'absolute', 'most', 'beyond')(), ['recentProof']],
    },
    {
      id: 'lockout',
      title: cards.lockout,
      paths: of('lockout', 'maxFailures', 'window', 'lockFor', 'growth', 'maxLockFor', 'hardLimit'),
    },
    {
      id: 'recovery',
      title: cards.recovery,
      paths: () => [
        ['recovery', 'mailboxAlone'],
        ['enrollment', 'firstFactor'],
      ],
    },
    {
      id: 'passwords',
      title: cards.passwords,
      paths: of('passwords', 'minimum', 'history', 'words', 'breached', 'letterAndDigit'),
    },
    {
      id: 'company',
      title: cards.company,
      paths: () => [
        ['preferSso'],
        ...named('providers').flatMap((name) =>
          ['trust', 'mailDomains', 'createAccounts'].map((member) => ['providers', name, member]),
        ),
      ],
      fields: async () => (await import('./provider-fields.ts')).providerFields(draft, offers, added),
    },
    { id: 'tightening', title: cards.tightening, paths: () => [['onTighten']] },
    {
      id: 'administrators',
      title: cards.administrators,
      paths: of('administrators', 'policy', 'people', 'helpdesk'),
      fields: async () => (await import('./helpdesk-fields.ts')).administratorFields(draft, offers),
    },
    {
      id: 'codes',
      title: cards.codes,
      paths: () => [
        ['emailCodes', 'offer'],
        ['passkeys', 'counterRegression'],
      ],
    },
    {
      id: 'strengths',
      title: cards.strengths,
      paths: () => named('strengths').map((name) => ['strengths', name]),
      empty: cards.noStrengths,
      fields: async () => (await import('./strength-fields.ts')).definitionFields(draft, offers),
    },
    { id: 'vault', title: cards.vault, paths: of('vault', 'emergency') },
    { id: 'dormant', title: cards.dormant, paths: () => [['dormant']] },
  ];
  const parts = inputs.map((input) => settingCard(draft, judge, offers, input));
  const elements: Child = parts.map(({ element }) => element);
  return {
    element: h(
      'section',
      { 'aria-labelledby': 'h-more' },
      h('h2', { class: 'unseen', id: 'h-more' }, cards.more),
      h('div', { class: 'cards' }, elements),
    ),
    show: () => {
      for (const part of parts) part.show();
    },
  };
}
