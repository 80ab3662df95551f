import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type CBORType, encodeCBOR } from '@levischuck/tiny-cbor';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';

export const ORIGIN = 'https://app.example';
export const RP_ID = 'app.example';
export const CHALLENGE = Buffer.from('a challenge that was made for this').toString('base64url');

export const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
export const base64url = (data: string | Uint8Array): string => Buffer.from(data).toString('base64url');

export const FLAG = { up: 1, reserved1: 2, uv: 4, be: 8, bs: 16, reserved2: 32, at: 64, ed: 128 } as const;

/** A COSE_Key, as a map in any order and of any sense. */
export type Cose = Map<string | number, CBORType>;

export const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
export const p521 = generateKeyPairSync('ec', { namedCurve: 'P-521' });
export const ed25519 = generateKeyPairSync('ed25519');
export const ed448 = generateKeyPairSync('ed448');
export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const shortRsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
export const tinyRsa = generateKeyPairSync('rsa', { modulusLength: 512 });

const bytes = (text: string | undefined): Uint8Array => Uint8Array.from(Buffer.from(text ?? '', 'base64url'));

/** The COSE_Key of a public key, under any algorithm. */
export function coseOf(key: KeyObject, alg: number): Cose {
  const { kty, crv, x, y, n, e } = createPublicKey(key.export({ format: 'pem', type: 'spki' })).export({
    format: 'jwk',
  });
  const curve = { 'P-256': 1, 'P-384': 2, 'P-521': 3, Ed25519: 6, Ed448: 7 }[crv ?? ''] ?? 0;
  if (kty === 'RSA')
    return new Map<string | number, CBORType>([
      [1, 3],
      [3, alg],
      [-1, bytes(n)],
      [-2, bytes(e)],
    ]);
  const point: [number, CBORType][] = [
    [-1, curve],
    [-2, bytes(x)],
  ];
  if (kty === 'EC') point.push([-3, bytes(y)]);
  return new Map<string | number, CBORType>([[1, kty === 'EC' ? 2 : 1], [3, alg], ...point]);
}

/** Everything a registration is made of, before it is put together and signed. */
export interface RegistrationParts {
  clientData: Record<string, unknown>;
  /** Instead of the client data as JSON. */
  clientDataBytes?: Uint8Array;
  rpIdHash: Uint8Array;
  flags: number;
  counter: number;
  aaguid: Uint8Array;
  credentialId: Uint8Array;
  /** Instead of the true length of the credential id. */
  credentialIdLength?: number;
  cose: Cose;
  /** Instead of the COSE_Key. */
  coseBytes?: Uint8Array;
  /** What stands after the attested credential data. */
  rest: Uint8Array;
  /** Instead of the authenticator data. */
  authenticatorData?: (bytes: Uint8Array) => Uint8Array;
  fmt: CBORType;
  /** Makes the statement, once it is known what is to be signed. */
  attest: (signed: ToAttest) => CBORType | Promise<CBORType>;
  /** The last word on the attestation object. */
  object: (object: Map<string | number, CBORType>) => CBORType;
  objectBytes: (bytes: Uint8Array) => Uint8Array;
  response: (response: RegistrationResponseJSON) => RegistrationResponseJSON;
}

export interface ToAttest {
  readonly authenticatorData: Uint8Array;
  readonly clientDataHash: Uint8Array;
  readonly signed: Uint8Array;
  readonly parts: RegistrationParts;
}

export const AAGUID = Uint8Array.from(Buffer.from('5a11f0a77e574a118a1750f7a0a7e571', 'hex'));
export const CREDENTIAL_ID = Uint8Array.from(sha256('a credential id'));

export function registrationParts(): RegistrationParts {
  return {
    clientData: { type: 'webauthn.create', challenge: CHALLENGE, origin: ORIGIN, crossOrigin: false },
    rpIdHash: sha256(RP_ID),
    flags: FLAG.up | FLAG.uv | FLAG.at,
    counter: 0,
    aaguid: AAGUID,
    credentialId: CREDENTIAL_ID,
    cose: coseOf(p256.publicKey, -7),
    rest: new Uint8Array(),
    fmt: 'none',
    attest: () => new Map(),
    object: (object) => object,
    objectBytes: (object) => object,
    response: (response) => response,
  };
}

export async function makeRegistration(parts: RegistrationParts): Promise<RegistrationResponseJSON> {
  const clientData = parts.clientDataBytes ?? Buffer.from(JSON.stringify(parts.clientData));
  const length = Buffer.alloc(2);
  length.writeUInt16BE(parts.credentialIdLength ?? parts.credentialId.length);
  const attested =
    (parts.flags & FLAG.at) === 0
      ? []
      : [parts.aaguid, length, parts.credentialId, parts.coseBytes ?? encodeCBOR(parts.cose)];
  const laidOut = Buffer.concat([head(parts), ...attested, parts.rest]);
  const authenticatorData = Uint8Array.from(parts.authenticatorData?.(laidOut) ?? laidOut);
  const clientDataHash = sha256(clientData);
  const signed = Buffer.concat([authenticatorData, clientDataHash]);
  const object = new Map<string | number, CBORType>([
    ['fmt', parts.fmt],
    ['attStmt', await parts.attest({ authenticatorData, clientDataHash, signed, parts })],
    ['authData', authenticatorData],
  ]);
  const id = base64url(parts.credentialId);
  return parts.response({
    id,
    rawId: id,
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: base64url(clientData),
      attestationObject: base64url(parts.objectBytes(encodeCBOR(parts.object(object)))),
    },
  });
}

/** Everything an assertion is made of. */
export interface AssertionParts {
  clientData: Record<string, unknown>;
  clientDataBytes?: Uint8Array;
  rpIdHash: Uint8Array;
  flags: number;
  counter: number;
  rest: Uint8Array;
  authenticatorData?: (bytes: Uint8Array) => Uint8Array;
  sign: (signed: Uint8Array) => Uint8Array;
  response: (response: AuthenticationResponseJSON) => AuthenticationResponseJSON;
}

export function assertionParts(): AssertionParts {
  return {
    clientData: { type: 'webauthn.get', challenge: CHALLENGE, origin: ORIGIN, crossOrigin: false },
    rpIdHash: sha256(RP_ID),
    flags: FLAG.up | FLAG.uv,
    counter: 1,
    rest: new Uint8Array(),
    sign: (signed) => sign('sha256', signed, p256.privateKey),
    response: (response) => response,
  };
}

export function makeAssertion(parts: AssertionParts): AuthenticationResponseJSON {
  const clientData = parts.clientDataBytes ?? Buffer.from(JSON.stringify(parts.clientData));
  const laidOut = Buffer.concat([head(parts), parts.rest]);
  const authenticatorData = parts.authenticatorData?.(laidOut) ?? laidOut;
  const id = base64url(CREDENTIAL_ID);
  return parts.response({
    id,
    rawId: id,
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authenticatorData),
      signature: base64url(parts.sign(Buffer.concat([authenticatorData, sha256(clientData)]))),
    },
  });
}

function head({ rpIdHash, flags, counter }: Pick<AssertionParts, 'rpIdHash' | 'flags' | 'counter'>): Buffer {
  const fixed = Buffer.alloc(5);
  fixed.writeUInt8(flags, 0);
  fixed.writeUInt32BE(counter, 1);
  return Buffer.concat([rpIdHash, fixed]);
}
