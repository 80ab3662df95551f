import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign,
  timingSafeEqual,
} from 'node:crypto';
import { type ExportStart, headText, type LogHashing, type LogHead, type LogKey, startText } from '@sallyport/core/log';

/** SHA-256 of `node:crypto`, for the sealed log. */
export const LOG_HASHING: LogHashing = {
  text: (prefix, text) => createHash('sha256').update(Buffer.of(prefix)).update(text).digest('base64url'),
  node: (left, right) =>
    createHash('sha256')
      .update(Buffer.of(1))
      .update(Buffer.from(left, 'base64url'))
      .update(Buffer.from(right, 'base64url'))
      .digest('base64url'),
  empty: createHash('sha256').digest('base64url'),
};

/** The names of accounts in the sealed log. A name stays when the account is deleted, and says nothing about the person. */
export interface Pseudonyms {
  /** Returns the pseudonym of an account id: always the same. */
  of(id: string): string;
  /** Returns the account id of a pseudonym, or `undefined` if the text is no pseudonym of this log. */
  idOf(pseudonym: string): string | undefined;
}

/** The keys of a tenant's log. */
export interface LogKeys {
  readonly pseudonyms: Pseudonyms;
  /** The public key of the heads. */
  readonly key: LogKey;
  sign(head: Pick<LogHead, 'size' | 'root' | 'at'>): LogHead;
  /** Signs the first line of an export. */
  signStart(start: Omit<ExportStart, 'signature'>): ExportStart;
}

/** The bytes of a log's secret: 32 for the pseudonyms, and the 32 of an Ed25519 private key. */
export const LOG_SECRET_BYTES = 64;

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410 §7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export function logKeysOf(secret: Uint8Array): LogKeys {
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8, secret.subarray(32)]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const kid = thumbprint(x);
  const signed = (text: string): string => sign(null, Buffer.from(text), privateKey).toString('base64url');
  return {
    pseudonyms: pseudonymsOf(secret.subarray(0, 32)),
    key: logKey(x),
    sign: ({ size, root, at }) => ({ size, root, at, signature: signed(headText({ size, root, at })), keyId: kid }),
    signStart: (start) => ({ ...start, signature: signed(startText(start)) }),
  };
}

/** The JWK of a public key (RFC 8037). */
export function logKey(x: string): LogKey {
  return { kty: 'OKP', crv: 'Ed25519', x, kid: thumbprint(x), use: 'sig', alg: 'EdDSA' };
}

/** RFC 7638: the hash of the required members, in the order of their names. */
function thumbprint(x: string): string {
  return createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
}

const TAG = 16;

/**
 * A pseudonym is a keyed hash of the account id, and the id encrypted with the hash as its nonce (the construction of SIV, RFC 5297 §1.3). So the
 * engine finds the events of a pseudonym, and stores no list of deleted accounts. Without the key, nothing leads from a pseudonym to an id, or from
 * an id to its pseudonym.
 */
function pseudonymsOf(secret: Uint8Array): Pseudonyms {
  const derived = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, 'sallyport', purpose, 32));
  const [macKey, cipherKey] = [derived('pseudonym'), derived('pseudonym cipher')];
  const tagOf = (id: string): Buffer => createHmac('sha256', macKey).update(id).digest().subarray(0, TAG);
  return {
    of(id) {
      const tag = tagOf(id);
      const cipher = createCipheriv('aes-256-ctr', cipherKey, tag);
      return Buffer.concat([tag, cipher.update(id), cipher.final()]).toString('base64url');
    },
    idOf(pseudonym) {
      const bytes = Buffer.from(pseudonym, 'base64url');
      if (bytes.length <= TAG || bytes.toString('base64url') !== pseudonym) return undefined;
      const tag = bytes.subarray(0, TAG);
      const decipher = createDecipheriv('aes-256-ctr', cipherKey, tag);
      const id = Buffer.concat([decipher.update(bytes.subarray(TAG)), decipher.final()]).toString();
      return timingSafeEqual(tagOf(id), tag) ? id : undefined;
    },
  };
}
