import { type Instant, type Policy, type ProviderReport, reportsAfter } from '@sallyport/core';
import type { AccountRecord, ExternalIdRecord } from '@sallyport/store';
import { withAsciiDomain } from '../records/identifier.ts';
import { isKeepable } from '../records/keepable.ts';
import { areSame, withGains } from '../records/roles.ts';

/** The identity that a provider or the directory asserts. */
export interface Identity {
  readonly method: ExternalIdRecord['method'];
  readonly provider: string;
  /** The issuer. Absent in a directory. */
  readonly issuer?: string;
  readonly subject: string;
  readonly email?: { readonly address: string; readonly verified: boolean };
  /** The asserted roles that the provider may give. Absent if the provider said nothing about roles. */
  readonly roles?: readonly string[];
  /** The typed identifier, if the directory cannot find entries by id. */
  readonly foundBy?: string;
  /** The provider's `acr` and `amr`. */
  readonly said?: ExternalIdRecord['said'];
}

const LONGEST_ADDRESS = 320;

/** Returns whether a text can be kept as an identity's name. Without a valid name, an identity is refused. */
export function isName(text: unknown, longest = 255): text is string {
  return typeof text === 'string' && text !== '' && text.length <= longest && isKeepable(text);
}

/** Returns the asserted address, or `undefined` if the address cannot be kept. */
export function soundAddress(email: Identity['email']): Identity['email'] {
  return email !== undefined && isName(email.address, LONGEST_ADDRESS)
    ? { ...email, address: withAsciiDomain(email.address) }
    : undefined;
}

/**
 * Returns the asserted roles that the provider may give, or `undefined` if the provider said nothing about roles. A provider without such a right
 * gives no roles.
 */
export function rolesGiven(
  source: { readonly roles: readonly string[] },
  told: readonly string[] | undefined,
): readonly string[] | undefined {
  if (source.roles.length === 0) return [];
  return told && [...new Set(source.roles)].filter((role) => told.includes(role));
}

/** The asserted address, as the record of an identity keeps the address. */
function addressOf(email: Identity['email']): Pick<ExternalIdRecord, 'address' | 'addressUnverified'> {
  const told = soundAddress(email);
  return { address: told?.address, addressUnverified: told === undefined || told.verified ? undefined : true };
}

/** Makes the record of an identity that is linked now, with a new id. */
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

/** Updates the link with the provider's current assertion. */
export function asToldNow(link: ExternalIdRecord, identity: Identity, policy: Policy, now: Instant): ExternalIdRecord {
  const { issuer, email, foundBy } = identity;
  return {
    ...link,
    issuer: issuer ?? link.issuer,
    ...(soundAddress(email) && addressOf(email)),
    // The first identifier found the entry. A later identifier may be another person's name.
    foundBy: link.foundBy ?? foundBy,
    ...reportOf(link, identity, policy, now),
  };
}

/**
 * The provider's last report, and the reports that are kept beside it, after this sign-in. The last report of an account from before reports were
 * kept has no date: it counts from now on.
 */
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

/** The age, in milliseconds, at which the time of unchanged roles is written again. */
const NOTED_AFTER = 60_000;

/**
 * Returns the account with the provider's current roles, and their time. Returns the same object if there is no change. If the provider said
 * nothing about roles, the former roles and their time stay: a person can ask an OpenID provider for fewer claims, by an edit of the
 * address to which the browser goes, and must not leave the rule of a role in this way.
 */
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
