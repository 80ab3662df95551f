import { createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { secondArgon2id } from './argon2id.test-support.ts';
import { secondHpkeOpen } from './hpke.test-support.ts';

/** The input that opens an envelope. */
export type SecondWay =
  | { readonly kind: 'passkey'; readonly prf: Buffer }
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'emergency'; readonly privateKey: Buffer };

interface Header {
  readonly tenant: string;
  readonly account: string;
  readonly keyId: string;
  readonly version: number;
  readonly kind: string;
  readonly passkeyId?: string;
  readonly kid?: string;
  readonly salt?: string;
  readonly argon2?: { readonly memory: number; readonly passes: number; readonly lanes: number };
}

/** The content of an envelope as the second implementation reads it, with intermediate results. */
export interface Read {
  readonly header: Header;
  readonly dataKey: Buffer;
  /** The output of Argon2id, if the way is a secret. */
  readonly argon2?: Buffer;
  readonly wrappingKey?: Buffer;
  readonly commitment?: Buffer;
}

/** Opens an envelope by docs/reference/vault-format.md, with `node:crypto` alone. Throws if any check fails. */
export function readEnvelope(sealed: string, way: SecondWay): Read {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes[0] !== 1) throw new Error('not format 1');
  const end = 3 + bytes.readUInt16BE(1);
  const [head, body] = [bytes.subarray(0, end), bytes.subarray(end)];
  const header: Header = JSON.parse(head.subarray(3).toString('utf8'));
  if (header.kind !== way.kind) throw new Error('another way');
  const which = header.passkeyId ?? header.kid ?? '';
  const bound = (use: string): Buffer => info(use, header.tenant, header.account, header.kind, which);

  if (way.kind === 'emergency') {
    const dataKey = secondHpkeOpen(way.privateKey, body, { info: bound('wrap'), aad: head });
    return { header, dataKey };
  }
  const salt = Buffer.from(header.salt ?? '', 'base64url');
  const argon2 = way.kind === 'secret' ? argon2Of(way.secret, salt, header) : undefined;
  const source = way.kind === 'passkey' ? way.prf : (argon2 ?? Buffer.alloc(0));
  const wrappingKey = hkdf(source, salt, bound('wrap'));
  const commitment = hkdf(source, salt, bound('commit'));
  if (!commitment.equals(body.subarray(0, 32))) throw new Error('sealed with something else');
  const dataKey = gcm(wrappingKey, body.subarray(32, 44), head, body.subarray(44));
  return { header, dataKey, wrappingKey, commitment, argon2 };
}

export function secondKeyId(dataKey: Buffer, tenant: string, account: string): string {
  return hkdf(dataKey, Buffer.alloc(0), info('key id', tenant, account)).toString('base64url');
}

export function secondSubkey(dataKey: Buffer, tenant: string, account: string, purpose: string): Buffer {
  return hkdf(dataKey, Buffer.alloc(0), info('subkey', tenant, account, purpose));
}

/** Opens data that a vault sealed. */
export function readData(
  sealed: Buffer,
  subkey: Buffer,
  label: { readonly tenant: string; readonly account: string; readonly purpose: string; readonly name: string },
): Buffer {
  if (sealed[0] !== 1) throw new Error('not format 1');
  const keyId = sealed.subarray(1, 33).toString('base64url');
  const aad = parts('data', label.tenant, label.account, keyId, label.purpose, label.name);
  return gcm(subkey, sealed.subarray(33, 45), aad, sealed.subarray(45));
}

export function secondFingerprint(publicKey: Buffer): string {
  return createHash('sha256').update(publicKey).digest('base64url');
}

function parts(...each: readonly string[]): Buffer {
  return Buffer.concat(
    ['sallyport vault', '1', ...each].flatMap((part) => {
      const text = Buffer.from(part, 'utf8');
      const length = Buffer.alloc(2);
      length.writeUInt16BE(text.length);
      return [length, text];
    }),
  );
}

function info(...each: readonly string[]): Buffer {
  return createHash('sha256')
    .update(parts(...each))
    .digest();
}

function argon2Of(secret: string, salt: Buffer, { argon2 }: Header): Buffer {
  if (argon2 === undefined) throw new Error('no parameters');
  return secondArgon2id({ password: Buffer.from(secret.normalize('NFC')), salt, length: 32, ...argon2 });
}

function hkdf(source: Buffer, salt: Buffer, info: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', source, salt, info, 32));
}

function gcm(key: Buffer, nonce: Buffer, aad: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}
