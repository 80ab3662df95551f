import { createPrivateKey, sign, webcrypto, X509Certificate } from 'node:crypto';

/** A FIDO Metadata Service for tests. Its blobs are signed as in MDS3. */
export interface MetadataService {
  /** The root certificate, for `attestationRoots: [{ metadata, root: rootPem }]`. */
  readonly rootPem: string;
  /** Makes a blob: a signed JWT in the form of the service. */
  blob(entries: readonly MetadataServiceEntry[], options?: BlobOptions): string;
}

/** The entry of a model. */
export interface MetadataServiceEntry {
  /** The model, a UUID in lower case. */
  readonly aaguid: string;
  /** The roots of the model's attestation certificates, in PEM. */
  readonly roots: readonly string[];
  /** Default: `basic_full`. */
  readonly attestationTypes?: readonly string[];
  /** Default: a single report, certified. */
  readonly statusReports?: readonly StatusReport[];
}

/** A status report on a model (FIDO Metadata Service §3.1.3). */
export interface StatusReport {
  /** An `AuthenticatorStatus` (FIDO Metadata Service §3.1.4): `REVOKED`. */
  readonly status: string;
  /** A date such as `2031-06-01`. */
  readonly effectiveDate?: string;
  /** The certificate that the report concerns, as DER in base64. */
  readonly certificate?: string;
}

/** Deviations of a blob. */
export interface BlobOptions {
  /** The date of the next update. Default: 2049-12-31. */
  readonly nextUpdate?: string;
  /** The blob has the signature of another blob. Default: false. */
  readonly forged?: boolean;
  /** Additional members of the JWT's header. */
  readonly header?: Readonly<Record<string, unknown>>;
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Makes a service with a new root. `host` is the name in the signing certificate. */
export async function createMetadataService(host = 'mds.fidoalliance.org'): Promise<MetadataService> {
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const validity = { notBefore: new Date(Date.UTC(2020, 0, 1)), notAfter: new Date(Date.UTC(2049, 11, 31)) };
  const newKeys = (): Promise<webcrypto.CryptoKeyPair> => webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const [rootKeys, signerKeys] = [await newKeys(), await newKeys()];
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: 'C=ZZ, O=Sallyport, CN=Sallyport Test Metadata Root',
    keys: rootKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  const signer = await x509.X509CertificateGenerator.create({
    ...validity,
    subject: `C=ZZ, O=Sallyport, CN=${host}`,
    issuer: root.subject,
    publicKey: signerKeys.publicKey,
    signingKey: rootKeys.privateKey,
    signingAlgorithm: P256,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: host }]),
    ],
  });
  const signingKey = createPrivateKey({
    key: Buffer.from(await webcrypto.subtle.exportKey('pkcs8', signerKeys.privateKey)),
    format: 'der',
    type: 'pkcs8',
  });
  const x5c = [Buffer.from(signer.rawData).toString('base64')];
  return {
    rootPem: root.toString('pem'),
    blob(entries, { nextUpdate = '2049-12-31', forged = false, header = {} } = {}) {
      const content = { legalHeader: 'For tests.', no: 1, nextUpdate, entries: entries.map(entryOf) };
      const text = `${part({ alg: 'ES256', typ: 'JWT', x5c, ...header })}.${part(content)}`;
      const key = { key: signingKey, dsaEncoding: 'ieee-p1363' } as const;
      const signature = sign('sha256', Buffer.from(forged ? 'another blob' : text), key);
      return `${text}.${signature.toString('base64url')}`;
    },
  };
}

function part(content: unknown): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

function entryOf({ aaguid, roots, attestationTypes = ['basic_full'], statusReports }: MetadataServiceEntry): unknown {
  return {
    aaguid,
    statusReports: statusReports ?? [{ status: 'FIDO_CERTIFIED_L1', effectiveDate: '2020-01-01' }],
    timeOfLastStatusChange: '2020-01-01',
    metadataStatement: {
      aaguid,
      description: 'A model for tests',
      protocolFamily: 'fido2',
      attestationTypes,
      attestationRootCertificates: roots.map((pem) => new X509Certificate(pem).raw.toString('base64')),
    },
  };
}
