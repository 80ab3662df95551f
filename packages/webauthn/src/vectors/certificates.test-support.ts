import { type KeyObject, sign } from 'node:crypto';
import { der, oid } from './der.test-support.ts';
import { integer } from './deterministic-ecdsa.test-support.ts';
import { extension } from './standard-certificates.test-support.ts';

/** A signature algorithm of certificates: its name in X.509, and how Node signs with it. */
export interface CertificateSignature {
  readonly identifier: Uint8Array;
  readonly hash: string;
  readonly options?: { readonly padding: number; readonly saltLength: number };
}

const NULL = der(5);
const PSS_PADDING = 6;
const SHA256 = der(0x30, oid('608648016503040201'));
const pss = (...parameters: readonly Uint8Array[]): Uint8Array =>
  der(0x30, oid('2a864886f70d01010a'), der(0x30, ...parameters));

export const SIGNATURE = {
  ecdsaSha256: { identifier: der(0x30, oid('2a8648ce3d040302')), hash: 'sha256' },
  ecdsaSha1: { identifier: der(0x30, oid('2a8648ce3d0401')), hash: 'sha1' },
  rsaSha256: { identifier: der(0x30, oid('2a864886f70d01010b'), NULL), hash: 'sha256' },
  rsaSha1: { identifier: der(0x30, oid('2a864886f70d010105'), NULL), hash: 'sha1' },
  rsaMd5: { identifier: der(0x30, oid('2a864886f70d010104'), NULL), hash: 'md5' },
  pssSha256: {
    identifier: pss(
      der(0xa0, SHA256),
      der(0xa1, der(0x30, oid('2a864886f70d010108'), SHA256)),
      der(0xa2, integer(Buffer.of(32))),
    ),
    hash: 'sha256',
    options: { padding: PSS_PADDING, saltLength: 32 },
  },
  /** Without parameters, RSASSA-PSS is with SHA-1 (RFC 4055 §3.1). */
  pssSha1: { identifier: pss(), hash: 'sha1', options: { padding: PSS_PADDING, saltLength: 20 } },
} as const satisfies Record<string, CertificateSignature>;

export const utcTime = (text: string): Uint8Array => der(23, Buffer.from(text));
export const generalizedTime = (text: string): Uint8Array => der(24, Buffer.from(text));

export const basicConstraints = (ca: boolean): Uint8Array =>
  extension('551d13', true, ca ? der(0x30, der(1, Buffer.of(255))) : der(0x30));

/** Everything that a certificate is made of, byte by byte: also what no CA would sign. */
export interface CertificateParts {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly issuerKey: KeyObject;
  readonly signature: CertificateSignature;
  readonly notBefore: Uint8Array;
  readonly notAfter: Uint8Array;
  readonly extensions: readonly Uint8Array[];
}

/** A certificate of version 3, in DER. */
export function makeCertificate(parts: CertificateParts): Uint8Array<ArrayBuffer> {
  const { identifier, hash, options } = parts.signature;
  const body = der(
    0x30,
    der(0xa0, integer(Buffer.of(2))),
    integer(Buffer.of(1)),
    identifier,
    nameOf(parts.issuer),
    der(0x30, parts.notBefore, parts.notAfter),
    nameOf(parts.subject),
    parts.publicKey.export({ format: 'der', type: 'spki' }),
    der(0xa3, der(0x30, ...parts.extensions)),
  );
  const signature = sign(hash, body, { key: parts.issuerKey, ...options });
  return der(0x30, body, identifier, der(3, Buffer.of(0), signature));
}

function nameOf(commonName: string): Uint8Array {
  return der(0x30, der(0x31, der(0x30, oid('550403'), der(12, Buffer.from(commonName)))));
}
