import type { AccountRecord, ExternalIdRecord } from '@sallyport/store';
import { areSame, rolesOf } from '../records/roles.ts';

// The preconditions of acts that replace a whole state, or end a state that a colleague may have made anew. An author decides on the state that
// the author read. An act without a precondition is never stale.

/** Returns whether the roles have changed since the author read the account's own roles, or the roles of its view. */
export function rolesAreStale(
  account: AccountRecord,
  from: readonly string[] | undefined,
  gives: Parameters<typeof rolesOf>[1],
): boolean {
  return from !== undefined && !isSet(from, account.roles) && !isSet(from, rolesOf(account, gives));
}

/** Returns whether the restriction of methods has changed since the author read it. `null`: no restriction. */
export function methodsAreStale(account: AccountRecord, from: readonly string[] | null | undefined): boolean {
  const { methods = null } = account;
  if (from === undefined || from === null || methods === null) return from !== undefined && from !== methods;
  return !isSet(from, methods);
}

/** Returns whether the identities have changed since the author read them. */
export function identitiesAreStale(account: AccountRecord, from: readonly Identity[] | undefined): boolean {
  const { externalIds = [] } = account;
  return from !== undefined && !isSet(from.map(textOf), externalIds.map(textOf));
}

/** Returns whether the block began after the last block that the author knows, or has another reason than the author read. */
export function blockIsStale({ block }: AccountRecord, { asOf, reason }: KnownBlock): boolean {
  if (block === undefined) return false;
  return (asOf !== undefined && block.at > asOf) || (reason !== undefined && block.reason !== reason);
}

export interface KnownBlock {
  readonly asOf?: number | undefined;
  readonly reason?: string | undefined;
}

type Identity = Pick<ExternalIdRecord, 'provider' | 'subject'>;

function textOf({ provider, subject }: Identity): string {
  return JSON.stringify([provider, subject]);
}

function isSet(some: readonly string[], others: readonly string[]): boolean {
  return areSame([...new Set(some)], [...new Set(others)]);
}
