import type { AccountRecord, ExternalIdRecord } from '@sallyport/store';
import { areSame } from '../state/roles.ts';

/** The own roles: a provider's roles are nobody's to set. */
export function rolesAreStale(account: AccountRecord, from: readonly string[] | undefined): boolean {
  return from !== undefined && !isSet(from, account.roles);
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
