import { type Child, h } from '@sallyport/pages/parts';
import { type CardInput, settingCard } from './cards.ts';
import { type Path, recordOf } from './document.ts';
import type { Draft } from './draft.ts';
import type { Offers } from './fields.ts';
import type { Part } from './roles-table.ts';
import type { Judge } from './verdict.ts';
import { words } from './words.ts';

const of = (top: string, ...names: readonly string[]): readonly Path[] => names.map((name) => [top, name]);

export const CARDS = {
  sessions: () => [...of('session', 'idle', 'absolute', 'most', 'beyond'), ['recentProof']],
  lockout: () => of('lockout', 'maxFailures', 'window', 'lockFor', 'growth', 'maxLockFor', 'hardLimit'),
  recovery: () => [
    ['recovery', 'mailboxAlone'],
    ['enrollment', 'firstFactor'],
  ],
  passwords: () => of('passwords', 'minimum', 'history', 'words', 'breached', 'letterAndDigit'),
  company: (named) => [
    ['preferSso'],
    ['providerStrengthWithin'],
    ...named('providers').flatMap((name) =>
      ['trust', 'mailDomains', 'createAccounts', 'mailFollows'].map((member) => ['providers', name, member]),
    ),
  ],
  tightening: () => [['onTighten']],
  administrators: () => of('administrators', 'policy', 'people', 'helpdesk'),
  codes: () => [
    ['emailCodes', 'offer'],
    ['passkeys', 'counterRegression'],
  ],
  strengths: (named) => named('strengths').map((name) => ['strengths', name]),
  vault: () => of('vault', 'emergency'),
  dormant: () => [['dormant']],
} as const satisfies Readonly<Record<string, (named: (member: string) => readonly string[]) => readonly Path[]>>;

export function settingCards(draft: Draft, judge: Judge, offers: Offers): Part {
  const { cards } = words.policy;
  const added = new Set<string>();
  const named = (top: string): readonly string[] => Object.keys(recordOf(draft.policy()[top]));
  const special: Partial<Record<keyof typeof CARDS, Pick<CardInput, 'empty' | 'fields'>>> = {
    company: { fields: async () => (await import('./provider-fields.ts')).providerFields(draft, offers, added) },
    administrators: { fields: async () => (await import('./helpdesk-fields.ts')).administratorFields(draft, offers) },
    strengths: {
      empty: cards.noStrengths,
      fields: async () => (await import('./strength-fields.ts')).definitionFields(draft, offers),
    },
  };
  const ids = Object.keys(CARDS) as (keyof typeof CARDS)[];
  const parts = ids.map((id) =>
    settingCard(draft, judge, offers, { id, title: cards[id], paths: () => CARDS[id](named), ...special[id] }),
  );
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
