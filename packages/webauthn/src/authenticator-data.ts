import { type CborMap, decodeFirstMap } from './cbor.ts';

/** WebAuthn L3 §6.1. */
export interface AuthenticatorData {
  readonly rpIdHash: Uint8Array;
  readonly userPresent: boolean;
  readonly userVerified: boolean;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly signCount: number;
  readonly attested: AttestedCredentialData | undefined;
}

/** WebAuthn L3 §6.5.1. */
export interface AttestedCredentialData {
  /** Lower case. */
  readonly aaguid: string;
  readonly credentialId: Uint8Array;
  /** The COSE_Key, as sent. */
  readonly publicKey: Uint8Array;
  readonly cose: CborMap;
}

const FIXED_LENGTH = 37;

export function parseAuthenticatorData(bytes: Uint8Array): AuthenticatorData {
  if (bytes.length < FIXED_LENGTH) throw new Error(`authenticator data of ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint8(32);
  const has = (bit: number): boolean => (flags & (1 << bit)) !== 0;
  let rest = bytes.subarray(FIXED_LENGTH);
  let attested: AttestedCredentialData | undefined;
  if (has(6)) {
    const found = parseAttested(rest);
    attested = found.attested;
    rest = rest.subarray(found.length);
  }
  if (has(7)) rest = rest.subarray(decodeFirstMap(rest).length);
  if (rest.length > 0) throw new Error(`${rest.length} bytes after the authenticator data`);
  return {
    rpIdHash: bytes.subarray(0, 32),
    userPresent: has(0),
    userVerified: has(2),
    backupEligible: has(3),
    backedUp: has(4),
    signCount: view.getUint32(33),
    attested,
  };
}

function parseAttested(bytes: Uint8Array): { attested: AttestedCredentialData; length: number } {
  if (bytes.length < 18) throw new Error('the attested credential data is cut off');
  const idEnd = 18 + new DataView(bytes.buffer, bytes.byteOffset).getUint16(16);
  if (bytes.length < idEnd) throw new Error('the credential id is cut off');
  const { map, length } = decodeFirstMap(bytes.subarray(idEnd));
  return {
    attested: {
      aaguid: uuid(bytes.subarray(0, 16)),
      credentialId: bytes.subarray(18, idEnd),
      publicKey: bytes.subarray(idEnd, idEnd + length),
      cose: map,
    },
    length: idEnd + length,
  };
}

export function uuid(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
