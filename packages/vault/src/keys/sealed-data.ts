import { fromBase64url, toBase64url } from '../encoding/base64url.ts';
import { type Bytes, joined, randomBytes } from '../encoding/bytes.ts';
import { checkFormat, FORMAT } from '../encoding/format.ts';
import { labelled } from '../encoding/labelled.ts';
import { VaultError } from '../vault-error.ts';
import type { Owner } from './data-key.ts';

export interface Label extends Owner {
  readonly keyId: string;
  readonly purpose: string;
  readonly name: string;
}

const KEY_ID = 32;
const NONCE = 12;
const TAG = 16;
const HEAD = 1 + KEY_ID;

export async function sealData(key: CryptoKey, label: Label, plain: Bytes): Promise<Bytes> {
  const keyId = fromBase64url(label.keyId) ?? new Uint8Array(KEY_ID);
  const nonce = randomBytes(NONCE);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: bound(label) }, key, plain);
  return joined(new Uint8Array([FORMAT]), keyId, nonce, new Uint8Array(sealed));
}

export async function unsealData(key: CryptoKey, label: Label, sealed: Bytes): Promise<Bytes> {
  if (keyIdOfData(sealed) !== label.keyId) {
    throw new VaultError('data-of-another-key', 'The data was sealed under another data key');
  }
  const iv = sealed.slice(HEAD, HEAD + NONCE);
  try {
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv, additionalData: bound(label) },
      key,
      sealed.slice(HEAD + NONCE),
    );
    return new Uint8Array(plain);
  } catch (cause) {
    throw new VaultError('data-damaged', 'The data was changed, or belongs elsewhere', { cause });
  }
}

/**
 * Returns the id of the data key that sealed some data, without unsealing the data.
 *
 * @throws VaultError `data-malformed` or `format-newer`
 */
export function keyIdOfData(sealed: Uint8Array): string {
  const [format = 0] = sealed;
  checkFormat(format);
  if (format !== FORMAT || sealed.length < HEAD + NONCE + TAG) {
    throw new VaultError('data-malformed', 'These bytes were not sealed by a vault');
  }
  return toBase64url(sealed.subarray(1, HEAD));
}

function bound({ tenant, account, keyId, purpose, name }: Label): Bytes {
  return labelled('data', tenant, account, keyId, purpose, name);
}
