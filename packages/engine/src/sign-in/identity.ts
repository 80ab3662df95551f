import { type Instant, type Policy, type ProviderReport, reportsAfter } from '@sallyport/core';
import type { AccountRecord, ExternalIdRecord } from '@sallyport/store';
import { withAsciiDomain } from '../records/identifier.ts';
import { isKeepable } from '../records/keepable.ts';
import { areSame, withGains } from '../records/roles.ts';

export interface Identity {
  readonly method: ExternalIdRecord['method'];
  readonly provider: string;
  readonly issuer?: string;
  readonly subject: string;
  readonly email?: { readonly address: string; readonly verified: boolean };
  /** Absent: the provider said nothing about roles. */
  readonly roles?: readonly string[];
  readonly foundBy?: string;
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

export function asToldNow(link: ExternalIdRecord, identity: Identity, policy: Policy, now: Instant): ExternalIdRecord {
  const { issuer, email, foundBy } = identity;
  return {
    ...link,
    issuer: issuer ?? link.issuer,
    ...(soundAddress(email) && addressOf(email)),
    // A later identifier may be another person's name.
    foundBy: link.foundBy ?? foundBy,
    ...reportOf(link, identity, policy, now),
  };
}

function reportOf(
  { said, reported = [] }: ExternalIdRecord,
  identity: Identity,
  policy: Policy,
  now: Instant,
): Pick<ExternalIdRecord, 'said' | 'reported'> {
  if (identity.said === undefined) return {};
  const undated = said !== undefined && reported.length === 0 ? [said] : [];
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
  provider: string,
  roles: readonly string[] | undefined,
  now: Instant,
): AccountRecord {
  if (roles === undefined) return account;
  const { providerRoles, providerRolesAt } = account;
  const isSame = areSame(providerRoles?.[provider] ?? [], roles);
  if (isSame && (roles.length === 0 || now - (providerRolesAt?.[provider] ?? 0) < NOTED_AFTER)) return account;
  const told = { ...account, providerRolesAt: { ...providerRolesAt, [provider]: now } };
  return isSame ? told : withGains(account, { ...told, providerRoles: { ...providerRoles, [provider]: roles } }, now);
}
