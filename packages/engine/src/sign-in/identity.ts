import { type Instant, type Policy, type ProviderReport, reportsAfter } from '@sallyport/core';
import type { AccountRecord, ExternalIdRecord } from '@sallyport/store';
import { isKeepable } from '../kernel/keepable.ts';
import { withAsciiDomain } from '../state/identifier.ts';
import { areSame, withGains } from '../state/roles.ts';

export interface Identity {
  readonly method: ExternalIdRecord['method'];
  readonly provider: string;
  readonly issuer?: string;
  readonly subject: string;
  readonly email?: { readonly address: string; readonly verified: boolean };
  /** Absent: the provider said nothing about roles. */
  readonly roles?: readonly string[];
  readonly foundBy?: string;
  /** When the person left for the provider. Absent: a directory, which answers at once. */
  readonly askedAt?: Instant;
  readonly said?: ExternalIdRecord['said'];
}

const LONGEST_ADDRESS = 320;

export function isName(text: unknown, longest = 255): text is string {
  return typeof text === 'string' && text !== '' && text.length <= longest && isKeepable(text);
}

export function soundAddress(email: Identity['email']): Identity['email'] {
  return email !== undefined && isName(email.address, LONGEST_ADDRESS)
    ? { ...email, address: withAsciiDomain(email.address) }
    : undefined;
}

export function rolesGiven(
  source: { readonly roles: readonly string[] },
  told: readonly string[] | undefined,
): readonly string[] | undefined {
  if (source.roles.length === 0) return [];
  return told && [...new Set(source.roles)].filter((role) => told.includes(role));
}

function addressOf(email: Identity['email']): Pick<ExternalIdRecord, 'address' | 'addressUnverified'> {
  const told = soundAddress(email);
  return { address: told?.address, addressUnverified: told === undefined || told.verified ? undefined : true };
}

export function newLink(
  id: ExternalIdRecord['id'],
  identity: Identity,
  policy: Policy,
  now: Instant,
): ExternalIdRecord {
  const { method, provider, issuer, subject, email, foundBy } = identity;
  const link = { id, method, provider, issuer, subject, ...addressOf(email), foundBy, linkedAt: now };
  return { ...link, ...reportOf(link, identity, policy, now) };
}

/** The person may have left for the provider in two browsers, and an answer may have been held back. */
export function isToldSince(link: ExternalIdRecord | undefined, askedAt: Instant | undefined): boolean {
  return link !== undefined && askedAt !== undefined && askedAt < (link.toldAt ?? link.linkedAt);
}

export function asToldNow(link: ExternalIdRecord, identity: Identity, policy: Policy, now: Instant): ExternalIdRecord {
  const { issuer, email, foundBy, askedAt } = identity;
  const told = soundAddress(email) && addressOf(email);
  const isNew = told?.address !== link.address || told?.addressUnverified !== link.addressUnverified;
  return {
    ...link,
    issuer: issuer ?? link.issuer,
    ...told,
    ...(told && isNew && askedAt !== undefined && { toldAt: askedAt }),
    // A later identifier may be another person's name.
    foundBy: link.foundBy ?? foundBy,
    ...reportOf(link, identity, policy, now),
  };
}

function reportOf(
  { said, reported = [], linkedAt: firstAt }: ExternalIdRecord,
  identity: Identity,
  policy: Policy,
  now: Instant,
): Pick<ExternalIdRecord, 'said' | 'reported'> {
  if (identity.said === undefined) return {};
  const undated = said !== undefined && reported.length === 0 ? [{ ...said, firstAt }] : [];
  const all = [...undated, identity.said].reduce<readonly ProviderReport[]>(
    (kept, words) => reportsAfter(policy, identity.provider, kept, { ...words, at: now }),
    reported,
  );
  return { said: identity.said, ...(all.length > 0 && { reported: all }) };
}

/** In milliseconds. */
const NOTED_AFTER = 60_000;

/** A person can take claims out of the request to an OpenID provider, so absent roles change nothing. */
export function withProviderRoles(
  account: AccountRecord,
  { provider, roles, askedAt }: Pick<Identity, 'provider' | 'roles' | 'askedAt'>,
  now: Instant,
): AccountRecord {
  if (roles === undefined) return account;
  const { providerRoles, providerRolesAt } = account;
  const isSame = areSame(providerRoles?.[provider] ?? [], roles);
  if (isSame && (roles.length === 0 || now - (providerRolesAt?.[provider] ?? 0) < NOTED_AFTER)) return account;
  const told = { ...account, providerRolesAt: { ...providerRolesAt, [provider]: now } };
  if (isSame) return told;
  const externalIds = account.externalIds?.map((one) =>
    one.provider === provider && askedAt !== undefined ? { ...one, toldAt: askedAt } : one,
  );
  return withGains(account, { ...told, externalIds, providerRoles: { ...providerRoles, [provider]: roles } }, now);
}
