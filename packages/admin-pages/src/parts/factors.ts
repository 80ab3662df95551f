import { h, providerName, sentenceFor, wayName } from '@sallyport/pages/parts';
import type { IconName } from '../icons.ts';
import { words } from '../words.ts';
import { icon } from './frame.ts';

const iconOf: Readonly<Record<string, IconName>> = {
  passkey: 'passkey',
  totp: 'app',
  password: 'password',
  'email-code': 'mail',
  'backup-code': 'codes',
  sso: 'company',
  ldap: 'company',
  none: 'none',
};

/** Codes that the host delivers have the icon of a message. */
export function factorIcon(factor: string): IconName {
  return sentenceFor(iconOf, factor) ?? 'message';
}

export function factorName(factor: string): string {
  return factor === 'none' ? words.people.nothingYet : wayName(factor);
}

/**
 * A factor, `email`, or `external-id:` and the id of a provider.
 *
 * @param nameOf the name of a provider, if the page knows another
 */
export function nameOfWay(way: string, nameOf: (provider: string) => string | undefined = () => undefined): string {
  if (way === 'email') return words.security.events.address;
  const [, provider] = /^external-id:(.*)$/.exec(way) ?? [];
  return provider === undefined ? wayName(way) : (nameOf(provider) ?? providerName(provider));
}

export function factorIcons(factors: readonly string[]): HTMLElement {
  if (factors.length === 0) return h('span', { class: 'muted' }, words.people.nothingYet);
  return h(
    'span',
    { class: 'ways' },
    factors.map((factor) =>
      h(
        'span',
        { title: factorName(factor) },
        icon(factorIcon(factor)),
        h('span', { class: 'unseen' }, `${factorName(factor)} `),
      ),
    ),
  );
}
