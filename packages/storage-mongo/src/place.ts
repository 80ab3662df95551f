import type { AttemptRef, LookUpKind, TenantId } from '@sallyport/store';
import type { Kind, Place } from './stored.ts';

/**
 * Where a document stands: its `_id` leads with the tenant, and `tenant` and `part` are what a sharded collection is
 * divided by. A document of the same `_id` always has the same `part`, so that an `_id` is unique across shards.
 */
function placeOf(kind: Kind, tenant: string, part: string, ...key: readonly string[]): Place {
  return { _id: keyOf(tenant, kind, ...key), tenant: sortable(tenant), part: sortable(part), kind };
}

export function accountPlace(tenant: TenantId, id: string): Place {
  return placeOf('account', tenant, id, id);
}

export function vaultPlace(tenant: TenantId, accountId: string): Place {
  return placeOf('vault', tenant, accountId, accountId);
}

/** Whose identifier, passkey, identity at a provider or host's key this is: a document of its own, so that it is unique wherever its account stands. */
export function keyPlace(tenant: TenantId, kind: LookUpKind, value: string): Place {
  return placeOf(kind, tenant, value, value);
}

export function flowPlace(tenant: TenantId, tokenHash: string): Place {
  return placeOf('flow', tenant, tokenHash, tokenHash);
}

export function sessionPlace(tenant: TenantId, tokenHash: string): Place {
  return placeOf('session', tenant, tokenHash, tokenHash);
}

export function devicePlace(tenant: TenantId, accountId: string, tokenHash: string): Place {
  return placeOf('device', tenant, accountId, accountId, tokenHash);
}

export function markPlace(tenant: TenantId, key: string): Place {
  return placeOf('mark', tenant, key, key);
}

export function counterPlace(
  tenant: TenantId,
  { subject, authenticator, device }: Omit<AttemptRef, 'reservation'>,
): Place {
  return placeOf('counter', tenant, subject, subject, authenticator, ...(device === undefined ? [] : [device]));
}

export function policyPlace(tenant: TenantId): Place {
  return placeOf('policy', tenant, '');
}

/** Its part sorts as its number does. */
export function policyVersionPlace(tenant: TenantId, version: number): Place {
  return placeOf('policy-version', tenant, versionPart(version), String(version));
}

export function versionPart(version: number): string {
  return String(version).padStart(16, '0');
}

export function administratorsPlace(tenant: TenantId): Place {
  return placeOf('administrators', tenant, '');
}

export function eventPlace(tenant: TenantId, id: string, accountId: string | undefined): Place {
  return placeOf('event', tenant, accountId ?? id, id);
}

/** Failures at identifiers that nobody has, in one hour. Its part sorts as the hour does. */
export function failuresPlace(tenant: TenantId, hour: number, stripe: number): Place {
  return placeOf('failures', tenant, versionPart(hour), String(hour), String(stripe));
}

/** How the documents are laid out: one for the whole collection. */
export function layoutPlace(): Place {
  return placeOf('layout', '', '');
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts.map(text));
}

/**
 * A text of which the server's order, by code point, is the order by code unit, and no two of which are equal where
 * the originals differ: a half of a surrogate pair, which BSON cannot hold, included.
 */
export function sortable(value: string): string {
  return text(value).replace(BEYOND, (unit) => {
    const code = unit.charCodeAt(0);
    return String.fromCodePoint(code < 0xe000 ? code + 0x800 : code + 0x10000);
  });
}

/** Surrogates, and what sorts below them by code point but above them by code unit. */
const BEYOND = /[\ud800-\uffff]/g;

/** An object where a text belongs would be an operator. It gets no further than this. @throws NotText */
export function text(value: unknown): string {
  if (typeof value !== 'string') throw new NotText();
  return value;
}

export class NotText extends TypeError {
  constructor() {
    super('the store takes texts for keys and names, and nothing else');
    this.name = 'NotText';
  }
}
