import { type CborMap, encodeCbor } from './cbor.ts';

/** The flags of authenticator data (WebAuthn L3 §6.1). */
export interface AuthenticatorFlags {
  /** User present. */
  readonly up: boolean;
  /** User verified. */
  readonly uv: boolean;
  /** Backup eligible: a multi-device credential (§6.1.3). */
  readonly be: boolean;
  /** Backed up now (§6.1.3); never without `be`. */
  readonly bs: boolean;
  /** Attested credential data included. */
  readonly at: boolean;
  /** Extension data included. */
  readonly ed: boolean;
}

/** WebAuthn L3 §6.5.1. */
export interface AttestedCredentialData {
  readonly aaguid: Uint8Array;
  readonly credentialId: Uint8Array;
  readonly publicKey: CborMap;
}

export interface AuthenticatorData {
  readonly rpIdHash: Uint8Array;
  readonly flags: AuthenticatorFlags;
  /** The signature counter (§6.1.1), 32 bits. */
  readonly signCount: number;
  readonly attested?: AttestedCredentialData;
  readonly extensions?: CborMap;
}

/** Lays out authenticator data as in WebAuthn L3 §6.1. */
export function encodeAuthenticatorData(data: AuthenticatorData): Uint8Array {
  const fixed = Buffer.alloc(5);
  fixed.writeUInt8(flagsByte(data.flags), 0);
  fixed.writeUInt32BE(data.signCount, 1);
  return Buffer.concat([
    data.rpIdHash,
    fixed,
    ...(data.attested === undefined ? [] : [encodeAttested(data.attested)]),
    ...(data.extensions === undefined ? [] : [encodeCbor(data.extensions)]),
  ]);
}

function flagsByte({ up, uv, be, bs, at, ed }: AuthenticatorFlags): number {
  const bits: ReadonlyArray<[boolean, number]> = [
    [up, 0],
    [uv, 2],
    [be, 3],
    [bs, 4],
    [at, 6],
    [ed, 7],
  ];
  return bits.reduce((byte, [set, bit]) => (set ? byte | (1 << bit) : byte), 0);
}

function encodeAttested({ aaguid, credentialId, publicKey }: AttestedCredentialData): Uint8Array {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(credentialId.length);
  return Buffer.concat([aaguid, length, credentialId, encodeCbor(publicKey)]);
}
