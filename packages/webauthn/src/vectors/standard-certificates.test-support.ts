import { createHash } from 'node:crypto';
import { der, oid } from './der.test-support.ts';
import { derivedValues, integer } from './deterministic-ecdsa.test-support.ts';
import { type StandardKey, standardKey } from './standard-keys.test-support.ts';

const TRUE = der(1, Buffer.of(255));
const OCTETS = 4;
const ECDSA_WITH_SHA256 = der(0x30, oid('2a8648ce3d040302'));

/** One extension of a certificate. */
export function extension(id: string, critical: boolean, value: Uint8Array): Uint8Array {
  return der(0x30, oid(id), ...(critical ? [TRUE] : []), der(OCTETS, value));
}

function attribute(id: string, tag: number, text: string): Uint8Array {
  return der(0x31, der(0x30, oid(id), der(tag, Buffer.from(text))));
}

function nameOf(unit: string): Uint8Array {
  return der(
    0x30,
    attribute('550403', 12, 'WebAuthn test vectors'),
    attribute('55040a', 12, 'W3C'),
    attribute('55040b', 12, unit),
    attribute('550406', 19, 'AA'),
  );
}

const CA_NAME = nameOf('Authenticator Attestation CA');
const LEAF_NAME = nameOf('Authenticator Attestation');
const VALIDITY = der(0x30, der(0x17, Buffer.from('240101000000Z')), der(0x18, Buffer.from('30240101000000Z')));
const P256_KEY = der(0x30, oid('2a8648ce3d0201'), oid('2a8648ce3d030107'));

const bits = (data: Uint8Array): Uint8Array => der(3, Buffer.of(0), data);
const keyId = (key: StandardKey): Buffer => createHash('sha1').update(key.point).digest();

interface Certificate {
  readonly serial: Uint8Array;
  readonly subject: Uint8Array;
  readonly key: StandardKey;
  readonly extensions: readonly Uint8Array[];
}

function signedByCa({ serial, subject, key, extensions }: Certificate): Uint8Array<ArrayBuffer> {
  const body = der(
    0x30,
    der(0xa0, integer(Buffer.of(2))),
    integer(serial),
    ECDSA_WITH_SHA256,
    CA_NAME,
    VALIDITY,
    subject,
    der(0x30, P256_KEY, bits(key.point)),
    der(0xa3, der(0x30, ...extensions)),
  );
  return der(0x30, body, ECDSA_WITH_SHA256, bits(caKey.sign(body)));
}

const caValues = derivedValues('Attestation CA');
const caKey = standardKey('ES256', caValues);

/** `attestation_ca_cert`. */
export const standardRoot: Uint8Array = signedByCa({
  serial: caValues(16),
  subject: CA_NAME,
  key: caKey,
  extensions: [
    extension('551d13', true, der(0x30, TRUE)),
    extension('551d0f', true, der(3, Buffer.of(1, 6))),
    extension('551d0e', false, der(OCTETS, keyId(caKey))),
  ],
});

/** A certificate for a key that attests; `extensions` come after those that each of them has. */
export function standardLeaf(
  key: StandardKey,
  serial: Uint8Array,
  extensions: readonly Uint8Array[] = [],
  subject: Uint8Array = LEAF_NAME,
): Uint8Array<ArrayBuffer> {
  const common = [
    extension('551d13', true, der(0x30)),
    extension('551d0f', true, der(3, Buffer.of(7, 128))),
    extension('551d0e', false, der(OCTETS, keyId(key))),
    extension('551d23', false, der(0x30, der(0x80, keyId(caKey)))),
  ];
  return signedByCa({ serial, subject, key, extensions: [...common, ...extensions] });
}

/** What a TPM's certificate says besides: what its key is for, and the name of the TPM, which stands in place of a subject. */
export const tpmExtensions: readonly Uint8Array[] = [
  extension('551d25', false, der(0x30, oid('6781050803'))),
  extension(
    '551d11',
    true,
    der(
      0x30,
      der(
        0xa4,
        der(
          0x30,
          der(
            0x31,
            der(0x30, oid('6781050201'), der(12, Buffer.from('id:00000000'))),
            der(0x30, oid('6781050203'), der(12, Buffer.from('id:00000000'))),
            der(0x30, oid('6781050202'), der(12, Buffer.from('WebAuthn test vectors'))),
          ),
        ),
      ),
    ),
  ),
];

export const NO_SUBJECT: Uint8Array = der(0x30);
