import { randomBytes, webcrypto } from 'node:crypto';
import { encodeAaguid } from './aaguid.ts';
import { COSE_ALGORITHM } from './cose-algorithm.ts';
import { generateCredentialKey } from './credential-key.ts';

/** A key that attests to the credentials of one authenticator model, and its certificate. */
export interface AttestationKey {
  /** DER, without the root above it. */
  readonly certificate: Uint8Array;
  /** ES256. */
  sign(data: Uint8Array): Uint8Array;
}

/** A manufacturer for tests: a root certificate, and the attestation keys that it vouches for. */
export interface AttestationAuthority {
  /** The root, for `SettingsService.setRootCertificates({ identifier: 'packed', certificates: [rootPem] })`. */
  readonly rootPem: string;
  /** The key of a model; the same one each time, as all devices of a batch share theirs (WebAuthn L3 §14.4.1). */
  attestationKey(aaguid: string): Promise<AttestationKey>;
}

/** Settings of {@link createAttestationAuthority}. */
export interface AttestationAuthorityOptions {
  /** Start of validity of every certificate, in epoch milliseconds. Default: 2020. */
  readonly validFrom?: number;
  /** End of validity of every certificate, in epoch milliseconds. Default: the end of 2049. */
  readonly validUntil?: number;
}

/** The OID of id-fido-gen-ce-aaguid (WebAuthn L3 §8.2.1). */
const FIDO_GEN_CE_AAGUID = '1.3.6.1.4.1.45724.1.1.4';
const OCTET_STRING_OF_16 = Buffer.of(0x04, 0x10);
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const ROOT_NAME = 'C=ZZ, O=Sallyport, CN=Sallyport Test Attestation Root';
// WebAuthn L3 §8.2.1: country, vendor, this very unit, and a name of the vendor's choice.
const LEAF_NAME = 'C=ZZ, O=Sallyport, OU=Authenticator Attestation, CN=Sallyport Test Authenticator';

/**
 * Makes a P-256 root that issues attestation certificates as WebAuthn L3 §8.2.1 requires them. Each call makes
 * another root: one that the Relying Party trusts, say, and one that it does not.
 */
export async function createAttestationAuthority(
  options: AttestationAuthorityOptions = {},
): Promise<AttestationAuthority> {
  const { BasicConstraintsExtension, Extension, KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } =
    await loadX509();
  const validity = {
    notBefore: new Date(options.validFrom ?? Date.UTC(2020, 0, 1)),
    notAfter: new Date(options.validUntil ?? Date.UTC(2049, 11, 31)),
  };
  const rootKeys = await webcrypto.subtle.generateKey(P256, false, ['sign', 'verify']);
  const root = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: ROOT_NAME,
    keys: rootKeys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });

  const issue = async (aaguid: string): Promise<AttestationKey> => {
    const key = await generateCredentialKey(COSE_ALGORITHM.ES256, randomBytes);
    const certificate = await X509CertificateGenerator.create({
      ...validity,
      subject: LEAF_NAME,
      issuer: root.subject,
      publicKey: new Uint8Array(key.spki),
      signingKey: rootKeys.privateKey,
      signingAlgorithm: P256,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new Extension(FIDO_GEN_CE_AAGUID, false, Buffer.concat([OCTET_STRING_OF_16, encodeAaguid(aaguid)])),
      ],
    });
    return { certificate: new Uint8Array(certificate.rawData), sign: key.sign };
  };

  const issued = new Map<string, Promise<AttestationKey>>();
  return {
    rootPem: root.toString('pem'),
    attestationKey(aaguid) {
      const key = issued.get(aaguid) ?? issue(aaguid);
      issued.set(aaguid, key);
      return key;
    },
  };
}

/** Loaded when certificates are wanted: it takes longer than most tests. It needs the metadata API there first. */
async function loadX509(): Promise<typeof import('@peculiar/x509')> {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}
