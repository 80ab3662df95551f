import type { AttemptRef, LookUpKind, TenantId } from '@sallyport/store';
import type { Kind, Place } from './stored.ts';

/**
 * Builds the key fields of a document. `_id` starts with the tenant. `tenant` and `part` are the shard key. Documents with the same `_id`
 * always have the same `part`, so that `_id` is unique across shards.
 */
function placeOf(kind: Kind, tenant: string, part: string, ...key: readonly string[]): Place {
  return { _id: keyOf(tenant, kind, ...key), tenant: sortable(tenant), part: sortable(part), kind };
}

export function accountPlace(tenant: TenantId, id: string): Place {
  return placeOf('account', tenant, id, id);
}

/** The last sign-in of an account: a document of its own, so that a sign-in leaves the account's document as it is. */
export function signInPlace(tenant: TenantId, accountId: string): Place {
  return placeOf('sign-in', tenant, accountId, accountId);
}

/** What was counted on a day. Zeros before the day make `part` sort like the day. */
export function dayPlace(tenant: TenantId, day: number): Place {
  return placeOf('day', tenant, versionPart(day), String(day));
}

export function vaultPlace(tenant: TenantId, accountId: string): Place {
  return placeOf('vault', tenant, accountId, accountId);
}

/**
 * Maps an identifier, credential id, external identity or external id to its account. A separate document, because a sharded cluster
 * enforces uniqueness only on `_id`.
 */
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

/** Zeros before the version make `part` sort like the version. */
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

/** The document that counts the places which a tenant's stream of events has given. */
export function eventStreamPlace(tenant: TenantId): Place {
  return placeOf('event-stream', tenant, '');
}

/** A batch of the sealed log. */
export function logBatchPlace(tenant: TenantId, number: number): Place {
  return placeOf('log-batch', tenant, versionPart(number), String(number));
}

/** Failures at unknown identifiers in one hour. Zeros before the hour make `part` sort like the hour. */
export function failuresPlace(tenant: TenantId, hour: number, stripe: number): Place {
  return placeOf('failures', tenant, versionPart(hour), String(hour), String(stripe));
}

/** The document with the layout version of the collection. */
export function layoutPlace(): Place {
  return placeOf('layout', '', '');
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts.map(text));
}

/** Maps a text so that MongoDB's order by code point equals JavaScript's order by UTF-16 code unit. Different texts stay different. @throws NotText */
export function sortable(value: string): string {
  return text(value).replace(BEYOND, (unit) => {
    const code = unit.charCodeAt(0);
    return String.fromCodePoint(code < 0xe000 ? code + 0x800 : code + 0x10000);
  });
}

/** Code units from the surrogates upwards: for these, the order by code point differs from the order by code unit. */
const BEYOND = /[\ud800-\uffff]/g;

/**
 * Returns `value` if MongoDB can store the text. Refuses objects, which MongoDB would read as operators, and half of a surrogate pair, which the
 * driver would silently replace.
 *
 * @throws NotText
 */
export function text(value: unknown): string {
  if (typeof value !== 'string') throw new NotText('keys and names in the store must be strings');
  if (!value.isWellFormed())
    throw new NotText('a text with half of a surrogate pair cannot be stored: refuse the text as input');
  return value;
}

/** Checks every text of the records of a change. @throws NotText */
export function checkTexts(records: unknown): void {
  if (typeof records === 'string') text(records);
  else if (typeof records === 'object' && records !== null) Object.values(records).forEach(checkTexts);
}

/** A text that the store refuses. */
export class NotText extends TypeError {
  constructor(message: string) {
    super(message);
    this.name = 'NotText';
  }
}
