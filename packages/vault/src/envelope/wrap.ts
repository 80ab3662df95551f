import { areEqual, type Bytes, joined, randomBytes } from '../encoding/bytes.ts';
import { infoOf } from '../encoding/labelled.ts';
import { VaultError, type VaultErrorCode } from '../vault-error.ts';
import { type EnvelopeHeader, malformed, saltOf, wayOf } from './header.ts';

export type SaltedHeader = Extract<EnvelopeHeader, { readonly salt: string }>;

const COMMITMENT = 32;
const NONCE = 12;
const DATA_KEY = 32;
const TAG = 16;
const BODY = COMMITMENT + NONCE + DATA_KEY + TAG;

/**
 * AES-256-GCM, under a key of HKDF-SHA-256. A commitment to this key comes first (RFC 9771): with GCM alone, a server could make one envelope that
 * several guessed secrets open, and learn which secret did.
 */
export async function wrap(dataKey: Bytes, source: CryptoKey, header: SaltedHeader, head: Bytes): Promise<Bytes> {
  const { key, commitment } = await wrappingKey(source, header);
  const nonce = randomBytes(NONCE);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: head }, key, dataKey);
  return joined(commitment, nonce, new Uint8Array(sealed));
}

/**
 * @param wrong the code to throw if `source` is not the input that sealed the envelope
 * @throws VaultError `wrong`, `envelope-malformed`, or `envelope-damaged`
 */
export async function unwrap(
  body: Bytes,
  source: CryptoKey,
  header: SaltedHeader,
  head: Bytes,
  wrong: VaultErrorCode,
): Promise<Bytes> {
  if (body.length !== BODY) throw malformed(`${body.length} bytes sealed, not ${BODY}`);
  const { key, commitment } = await wrappingKey(source, header);
  if (!areEqual(commitment, body.subarray(0, COMMITMENT))) {
    throw new VaultError(wrong, 'The envelope was sealed with something else');
  }
  const iv = body.subarray(COMMITMENT, COMMITMENT + NONCE);
  try {
    const sealed = body.subarray(COMMITMENT + NONCE);
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: head }, key, sealed));
  } catch (cause) {
    throw new VaultError('envelope-damaged', 'The envelope was changed after it was sealed', { cause });
  }
}

async function wrappingKey(
  source: CryptoKey,
  header: SaltedHeader,
): Promise<{ readonly key: CryptoKey; readonly commitment: Bytes }> {
  const salt = saltOf(header);
  const of = async (use: string): Promise<HkdfParams> => {
    const info = await infoOf(use, header.tenant, header.account, ...wayOf(header));
    return { name: 'HKDF', hash: 'SHA-256', salt, info };
  };
  const cipher = { name: 'AES-GCM', length: 256 };
  const [key, commitment] = await Promise.all([
    crypto.subtle.deriveKey(await of('wrap'), source, cipher, false, ['encrypt', 'decrypt']),
    crypto.subtle.deriveBits(await of('commit'), source, COMMITMENT * 8),
  ]);
  return { key, commitment: new Uint8Array(commitment) };
}
