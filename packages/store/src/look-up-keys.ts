import type { LookUpKind } from './port.ts';
import type { AccountRecord, ExternalIdRecord, UnlinkedIdRecord } from './records.ts';

export interface LookUpKey {
  /** Keys of different kinds never collide. */
  readonly kind: LookUpKind;
  /** Compared exactly. */
  readonly value: string;
}

export interface Keyed {
  readonly identifiers: readonly string[];
  readonly passkeys: readonly { readonly id: string }[];
  readonly openPasskeys?: readonly string[];
  readonly externalIds?: readonly Pick<ExternalIdRecord, 'provider' | 'subject'>[];
  readonly externalId?: string;
}

/** {@link LookUpKind} says which member each kind is of. */
export function lookUpKeysOf(account: Keyed): readonly LookUpKey[] {
  const { identifiers, passkeys, openPasskeys = [], externalIds = [], externalId } = account;
  const credentials = new Set([...passkeys.map(({ id }) => id), ...openPasskeys]);
  return [
    ...identifiers.map((value) => ({ kind: 'identifier', value }) as const),
    ...[...credentials].map((value) => ({ kind: 'passkey', value }) as const),
    ...externalIds.map((one) => ({ kind: 'external-id', value: externalIdKey(one) }) as const),
    ...(externalId === undefined ? [] : [{ kind: 'host-key', value: externalId } as const]),
  ];
}

/** A provider's id contains no space, so two identities never have the same key. */
export function externalIdKey({ provider, subject }: Pick<ExternalIdRecord, 'provider' | 'subject'>): string {
  return `${provider} ${subject}`;
}

/**
 * Where `listAccounts` looks for a query. With the past of a blocked account: lost identities, and {@link pastAddresses}. With the identities that
 * an account lost to its role.
 */
export function searchedNames(account: Named): readonly string[] {
  const { identifiers, email, displayName, block, clearedFor, unlinked = [] } = account;
  const own = [...identifiers, email?.address ?? '', ...(displayName === undefined ? [] : [displayName])];
  const counts = ({ endedByRole }: UnlinkedIdRecord): boolean =>
    block !== undefined || (clearedFor !== undefined && endedByRole === true);
  const lost = unlinked.filter(counts).map(externalIdKey);
  const past = block === undefined ? [] : pastAddresses(account).map((address) => address.normalize('NFKC'));
  return [...own, ...lost, ...past];
}

export function searchedWords(query: string): readonly string[] {
  return [...new Set(query.toLowerCase().split(/\s+/u))].filter((word) => word !== '');
}

/** In lower case; empty without an identifier. */
export function nameInOrder({ identifiers: [first = ''] }: Pick<AccountRecord, 'identifiers'>): string {
  return first.toLowerCase();
}

/**
 * Also of lost identities.
 *
 * @param verifiedOnly only addresses that were asserted as verified
 */
export function pastAddresses(
  { unlinked = [], externalIds = [], formerAddresses = [] }: Past,
  verifiedOnly: boolean = false,
): readonly string[] {
  const asserted = [...externalIds, ...unlinked].filter((one) => !(verifiedOnly && one.addressUnverified === true));
  return [...asserted.flatMap(({ address }) => address ?? []), ...formerAddresses];
}

type Past = Pick<AccountRecord, 'unlinked' | 'externalIds' | 'formerAddresses'>;
type Named = Pick<AccountRecord, 'identifiers' | 'email' | 'displayName' | 'block' | 'clearedFor'> & Past;

export function keepsKeys(before: AccountRecord, after: AccountRecord): boolean {
  const [held, wanted] = [lookUpKeysOf(before), lookUpKeysOf(after)];
  return (
    held.length === wanted.length &&
    held.every(({ kind, value }, place) => kind === wanted[place]?.kind && value === wanted[place]?.value)
  );
}
