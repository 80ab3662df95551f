import type { Instant } from '@sallyport/core';
import type { AccountRecord, ExternalIdRecord } from '@sallyport/store';
import { newExternalId } from '../factors/sso-and-ldap.ts';
import type { Random } from '../kernel/secrets/token.ts';
import { withGains } from '../records/role-gains.ts';

/** Who a provider or the directory says somebody is. */
export interface Identity {
  readonly method: ExternalIdRecord['method'];
  readonly provider: string;
  /** Who says it; in a directory nobody else could. */
  readonly issuer?: string;
  readonly subject: string;
  readonly email?: { readonly address: string; readonly verified: boolean };
  /** Of the roles that are its to give, those it tells. */
  readonly roles: readonly string[];
  /** What was typed, if the directory knows its entries by nothing else. */
  readonly foundBy?: string;
  /** How the person signed in at the provider, in the provider's words. */
  readonly said?: ExternalIdRecord['said'];
}

const LONGEST_ADDRESS = 320;

/** Whether a text can be kept as somebody's name: else it is nobody's. */
export function isName(text: unknown, longest = 255): text is string {
  return typeof text === 'string' && text !== '' && text.length <= longest && !/[\p{Cc}\p{Cs}]/u.test(text);
}

/** The address that a provider tells, if it is one that can be kept: else it tells none. */
export function soundAddress(email: Identity['email']): Identity['email'] {
  return email !== undefined && isName(email.address, LONGEST_ADDRESS) ? email : undefined;
}

/** The roles that are a provider's to give, of those it tells. */
export function rolesGiven(source: { readonly roles: readonly string[] }, told: readonly string[]): readonly string[] {
  return [...new Set(source.roles)].filter((role) => told.includes(role));
}

/** What an account keeps of an identity that is linked to it now. */
export function newLink(random: Random, identity: Identity, linkedAt: ExternalIdRecord['linkedAt']): ExternalIdRecord {
  const { method, provider, issuer, subject, email, foundBy, said } = identity;
  const address = soundAddress(email)?.address;
  return newExternalId(random, { method, provider, issuer, subject, address, foundBy, linkedAt, said });
}

/** The link with what its provider says now. */
export function asToldNow(link: ExternalIdRecord, { issuer, email, foundBy, said }: Identity): ExternalIdRecord {
  return {
    ...link,
    issuer: issuer ?? link.issuer,
    address: soundAddress(email)?.address ?? link.address,
    // The entry was found by this. What is typed later may be another person's name.
    foundBy: link.foundBy ?? foundBy,
    said: said ?? link.said,
  };
}

/** How long an unchanged word of a provider stands before its time is written again, in milliseconds. */
const NOTED_AFTER = 60_000;

/**
 * The account with the roles that a provider tells now in the place of those it told before, and when it told them. The very account that
 * was given if nothing changes.
 */
export function withProviderRoles(
  account: AccountRecord,
  provider: string,
  roles: readonly string[],
  now: Instant,
): AccountRecord {
  const { providerRoles, providerRolesAt } = account;
  const isSame = areSame(providerRoles?.[provider] ?? [], roles);
  if (isSame && (roles.length === 0 || now - (providerRolesAt?.[provider] ?? 0) < NOTED_AFTER)) return account;
  const told = { ...account, providerRolesAt: { ...providerRolesAt, [provider]: now } };
  return isSame ? told : withGains(account, { ...told, providerRoles: { ...providerRoles, [provider]: roles } }, now);
}

/** Whether two lists without repeats have the same roles. */
export function areSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((role) => others.includes(role));
}
