import type { LookUpKind } from './port.ts';
import type { AccountRecord, ExternalIdRecord } from './records.ts';

/** A look-up key of an account in a tenant. */
export interface LookUpKey {
  /** Keys of different kinds never collide. */
  readonly kind: LookUpKind;
  /** Compared exactly. */
  readonly value: string;
}

/** The members of an account used to derive the keys. */
export interface Keyed {
  /** As in {@link AccountRecord}. */
  readonly identifiers: readonly string[];
  /** As in {@link AccountRecord}; only the ids are keys. */
  readonly passkeys: readonly { readonly id: string }[];
  /** As in {@link AccountRecord}. Absent: none. */
  readonly externalIds?: readonly Pick<ExternalIdRecord, 'provider' | 'subject'>[];
  /** As in {@link AccountRecord}. Absent: none. */
  readonly externalId?: string;
}

/** All look-up keys of the account. {@link LookUpKind} says which member each kind is of: `external-id` is of `externalIds`, and `host-key` is `externalId`. */
export function lookUpKeysOf({ identifiers, passkeys, externalIds = [], externalId }: Keyed): readonly LookUpKey[] {
  return [
    ...identifiers.map((value) => ({ kind: 'identifier', value }) as const),
    ...passkeys.map(({ id }) => ({ kind: 'passkey', value: id }) as const),
    ...externalIds.map((one) => ({ kind: 'external-id', value: externalIdKey(one) }) as const),
    ...(externalId === undefined ? [] : [{ kind: 'host-key', value: externalId } as const]),
  ];
}

/** Returns the look-up key of an identity at a provider. A provider's id contains no space, so two identities never have the same key. */
export function externalIdKey({ provider, subject }: Pick<ExternalIdRecord, 'provider' | 'subject'>): string {
  return `${provider} ${subject}`;
}

/**
 * The names in which `listAccounts` looks for a query. For a blocked account, the names include the past: each lost identity as
 * {@link externalIdKey} writes the identity, and {@link pastAddresses}.
 */
export function searchedNames(account: Named): readonly string[] {
  const { identifiers, email, displayName, block, unlinked = [] } = account;
  const own = [...identifiers, email?.address ?? '', ...(displayName === undefined ? [] : [displayName])];
  if (block === undefined) return own;
  return [
    ...own,
    ...unlinked.map(externalIdKey),
    ...pastAddresses(account).map((address) => address.normalize('NFKC')),
  ];
}

/** The words of a query, in lower case. White space separates the words. */
export function searchedWords(query: string): readonly string[] {
  return [...new Set(query.toLowerCase().split(/\s+/u))].filter((word) => word !== '');
}

/** The key of an account in the order `identifier`: the first identifier in lower case. The empty text if the account has no identifier. */
export function nameInOrder({ identifiers: [first = ''] }: Pick<AccountRecord, 'identifiers'>): string {
  return first.toLowerCase();
}

/**
 * The addresses that providers asserted for an account's identities, also for lost identities, and the addresses that the account lost.
 *
 * @param verifiedOnly leaves out the addresses that a provider did not assert as verified
 */
export function pastAddresses(
  { unlinked = [], externalIds = [], formerAddresses = [] }: Past,
  verifiedOnly: boolean = false,
): readonly string[] {
  const asserted = [...externalIds, ...unlinked].filter((one) => !(verifiedOnly && one.addressUnverified === true));
  return [...asserted.flatMap(({ address }) => address ?? []), ...formerAddresses];
}

type Past = Pick<AccountRecord, 'unlinked' | 'externalIds' | 'formerAddresses'>;
type Named = Pick<AccountRecord, 'identifiers' | 'email' | 'displayName' | 'block'> & Past;

/** Returns whether the same keys find the account before and after a change: for `Commit.keysStay`. */
export function keepsKeys(before: AccountRecord, after: AccountRecord): boolean {
  const [held, wanted] = [lookUpKeysOf(before), lookUpKeysOf(after)];
  return (
    held.length === wanted.length &&
    held.every(({ kind, value }, place) => kind === wanted[place]?.kind && value === wanted[place]?.value)
  );
}
