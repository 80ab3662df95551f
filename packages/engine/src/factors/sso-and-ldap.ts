import type { Instant } from '@sallyport/core';
import type { AccountRecord, ExternalIdRecord } from '@sallyport/store';
import { newId, type Random } from '../kernel/secrets/token.ts';
import { bindingOf, isBindingOf } from './binding.ts';
import type { Factor } from './factor.ts';

/** The id of an identity that evidence and sessions rest on. */
export function externalIdBinding(id: string): string {
  return bindingOf('external-id', id);
}

/** The account's identity at a provider, or in the directory. */
export function externalIdAt({ externalIds }: AccountRecord, provider: string): ExternalIdRecord | undefined {
  return externalIds?.find((one) => one.provider === provider);
}

/** An identity with an id of its own, to be kept with an account. */
export function newExternalId(random: Random, facts: Omit<ExternalIdRecord, 'id'>): ExternalIdRecord {
  return { id: newId(random), ...facts };
}

/** The account without an identity, and without the roles that it brought. */
export function withoutExternalId(account: AccountRecord, provider: string): AccountRecord {
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

/**
 * The account with an identity that its owner or an administrator links. An earlier unlinking at the same provider no longer counts.
 */
export function addLink(account: AccountRecord, link: ExternalIdRecord): AccountRecord {
  const { unlinked, ...rest } = account;
  const others = unlinked?.filter(({ provider }) => provider !== link.provider) ?? [];
  const next = { ...rest, externalIds: [...(account.externalIds ?? []), link] };
  return others.length === 0 ? next : { ...next, unlinked: others };
}

/** The account without its identity at a provider. Keeps a record of the unlinking, so that no sign-in links by address again. */
export function unlink(account: AccountRecord, provider: string, at: Instant): AccountRecord {
  const link = externalIdAt(account, provider);
  if (link === undefined) return account;
  const others = account.unlinked?.filter((one) => one.provider !== provider) ?? [];
  const record = { provider, subject: link.subject, at };
  return { ...withoutExternalId(account, provider), unlinked: [...others, record] };
}

/** Whether an identity of the provider was unlinked from the account. Then only an explicit link brings the provider back. */
export function wasUnlinked({ unlinked }: AccountRecord, provider: string): boolean {
  return unlinked?.some((one) => one.provider === provider) === true;
}

/** Single sign-on: an identity at a provider, which says who the person is. */
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
  hasBinding: (account, binding) => hasIdentity(account, 'sso', binding),
  view: () => ({}),
  // RFC 8176 has no word for it, and those of the provider are worth what the policy makes of them.
  amr: () => [],
  vouches: (proof) => proof.method === 'sso',
};

/** Whether the account's password is a directory's. */
export function hasDirectoryPassword(account: AccountRecord): boolean {
  return identities(account, 'ldap').length > 0;
}

/** A directory's password: an identity that is proved by a bind. */
export const ldap: Factor = {
  is: (method) => method === 'ldap',
  facts: (account) => (hasDirectoryPassword(account) ? { ldap: true } : {}),
  hasBinding: (account, binding) => hasIdentity(account, 'ldap', binding),
  view: () => ({}),
  amr: () => ['pwd'],
  vouches: (proof) => proof.method === 'ldap',
};

function identities({ externalIds = [] }: AccountRecord, method: ExternalIdRecord['method']): ExternalIdRecord[] {
  return externalIds.filter((one) => one.method === method);
}

function hasIdentity({ externalIds }: AccountRecord, method: ExternalIdRecord['method'], binding: string): boolean {
  return externalIds?.some((one) => one.method === method && isBindingOf(binding, 'external-id', one.id)) === true;
}
