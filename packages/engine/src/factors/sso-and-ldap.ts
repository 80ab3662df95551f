import { type Instant, nameOfProvider, providerNamed, settersOf } from '@sallyport/core';
import type { AccountRecord, ExternalIdRecord, UnlinkedIdRecord } from '@sallyport/store';
import { newId, type Random } from '../kernel/secrets/token.ts';
import { bindingOf, isBindingOf } from './binding.ts';
import type { Factor, Held } from './factor.ts';
import { withoutPendingEmail, withoutRecovery } from './pending.ts';

export function externalIdBinding(id: string): string {
  return bindingOf('external-id', id);
}

export function externalIdAt({ externalIds }: AccountRecord, provider: string): ExternalIdRecord | undefined {
  return externalIds?.find((one) => one.provider === provider);
}

export function newExternalId(random: Random, facts: Omit<ExternalIdRecord, 'id'>): ExternalIdRecord {
  return { id: newId(random), ...facts };
}

function withoutExternalId(account: AccountRecord, provider: string): AccountRecord {
  const { externalIds = [], providerRoles = {}, providerRolesAt = {} } = account;
  const kept = externalIds.filter((one) => one.provider !== provider);
  const { [provider]: _, ...roles } = providerRoles;
  const { [provider]: __, ...told } = providerRolesAt;
  return {
    ...account,
    externalIds: kept.length === 0 ? undefined : kept,
    providerRoles: Object.keys(roles).length === 0 ? undefined : roles,
    providerRolesAt: Object.keys(told).length === 0 ? undefined : told,
  };
}

export function addLink(account: AccountRecord, link: ExternalIdRecord): AccountRecord {
  const { unlinked, ...rest } = account;
  const others = otherThan(link, unlinked);
  const next = { ...rest, externalIds: [...(account.externalIds ?? []), link] };
  return others.length === 0 ? next : { ...next, unlinked: others };
}

/** Every loss of an identity goes through this function: no sign-in links a recorded identity again. */
export function unlink(
  account: AccountRecord,
  provider: string,
  at: Instant,
  because: Pick<UnlinkedIdRecord, 'endedByRole'> = {},
): AccountRecord {
  const link = externalIdAt(account, provider);
  if (link === undefined) return account;
  const { subject, address, addressUnverified } = link;
  const record = { provider, subject, at, address, addressUnverified, ...because };
  const unlinked = [...otherThan(link, account.unlinked), record].slice(-MOST_UNLINKED);
  return { ...withoutRecovery(withoutPendingEmail(withoutExternalId(account, provider))), unlinked };
}

const MOST_UNLINKED = 25;

function otherThan(
  { provider, subject }: Pick<ExternalIdRecord, 'provider' | 'subject'>,
  unlinked: AccountRecord['unlinked'] = [],
): NonNullable<AccountRecord['unlinked']> {
  return unlinked.filter((one) => one.provider !== provider || one.subject !== subject);
}

export function wasUnlinked({ unlinked }: AccountRecord, provider: string): boolean {
  return unlinked?.some((one) => one.provider === provider) === true;
}

/** An address that only other providers stated does not count: a person may edit the own entry in a directory. */
export function addressFor(provider: string, { email }: AccountRecord): string | undefined {
  const setters = settersOf([email ?? {}]);
  const isAnothers =
    setters.length > 0 && setters.every((by) => providerNamed(by) !== undefined && by !== nameOfProvider(provider));
  return isAnothers ? undefined : email?.address;
}

/** Providers give addresses of former users to new users, so no address links a provider's second identity. */
export function addressToLinkBy(account: AccountRecord, provider: string): string | undefined {
  if (externalIdAt(account, provider) !== undefined || wasUnlinked(account, provider)) return undefined;
  return addressFor(provider, account);
}

export const sso: Factor = {
  is: (method) => method === 'sso',
  facts: (account) => {
    const links = identities(account, 'sso');
    if (links.length === 0) return {};
    const said = links.flatMap(({ provider, said: words }) =>
      words === undefined ? [] : [[provider, words] as const],
    );
    const sso = links.map(({ provider }) => provider);
    return said.length === 0 ? { sso } : { sso, said: Object.fromEntries(said) };
  },
  held: (account) => identities(account, 'sso').map(heldIdentity),
  keeping: (account, stays) => keepingIdentities(account, 'sso', stays),
  hasBinding: (account, binding) => hasIdentity(account, 'sso', binding),
  exported: () => ({}),
  view: () => ({}),
  // RFC 8176 has no value for single sign-on.
  amr: () => [],
  vouches: (proof) => proof.method === 'sso',
};

export function hasDirectoryPassword(account: AccountRecord): boolean {
  return identities(account, 'ldap').length > 0;
}

export const ldap: Factor = {
  is: (method) => method === 'ldap',
  facts: (account) => (hasDirectoryPassword(account) ? { ldap: true } : {}),
  held: (account) => identities(account, 'ldap').map(heldIdentity),
  keeping: (account, stays) => keepingIdentities(account, 'ldap', stays),
  hasBinding: (account, binding) => hasIdentity(account, 'ldap', binding),
  exported: () => ({}),
  view: () => ({}),
  amr: () => ['pwd'],
  vouches: (proof) => proof.method === 'ldap',
};

function heldIdentity({ method, id, provider, setUpBy, linkedAt: since }: ExternalIdRecord): Held {
  return { method, name: `external-id:${provider}`, is: id, setUpBy, since, trace: externalIdBinding(id) };
}

function keepingIdentities(
  account: AccountRecord,
  method: ExternalIdRecord['method'],
  stays: (held: Held) => boolean,
): AccountRecord {
  const gone = identities(account, method).filter((one) => !stays(heldIdentity(one)));
  return gone.reduce((rest, { provider }) => withoutExternalId(rest, provider), account);
}

function identities({ externalIds = [] }: AccountRecord, method: ExternalIdRecord['method']): ExternalIdRecord[] {
  return externalIds.filter((one) => one.method === method);
}

function hasIdentity({ externalIds }: AccountRecord, method: ExternalIdRecord['method'], binding: string): boolean {
  return externalIds?.some((one) => one.method === method && isBindingOf(binding, 'external-id', one.id)) === true;
}
