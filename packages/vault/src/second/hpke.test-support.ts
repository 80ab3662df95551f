import { createDecipheriv, createECDH, createHmac } from 'node:crypto';

/** The inputs that bind an HPKE ciphertext. */
export interface SealedWith {
  readonly info: Buffer;
  readonly aad: Buffer;
}

const KEM = Buffer.from([0x00, 0x10]);
const HKDF_AND_AEAD = Buffer.from([0x00, 0x01, 0x00, 0x02]);
const IN_KEM = Buffer.concat([Buffer.from('KEM'), KEM]);
const IN_HPKE = Buffer.concat([Buffer.from('HPKE'), KEM, HKDF_AND_AEAD]);
const NONE = Buffer.alloc(0);

/** HPKE base mode with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM, written from RFC 9180 alone. */
export function secondHpkeOpen(privateKey: Buffer, sealed: Buffer, { info, aad }: SealedWith): Buffer {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(privateKey);
  const enc = sealed.subarray(0, 65);
  const shared = labelledExtract(IN_KEM, NONE, 'eae_prk', ecdh.computeSecret(enc));
  const kemContext = Buffer.concat([enc, ecdh.getPublicKey()]);
  const secret = labelledExpand(IN_KEM, shared, 'shared_secret', kemContext, 32);

  const pskHash = labelledExtract(IN_HPKE, NONE, 'psk_id_hash', NONE);
  const infoHash = labelledExtract(IN_HPKE, NONE, 'info_hash', info);
  const schedule = Buffer.concat([Buffer.from([0]), pskHash, infoHash]);
  const key = labelledExtract(IN_HPKE, secret, 'secret', NONE);

  const nonce = labelledExpand(IN_HPKE, key, 'base_nonce', schedule, 12);
  const decipher = createDecipheriv('aes-256-gcm', labelledExpand(IN_HPKE, key, 'key', schedule, 32), nonce);
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(65, -16)), decipher.final()]);
}

function labelledExtract(suite: Buffer, salt: Buffer, label: string, input: Buffer): Buffer {
  return createHmac('sha256', salt)
    .update(Buffer.concat([Buffer.from('HPKE-v1'), suite, Buffer.from(label), input]))
    .digest();
}

function labelledExpand(suite: Buffer, key: Buffer, label: string, info: Buffer, length: number): Buffer {
  const size = Buffer.from([length >> 8, length & 0xff]);
  const labelled = Buffer.concat([size, Buffer.from('HPKE-v1'), suite, Buffer.from(label), info]);
  // One block of SHA-256 is enough for every output here.
  return createHmac('sha256', key)
    .update(Buffer.concat([labelled, Buffer.from([1])]))
    .digest()
    .subarray(0, length);
}
