import type { AccountRecord, ExternalIdRecord } from '@sallyport/store';
import { areSame, rolesOf } from '../records/roles.ts';

export function rolesAreStale(
  account: AccountRecord,
  from: readonly string[] | undefined,
  gives: Parameters<typeof rolesOf>[1],
): boolean {
  return from !== undefined && !isSet(from, account.roles) && !isSet(from, rolesOf(account, gives));
}

export function methodsAreStale(account: AccountRecord, from: readonly string[] | null | undefined): boolean {
  const { methods = null } = account;
  if (from === undefined || from === null || methods === null) return from !== undefined && from !== methods;
  return !isSet(from, methods);
}

export function identitiesAreStale(account: AccountRecord, from: readonly Identity[] | undefined): boolean {
  const { externalIds = [] } = account;
  return from !== undefined && !isSet(from.map(textOf), externalIds.map(textOf));
}

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
