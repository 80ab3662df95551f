import { fromBase64url } from '../encoding/base64url.ts';
import type { Bytes } from '../encoding/bytes.ts';
import { recordOf } from '../encoding/record.ts';
import { VaultError } from '../vault-error.ts';
import type { Argon2Parameters } from '../ways/argon2-parameters.ts';

/** The vault's version when the envelope was sealed. */
export interface Place {
  readonly tenant: string;
  readonly account: string;
  readonly keyId: string;
  readonly version: number;
}

/** Not encrypted, but authenticated: the associated data of the sealed part. */
export type EnvelopeHeader = Place &
  (
    | { readonly kind: 'passkey'; readonly passkeyId: string; readonly salt: string }
    | { readonly kind: 'secret'; readonly salt: string; readonly argon2: Argon2Parameters }
    | { readonly kind: 'emergency'; readonly kid: string }
  );

/** `passkey`, `secret` or `emergency`: the key that opens an envelope. */
export type EnvelopeKind = EnvelopeHeader['kind'];

export function wayOf(header: EnvelopeHeader): readonly [EnvelopeKind, string] {
  if (header.kind === 'passkey') return [header.kind, header.passkeyId];
  return [header.kind, header.kind === 'emergency' ? header.kid : ''];
}

export function headerOf(json: unknown): EnvelopeHeader {
  const members = recordOf(json);
  if (members === undefined) throw malformed('no header');
  const place: Place = {
    tenant: text(members, 'tenant'),
    account: text(members, 'account'),
    keyId: text(members, 'keyId'),
    version: count(members, 'version'),
  };
  const kind = members['kind'];
  if (kind === 'passkey') return { ...place, kind, passkeyId: text(members, 'passkeyId'), salt: text(members, 'salt') };
  if (kind === 'secret') return { ...place, kind, salt: text(members, 'salt'), argon2: argon2Of(members['argon2']) };
  if (kind === 'emergency') return { ...place, kind, kid: text(members, 'kid') };
  throw malformed('no known kind');
}

function argon2Of(value: unknown): Argon2Parameters {
  const members = recordOf(value) ?? {};
  return { memory: count(members, 'memory'), passes: count(members, 'passes'), lanes: count(members, 'lanes') };
}

function text(members: Readonly<Record<string, unknown>>, name: string): string {
  const value = members[name];
  return typeof value === 'string' ? value : fail(name);
}

function count(members: Readonly<Record<string, unknown>>, name: string): number {
  const value = members[name];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : fail(name);
}

export function saltOf({ salt }: { readonly salt: string }): Bytes {
  return fromBase64url(salt) ?? fail('salt');
}

function fail(what: string): never {
  throw malformed(`no ${what}`);
}

export function malformed(why: string, cause?: unknown): VaultError {
  return new VaultError('envelope-malformed', `This is no envelope: ${why}`, { cause });
}
