import { toBase64url } from '../encoding/base64url.ts';
import { type Bytes, randomBytes } from '../encoding/bytes.ts';
import { infoOf } from '../encoding/labelled.ts';
import { VaultError } from '../vault-error.ts';
import { hkdfKey } from '../ways/passkey.ts';

/** The tenant and the account of a vault. */
export interface Owner {
  /** The tenant's id; `default` for a host without tenants. Part of the sealed data: a wrong id opens nothing. */
  readonly tenant: string;
  /** The account's id, as `session.accountId`. Part of the sealed data: a wrong id opens nothing. */
  readonly account: string;
}

const NO_SALT = new Uint8Array(0);

export function newDataKey(): Bytes {
  return randomBytes(32);
}

/** Commits to the data key: no other data key has the same id. */
export async function keyIdOf(dataKey: Bytes, { tenant, account }: Owner): Promise<string> {
  const info = await infoOf('key id', tenant, account);
  const source = await hkdfKey(dataKey);
  return toBase64url(
    new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: NO_SALT, info }, source, 256)),
  );
}

export async function subkeyParameters({ tenant, account }: Owner, purpose: string): Promise<HkdfParams> {
  if (purpose.length === 0 || purpose.length > 100) {
    throw new VaultError('purpose-malformed', 'A purpose has 1 to 100 characters');
  }
  return { name: 'HKDF', hash: 'SHA-256', salt: NO_SALT, info: await infoOf('subkey', tenant, account, purpose) };
}
