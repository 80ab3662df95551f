import type { AttemptRef, LookUpKind, TenantId } from '@sallyport/store';
import type { Kind, Place } from './stored.ts';

/** `tenant` and `part` are the shard key. The same `_id` always has the same `part`, so that `_id` is unique across shards. */
function placeOf(kind: Kind, tenant: string, part: string, ...key: readonly string[]): Place {
  return { _id: keyOf(tenant, kind, ...key), tenant: sortable(tenant), part: sortable(part), kind };
}

export function accountPlace(tenant: TenantId, id: string): Place {
  return placeOf('account', tenant, id, id);
}

export function signInPlace(tenant: TenantId, accountId: string): Place {
  return placeOf('sign-in', tenant, accountId, accountId);
}

/** Zeros before the number make `part` sort like the number, here and below. */
export function dayPlace(tenant: TenantId, day: number): Place {
  return placeOf('day', tenant, versionPart(day), String(day));
}

export function vaultPlace(tenant: TenantId, accountId: string): Place {
  return placeOf('vault', tenant, accountId, accountId);
}

/** A separate document: a sharded cluster enforces uniqueness only on `_id`. */
export function keyPlace(tenant: TenantId, kind: LookUpKind, value: string): Place {
  return placeOf(kind, tenant, value, value);
}

export function flowPlace(tenant: TenantId, tokenHash: string): Place {
  return placeOf('flow', tenant, tokenHash, tokenHash);
}

export function samlRequestPlace(tenant: TenantId, id: string): Place {
  return placeOf('saml-request', tenant, id, id);
}

export function sessionPlace(tenant: TenantId, tokenHash: string): Place {
  return placeOf('session', tenant, tokenHash, tokenHash);
}

export function devicePlace(tenant: TenantId, accountId: string, tokenHash: string): Place {
  return placeOf('device', tenant, accountId, accountId, tokenHash);
}

export function singleUsePlace(tenant: TenantId, key: string): Place {
  return placeOf('single-use', tenant, key, key);
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

export function eventStreamPlace(tenant: TenantId): Place {
  return placeOf('event-stream', tenant, '');
}

export function logBatchPlace(tenant: TenantId, number: number): Place {
  return placeOf('log-batch', tenant, versionPart(number), String(number));
}

export function failuresPlace(tenant: TenantId, hour: number, stripe: number): Place {
  return placeOf('failures', tenant, versionPart(hour), String(hour), String(stripe));
}

/** Of every tenant. */
export function reusePlace(milliseconds: number): Place {
  return placeOf('reuse', '', versionPart(milliseconds), String(milliseconds));
}

export function organisationPlace(tenant: TenantId, id: string): Place {
  return placeOf('organisation', tenant, id, id);
}

export function organisationVersionPlace(tenant: TenantId, id: string, version: number): Place {
  return placeOf('organisation-version', tenant, versionPart(version), id, String(version));
}

export function membershipPlace(tenant: TenantId, organisation: string, accountId: string): Place {
  return placeOf('membership', tenant, accountId, organisation, accountId);
}

export function layoutPlace(): Place {
  return placeOf('layout', '', '');
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts.map(text));
}

/** Makes MongoDB's order by code point equal JavaScript's order by UTF-16 code unit. */
export function sortable(value: string): string {
  return text(value).replace(BEYOND, (unit) => {
    const code = unit.charCodeAt(0);
    return String.fromCodePoint(code < 0xe000 ? code + 0x800 : code + 0x10000);
  });
}

/** From here, the two orders differ. */
const BEYOND = /[\ud800-\uffff]/g;

/** MongoDB would read objects as operators, and the driver would replace half of a surrogate pair. */
export function text(value: unknown): string {
  if (typeof value !== 'string') throw new NotText('keys and names in the store must be strings');
  if (!value.isWellFormed())
    throw new NotText('a text with half of a surrogate pair cannot be stored: refuse the text as input');
  return value;
}

export function checkTexts(records: unknown): void {
  if (typeof records === 'string') text(records);
  else if (typeof records === 'object' && records !== null) Object.values(records).forEach(checkTexts);
}

export class NotText extends TypeError {
  constructor(message: string) {
    super(message);
    this.name = 'NotText';
  }
}
