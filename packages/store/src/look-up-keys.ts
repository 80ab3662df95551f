import { externalIdKey } from './external-id-key.ts';
import type { LookUpKind } from './port.ts';
import type { AccountRecord, ExternalIdRecord } from './records.ts';

/** A name that one account of a tenant is found by. */
export interface LookUpKey {
  readonly kind: LookUpKind;
  readonly value: string;
}

/** As much of an account as its keys are made of. */
export interface Keyed {
  readonly identifiers: readonly string[];
  readonly passkeys: readonly { readonly id: string }[];
  readonly externalIds?: readonly Pick<ExternalIdRecord, 'provider' | 'subject'>[];
  readonly externalId?: string;
}

/** Everything that an account is found by. */
export function lookUpKeysOf({ identifiers, passkeys, externalIds = [], externalId }: Keyed): readonly LookUpKey[] {
  return [
    ...identifiers.map((value) => ({ kind: 'identifier', value }) as const),
    ...passkeys.map(({ id }) => ({ kind: 'passkey', value: id }) as const),
    ...externalIds.map((one) => ({ kind: 'external-id', value: externalIdKey(one) }) as const),
    ...(externalId === undefined ? [] : [{ kind: 'host-key', value: externalId } as const]),
  ];
}

/**
 * The names in which `listAccounts` looks for a query. A blocked account is found by its past as well: the identities that were unlinked from
 * it, each as {@link externalIdKey} has it, and the addresses that its providers asserted.
 */
export function searchedNames({
  identifiers,
  email,
  block,
  unlinked = [],
  externalIds = [],
}: Named): readonly string[] {
  const own = [...identifiers, email?.address ?? ''];
  if (block === undefined) return own;
  return [
    ...own,
    ...unlinked.map(externalIdKey),
    ...externalIds.flatMap(({ address }) => address?.normalize('NFKC') ?? []),
  ];
}

type Named = Pick<AccountRecord, 'identifiers' | 'email' | 'block' | 'unlinked' | 'externalIds'>;

/** Whether an account is found by the same keys as before: for `Commit.keysStay`. */
export function keepsKeys(before: AccountRecord, after: AccountRecord): boolean {
  const [held, wanted] = [lookUpKeysOf(before), lookUpKeysOf(after)];
  return (
    held.length === wanted.length &&
    held.every(({ kind, value }, place) => kind === wanted[place]?.kind && value === wanted[place]?.value)
  );
}
