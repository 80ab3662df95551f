import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import type { Bytes } from '../encoding/bytes.ts';

export interface Binding {
  readonly info: Bytes;
  readonly head: Bytes;
}

const ENCAPSULATED = 65;

/** Base mode (RFC 9180): WebCrypto supports these in all browsers. */
const suite = (): CipherSuite =>
  new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** @param publicKey uncompressed point, 65 bytes */
export async function sealTo(publicKey: Bytes, plain: Bytes, { info, head }: Binding): Promise<Bytes> {
  const hpke = suite();
  const recipientPublicKey = await hpke.kem.importKey('raw', publicKey.slice().buffer, true);
  const sender = await hpke.createSenderContext({ recipientPublicKey, info });
  const sealed = await sender.seal(plain, head);
  const both = new Uint8Array(ENCAPSULATED + sealed.byteLength);
  both.set(new Uint8Array(sender.enc));
  both.set(new Uint8Array(sealed), ENCAPSULATED);
  return both;
}

/** @param privateKey the scalar, 32 bytes */
export async function openSealed(privateKey: Bytes, sealed: Bytes, { info, head }: Binding): Promise<Bytes> {
  const hpke = suite();
  const recipientKey = await hpke.kem.importKey('raw', privateKey.slice().buffer, false);
  const enc = sealed.slice(0, ENCAPSULATED);
  const recipient = await hpke.createRecipientContext({ recipientKey, enc, info });
  return new Uint8Array(await recipient.open(sealed.slice(ENCAPSULATED), head));
}

export async function newPair(): Promise<{ readonly publicKey: Bytes; readonly privateKey: Bytes }> {
  const hpke = suite();
  const pair = await hpke.kem.generateKeyPair();
  return {
    publicKey: new Uint8Array(await hpke.kem.serializePublicKey(pair.publicKey)),
    privateKey: new Uint8Array(await hpke.kem.serializePrivateKey(pair.privateKey)),
  };
}
