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

export interface Pseudonyms {
  of(id: string): string;
  idOf(pseudonym: string): string | undefined;
}

export interface LogKeys {
  readonly pseudonyms: Pseudonyms;
  readonly key: LogKey;
  sign(head: Pick<LogHead, 'size' | 'root' | 'at'>): LogHead;
  signStart(start: Omit<ExportStart, 'signature'>): ExportStart;
}

/** 32 bytes for the pseudonyms, and the 32 of an Ed25519 private key. */
export const LOG_SECRET_BYTES = 64;

/** RFC 8410 §7. */
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

/** RFC 8037. */
export function logKey(x: string): LogKey {
  return { kty: 'OKP', crv: 'Ed25519', x, kid: thumbprint(x), use: 'sig', alg: 'EdDSA' };
}

/** RFC 7638. */
function thumbprint(x: string): string {
  return createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
}

const TAG = 16;

/** The construction of SIV (RFC 5297 §1.3), so that the engine stores no list of deleted accounts. */
function pseudonymsOf(secret: Uint8Array): Pseudonyms {
  const derived = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, 'sallyport', purpose, 32));
  const [macKey, cipherKey] = [derived('pseudonym'), derived('pseudonym cipher')];
  const tagOf = (id: string): Buffer => createHmac('sha256', macKey).update(id).digest().subarray(0, TAG);
  return {
    of(id) {
      const tag = tagOf(id);
      const cipher = createCipheriv('aes-256-ctr', cipherKey, tag);
      return Buffer.concat([tag, cipher.update(id, 'utf8'), cipher.final()]).toString('base64url');
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
