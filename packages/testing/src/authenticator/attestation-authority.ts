import { randomBytes, webcrypto } from 'node:crypto';
import type { Extension } from '@peculiar/x509';
import { encodeAaguid } from './aaguid.ts';
import { COSE_ALGORITHM } from './cose-algorithm.ts';
import { generateCredentialKey } from './credential-key.ts';

/** The attestation key of an authenticator model, with its certificate. */
export interface AttestationKey {
  /** DER of the attestation certificate. */
  readonly certificate: Uint8Array;
  /** The `x5c` of attestation statements, starting with the certificate. */
  readonly x5c: readonly Uint8Array[];
  /** Signs with ES256. */
  sign(data: Uint8Array): Uint8Array;
}

/** A manufacturer for tests: a root certificate, and attestation keys with certificates below the root. */
export interface AttestationAuthority {
  /** The root, for `attestationRoots: [{ certificate: rootPem, formats: ['packed'], models: ['…'] }]`. */
  readonly rootPem: string;
  /** The attestation key of a model. Always the same key, as the devices of a batch share a key (WebAuthn L3 §14.4.1). */
  attestationKey(aaguid: string): Promise<AttestationKey>;
}

/** Settings of {@link createAttestationAuthority}. */
export interface AttestationAuthorityOptions {
  /** Start of validity of every certificate, in epoch milliseconds. Default: 2020. */
  readonly validFrom?: number;
  /** End of validity of every certificate, in epoch milliseconds. Default: the end of 2049. */
  readonly validUntil?: number;
  /** The root's path length constraint. Default: unlimited. */
  readonly pathLength?: number;
  /** The CAs between the root and the attestation certificates, in order from the root. Default: none. */
  readonly intermediates?: readonly IntermediateOptions[];
  /** Deviations of the attestation certificates. */
  readonly leaf?: LeafOptions;
  /** The `x5c` of statements, made from the real path. Default: the leaf, then the intermediates upwards. */
  readonly x5c?: (path: CertificatePath) => readonly Uint8Array[];
}

/** A certificate path in DER, for {@link AttestationAuthorityOptions.x5c}. */
export interface CertificatePath {
  /** The certificate of the attestation key. */
  readonly leaf: Uint8Array;
  /** In order from the leaf. */
  readonly intermediates: readonly Uint8Array[];
  /** The certificate that a relying party trusts. */
  readonly root: Uint8Array;
}

/** Possible deviations of a certificate. */
export interface CertificateOptions {
  /** Milliseconds since 1970. Default: the authority's own begin. */
  readonly validFrom?: number;
  /** Milliseconds since 1970. Default: the authority's own end. */
  readonly validUntil?: number;
  /** The issuer's name in the certificate. Default: the name of the signing CA. */
  readonly issuer?: string;
  /** The object identifier of an unknown critical extension. */
  readonly criticalExtension?: string;
}

/** A CA, or with `ca: false` a certificate that is not a CA. */
export interface IntermediateOptions extends CertificateOptions {
  /** The certificate is a CA certificate. Default: true. */
  readonly ca?: boolean;
  /** The path length constraint. Default: unlimited. */
  readonly pathLength?: number;
  /** The key usage: signing certificates or signing data. Default: `certificates`. */
  readonly keyUsage?: 'certificates' | 'signatures';
}

/** An attestation certificate. */
export interface LeafOptions extends CertificateOptions {
  /** The certificate contains the model's AAGUID (WebAuthn L3 §8.2.1). Default: true. */
  readonly namesModel?: boolean;
  /** The certificate is self-signed, without the root. Default: false. */
  readonly selfSigned?: boolean;
  /** The address of a revocation list. Default: no address. */
  readonly crl?: string;
}

/** The OID of id-fido-gen-ce-aaguid (WebAuthn L3 §8.2.1). */
const FIDO_GEN_CE_AAGUID = '1.3.6.1.4.1.45724.1.1.4';
const OCTET_STRING_OF_16 = Buffer.of(0x04, 0x10);
const ASN1_NULL = Buffer.of(0x05, 0x00);
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const ROOT_NAME = 'C=ZZ, O=Sallyport, CN=Sallyport Test Attestation Root';
// The subject fields that WebAuthn L3 §8.2.1 requires: a country, the vendor, the literal OU "Authenticator Attestation", and a name.
const LEAF_NAME = 'C=ZZ, O=Sallyport, OU=Authenticator Attestation, CN=Sallyport Test Authenticator';

interface Issuer {
  readonly name: string;
  readonly key: webcrypto.CryptoKey;
}

/**
 * Makes a P-256 root that issues attestation certificates, by default as WebAuthn L3 §8.2.1 requires. Each call makes a new root, so that a
 * test can have a trusted and an untrusted authority.
 */
export async function createAttestationAuthority(
  options: AttestationAuthorityOptions = {},
): Promise<AttestationAuthority> {
  const x509 = await loadX509();
  const { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } = x509;
  const validity = ({ validFrom, validUntil }: CertificateOptions) => ({
    notBefore: new Date(validFrom ?? options.validFrom ?? Date.UTC(2020, 0, 1)),
    notAfter: new Date(validUntil ?? options.validUntil ?? Date.UTC(2049, 11, 31)),
  });
  const unknown = ({ criticalExtension }: CertificateOptions): Extension[] =>
    criticalExtension === undefined ? [] : [new x509.Extension(criticalExtension, true, ASN1_NULL)];
  const { intermediates = [], leaf: leafOptions = {} } = options;

  const rootKeys = await newKeys();
  const root = await X509CertificateGenerator.createSelfSigned({
    ...validity({}),
    name: ROOT_NAME,
    keys: rootKeys,
    extensions: [
      new BasicConstraintsExtension(true, options.pathLength ?? intermediates.length, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  let issuer: Issuer = { name: ROOT_NAME, key: rootKeys.privateKey };
  const chain: Uint8Array[] = [];
  for (const [place, intermediate] of intermediates.entries()) {
    const keys = await newKeys();
    const name = `C=ZZ, O=Sallyport, CN=Sallyport Test Attestation CA ${place + 1}`;
    const usage = intermediate.keyUsage === 'signatures' ? KeyUsageFlags.digitalSignature : KeyUsageFlags.keyCertSign;
    const certificate = await X509CertificateGenerator.create({
      ...validity(intermediate),
      subject: name,
      issuer: intermediate.issuer ?? issuer.name,
      publicKey: keys.publicKey,
      signingKey: issuer.key,
      signingAlgorithm: P256,
      extensions: [
        new BasicConstraintsExtension(intermediate.ca ?? true, intermediate.pathLength, true),
        new KeyUsagesExtension(usage, true),
        ...unknown(intermediate),
      ],
    });
    chain.unshift(new Uint8Array(certificate.rawData));
    issuer = { name, key: keys.privateKey };
  }

  const issue = async (aaguid: string): Promise<AttestationKey> => {
    const key = await generateCredentialKey(COSE_ALGORITHM.ES256, randomBytes);
    const signer = leafOptions.selfSigned ? { name: LEAF_NAME, key: await importKey(key.pkcs8) } : issuer;
    const { crl, namesModel = true } = leafOptions;
    const certificate = await X509CertificateGenerator.create({
      ...validity(leafOptions),
      subject: LEAF_NAME,
      issuer: leafOptions.issuer ?? signer.name,
      publicKey: new Uint8Array(key.spki),
      signingKey: signer.key,
      signingAlgorithm: P256,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        ...(namesModel ? [modelExtension(x509, aaguid)] : []),
        ...(crl === undefined ? [] : [new x509.CRLDistributionPointsExtension([crl])]),
        ...unknown(leafOptions),
      ],
    });
    const leaf = new Uint8Array(certificate.rawData);
    const path = { leaf, intermediates: chain, root: new Uint8Array(root.rawData) };
    return { certificate: leaf, x5c: options.x5c?.(path) ?? [leaf, ...chain], sign: key.sign };
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

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(P256, false, ['sign', 'verify']);
}

function importKey(pkcs8: Uint8Array): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('pkcs8', pkcs8, P256, false, ['sign']);
}

function modelExtension({ Extension }: typeof import('@peculiar/x509'), aaguid: string): Extension {
  return new Extension(FIDO_GEN_CE_AAGUID, false, Buffer.concat([OCTET_STRING_OF_16, encodeAaguid(aaguid)]));
}

/** On demand: loading takes longer than most tests. The library needs the metadata API first. */
async function loadX509(): Promise<typeof import('@peculiar/x509')> {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}
