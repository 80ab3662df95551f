import 'reflect-metadata';
import { createPublicKey, generateKeyPairSync, type KeyObject, sign, webcrypto } from 'node:crypto';
import type { CBORType } from '@levischuck/tiny-cbor';
import { BasicConstraintsExtension, Extension, X509CertificateGenerator } from '@peculiar/x509';
import { der } from './der.test-support.ts';
import { p256, sha256, type ToAttest } from './forge.test-support.ts';

const SIGNING = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const caKeys = await webcrypto.subtle.generateKey(SIGNING, false, ['sign', 'verify']);
const CA_NAME = 'C=ZZ, O=Sallyport, CN=Test CA';
const validity = { notBefore: new Date(Date.UTC(2020, 0)), notAfter: new Date(Date.UTC(2049, 0)) };

async function caCertificate(): Promise<string> {
  const made = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: CA_NAME,
    keys: caKeys,
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  return made.toString('pem');
}

/** The CA of every certificate here, in PEM. */
export const caPem: string = await caCertificate();
/** Another certificate of the same CA, with the same key. */
export const caPemRenewed: string = await caCertificate();

export const attestationKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });

export const LEAF_NAME = 'C=ZZ, O=Sallyport, OU=Authenticator Attestation, CN=Test';

const integer = (value: number): Uint8Array => der(2, Uint8Array.of(value));

export interface LeafParts {
  readonly name: string;
  readonly key: KeyObject;
  /** What Basic Constraints say; `undefined`: the certificate has none. */
  readonly ca: boolean | undefined;
  readonly extensions: readonly Extension[];
}

/** A certificate of the CA: whether it is a correct one is all that a statement asks. */
export async function certificate(parts: Partial<LeafParts> = {}): Promise<Uint8Array> {
  const { name, key, ca, extensions } = {
    ...{ name: LEAF_NAME, key: attestationKey.publicKey, ca: false, extensions: [] },
    ...parts,
  };
  const basic = ca === undefined ? [] : [new BasicConstraintsExtension(ca, undefined, true)];
  const made = await X509CertificateGenerator.create({
    ...validity,
    subject: name,
    issuer: CA_NAME,
    publicKey: new Uint8Array(key.export({ format: 'der', type: 'spki' })),
    signingKey: caKeys.privateKey,
    signingAlgorithm: SIGNING,
    extensions: [...basic, ...extensions],
  });
  return new Uint8Array(made.rawData);
}

export const aaguidExtension = (aaguid: Uint8Array, critical = false): Extension =>
  new Extension('1.3.6.1.4.1.45724.1.1.4', critical, der(4, aaguid));

type Attest = (to: ToAttest) => CBORType;
type Members = Record<string, CBORType>;
const statement = (members: Members): CBORType => new Map(Object.entries(members));
const bytes = (data: Uint8Array): Uint8Array => Uint8Array.from(data);

/** Packed, signed by the key itself. */
export const selfAttest =
  (change: Members = {}, key: KeyObject = p256.privateKey): Attest =>
  ({ signed }) =>
    statement({ alg: -7, sig: bytes(sign('sha256', signed, key)), ...change });

/** Packed, signed by a certified key. */
export const packedAttest =
  (x5c: CBORType, change: Members = {}): Attest =>
  ({ signed }) =>
    statement({ alg: -7, sig: bytes(sign('sha256', signed, attestationKey.privateKey)), x5c, ...change });

export const u2fAttest =
  (x5c: CBORType, change: Members = {}, key: KeyObject = attestationKey.privateKey): Attest =>
  ({ clientDataHash, parts: { rpIdHash, credentialId, cose } }) => {
    const [x, y] = [cose.get(-2), cose.get(-3)].map((part) => (part instanceof Uint8Array ? part : new Uint8Array()));
    const signed = [Uint8Array.of(0), rpIdHash, clientDataHash, credentialId, Uint8Array.of(4)];
    const sig = sign('sha256', Buffer.concat([...signed, x ?? new Uint8Array(), y ?? new Uint8Array()]), key);
    return statement({ sig: bytes(sig), x5c, ...change });
  };

export const appleExtension = (nonce: Uint8Array): Extension =>
  new Extension('1.2.840.113635.100.8.2', false, der(0x30, der(0xa1, der(4, nonce))));

/** What a key description says; its challenge is the hash of the client data. */
export interface KeyDescription {
  readonly challenge: Uint8Array;
  readonly purpose?: number;
  readonly origin?: number;
  readonly allApplications?: boolean;
}

export function androidExtension({ challenge, purpose, origin, allApplications }: KeyDescription): Extension {
  const software = allApplications === true ? [der([0xbf, 0x84, 0x58], der(5))] : [];
  const hardware = [
    ...(purpose === undefined ? [] : [der(0xa1, der(0x31, integer(purpose)))]),
    ...(origin === undefined ? [] : [der([0xbf, 0x85, 0x3e], integer(origin))]),
  ];
  const level = der(10, Uint8Array.of(1));
  const description = [integer(4), level, integer(4), level, der(4, challenge), der(4)];
  return new Extension(
    '1.3.6.1.4.1.11129.2.1.17',
    false,
    der(0x30, ...description, der(0x30, ...software), der(0x30, ...hardware)),
  );
}

const tcg = (last: number): Uint8Array => der(6, Uint8Array.of(0x67, 0x81, 0x05, 0x02, last));
const attribute = (last: number, text: string): Uint8Array =>
  der(0x31, der(0x30, tcg(last), der(12, Buffer.from(text))));
const tpmName = der(0x30, attribute(1, 'id:00000000'), attribute(2, 'Test'), attribute(3, 'id:01'));

export const tpmExtensions: Readonly<Record<'usage' | 'name', Extension>> = {
  usage: new Extension('2.5.29.37', false, der(0x30, der(6, Uint8Array.of(0x67, 0x81, 0x05, 0x08, 0x03)))),
  name: new Extension('2.5.29.17', true, der(0x30, der(0xa4, tpmName))),
};

const sized = (data: Uint8Array): Buffer => Buffer.concat([Buffer.of(data.length >> 8, data.length & 255), data]);

/** What a TPM says; each part can be replaced. */
export interface TpmParts {
  readonly key?: KeyObject;
  readonly magic?: string;
  readonly type?: string;
  readonly extraData?: Uint8Array;
  readonly name?: Uint8Array;
  readonly after?: Uint8Array;
}

export const tpmAttest =
  (x5c: CBORType, parts: TpmParts = {}, change: Members = {}): Attest =>
  ({ signed }) => {
    const { x = '', y = '' } = createPublicKey(
      (parts.key ?? p256.publicKey).export({ format: 'pem', type: 'spki' }),
    ).export({ format: 'jwk' });
    const point = [x, y].map((part) => sized(Buffer.from(part, 'base64url')));
    const pubArea = Buffer.concat([Buffer.from('0023000b000604720000001000100003' + '0010', 'hex'), ...point]);
    const name = parts.name ?? Buffer.concat([Buffer.from('000b', 'hex'), sha256(pubArea)]);
    const certInfo = Buffer.concat([
      Buffer.from(`${parts.magic ?? 'ff544347'}${parts.type ?? '8017'}0000`, 'hex'),
      sized(parts.extraData ?? sha256(signed)),
      Buffer.alloc(25),
      sized(name),
      Buffer.alloc(2),
      parts.after ?? new Uint8Array(),
    ]);
    const sig = sign('sha256', certInfo, attestationKey.privateKey);
    return statement({
      ver: '2.0',
      alg: -7,
      sig: bytes(sig),
      x5c,
      certInfo: bytes(certInfo),
      pubArea: bytes(pubArea),
      ...change,
    });
  };
