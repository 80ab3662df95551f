import type { CBORType } from '@levischuck/tiny-cbor';
import { der } from './der.test-support.ts';
import { integer } from './deterministic-ecdsa.test-support.ts';
import { sha256 } from './forge.test-support.ts';
import { extension, NO_SUBJECT, standardLeaf, tpmExtensions } from './standard-certificates.test-support.ts';
import { type StandardKey, standardKey } from './standard-keys.test-support.ts';

/** The formats of the standard's vectors. */
export type StandardFormat = 'none' | 'self' | 'packed' | 'tpm' | 'android-key' | 'apple' | 'fido-u2f';

/** What a statement of the standard is made from. */
export interface StandardSigned {
  readonly rpIdHash: Uint8Array;
  readonly credentialId: Uint8Array;
  readonly authenticatorData: Uint8Array;
  readonly clientDataHash: Uint8Array;
}

type Attest = (signed: StandardSigned) => [string, CBORType][];

const bytes = (data: Uint8Array): Uint8Array => Uint8Array.from(data);
const all = ({ authenticatorData, clientDataHash }: StandardSigned): Buffer =>
  Buffer.concat([authenticatorData, clientDataHash]);

/** Takes what the format needs of the random values, and says how the statement is made. */
export function standardStatement(format: StandardFormat, key: StandardKey, next: (length: number) => Buffer): Attest {
  if (format === 'none') return () => [];
  if (format === 'self') {
    return (signed) => [
      ['alg', -7],
      ['sig', bytes(key.sign(all(signed)))],
    ];
  }
  if (format === 'android-key') return androidKey(key, next(16));
  if (format === 'apple') return apple(key, next(16));
  const attestationKey = standardKey('ES256', next);
  const serial = next(16);
  if (format === 'tpm') return tpm(key, attestationKey, serial);
  const x5c = [standardLeaf(attestationKey, serial)];
  if (format === 'fido-u2f') {
    return ({ rpIdHash, clientDataHash, credentialId }) => {
      const signed = Buffer.concat([Buffer.of(0), rpIdHash, clientDataHash, credentialId, key.point]);
      return [
        ['sig', bytes(attestationKey.sign(signed))],
        ['x5c', x5c],
      ];
    };
  }
  return (signed) => [
    ['alg', -7],
    ['sig', bytes(attestationKey.sign(all(signed)))],
    ['x5c', x5c],
  ];
}

function androidKey(key: StandardKey, serial: Uint8Array): Attest {
  return (signed) => {
    const level = der(10, Buffer.of(0));
    const description = der(
      0x30,
      integer(Buffer.of(1, 44)),
      level,
      integer(Buffer.of(0)),
      level,
      der(4, signed.clientDataHash),
      der(4),
      der(0x30),
      der(0x30),
    );
    return [
      ['alg', -7],
      ['sig', bytes(key.sign(all(signed)))],
      ['x5c', [standardLeaf(key, serial, [extension('2b06010401d679020111', false, description)])]],
    ];
  };
}

function apple(key: StandardKey, serial: Uint8Array): Attest {
  return (signed) => {
    const nonce = der(0x30, der(0xa1, der(4, sha256(all(signed)))));
    return [['x5c', [standardLeaf(key, serial, [extension('2a864886f763640802', false, nonce)])]]];
  };
}

function tpm(key: StandardKey, attestationKey: StandardKey, serial: Uint8Array): Attest {
  const leaf = standardLeaf(attestationKey, serial, tpmExtensions, NO_SUBJECT);
  const point = [key.point.subarray(1, 33), key.point.subarray(33)];
  const pubArea = Buffer.concat([
    Buffer.from('0023000b0004000000000010001000030010', 'hex'),
    ...point.map((part) => Buffer.concat([Buffer.of(0, 32), part])),
  ]);
  return (signed) => {
    const certInfo = Buffer.concat([
      Buffer.from('ff544347801700000020', 'hex'),
      sha256(all(signed)),
      Buffer.from('0000000000000000111111112222222233', 'hex'),
      Buffer.alloc(8),
      Buffer.from('0022000b', 'hex'),
      sha256(pubArea),
      Buffer.alloc(2),
    ]);
    return [
      ['alg', -7],
      ['sig', bytes(attestationKey.sign(certInfo))],
      ['ver', '2.0'],
      ['x5c', [leaf]],
      ['pubArea', bytes(pubArea)],
      ['certInfo', bytes(certInfo)],
    ];
  };
}
