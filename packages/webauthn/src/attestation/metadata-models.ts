import { createHash, type KeyObject } from 'node:crypto';
import { type Certificate, parseCertificate } from './certificate.ts';
import { childAt, decodeDer, TAG } from './der.ts';
import type { MetadataEntry, StatusReport } from './metadata-blob.ts';
import type { AttestationFormat, Certified } from './statement.ts';

export interface ModelMetadata {
  readonly formats: readonly AttestationFormat[];
  readonly anchors: readonly Certificate[];
  readonly reports: readonly StatusReport[];
}

/** By AAGUID, or for U2F by the keys of their certificates. */
export interface Models {
  /** The metadata can list a model twice. */
  find(statement: Certified, aaguid: string): readonly ModelMetadata[];
  isCompromised(certificate: Certificate, now: number): boolean;
  readonly unreadable: readonly string[];
}

/** FIDO Metadata Statement §4.6; WebAuthn L3 §8. */
const FORMATS_OF: ReadonlyMap<string, readonly AttestationFormat[]> = new Map([
  ['basic_full', ['packed', 'android-key']],
  ['attca', ['packed', 'tpm']],
  ['anonca', ['apple']],
]);

export function modelsOf(entries: readonly MetadataEntry[]): Models {
  const byName = new Map<string, ModelMetadata[]>();
  const keyReports: StatusReport[] = [];
  const unreadable: string[] = [];
  for (const { aaguid, attestationCertificateKeyIdentifiers: keys = [], metadataStatement, statusReports } of entries) {
    const names = aaguid === undefined ? keys : [aaguid];
    const anchors: Certificate[] = [];
    for (const root of metadataStatement?.attestationRootCertificates ?? []) {
      try {
        anchors.push(parseCertificate(Buffer.from(root, 'base64')));
      } catch {
        unreadable.push(names.join(', '));
      }
    }
    const types = metadataStatement?.attestationTypes ?? [];
    const formats: readonly AttestationFormat[] =
      metadataStatement?.protocolFamily === 'u2f' ? ['fido-u2f'] : types.flatMap((type) => FORMATS_OF.get(type) ?? []);
    for (const name of names.map((one) => one.toLowerCase())) {
      byName.set(name, [...(byName.get(name) ?? []), { formats, anchors, reports: statusReports }]);
    }
    keyReports.push(...statusReports.filter((report) => keyOf(report) !== undefined));
  }
  return {
    find: ({ format, path }, aaguid) =>
      [...(format === 'fido-u2f' ? path.map(keyIdentifier) : [aaguid])].flatMap((name) => byName.get(name) ?? []),
    isCompromised: (certificate, now) => isCompromised({ reports: keyReports }, [certificate], now),
    unreadable,
  };
}

/** RFC 5280 §4.2.1.2, method 1: SHA-1 of the key bits. */
function keyIdentifier({ x509 }: Certificate): string {
  const spki = decodeDer(x509.publicKey.export({ format: 'der', type: 'spki' }));
  const key = childAt(spki, 1, TAG.bitString).content.subarray(1);
  return createHash('sha1').update(key).digest('hex');
}

/** FIDO Metadata Service §3.1.4. */
const COMPROMISED: ReadonlySet<string> = new Set([
  'REVOKED',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_VERIFICATION_BYPASS',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
]);

/** FIDO Metadata Service §3.1.3. */
const DATE = /^\d{4}-\d\d-\d\d$/;

/** A key compromise that names a certificate concerns only paths with its key. A report without a readable date is in force at once. */
export function isCompromised(
  { reports }: Pick<ModelMetadata, 'reports'>,
  path: readonly Certificate[],
  now: number,
): boolean {
  return reports.some((report) => {
    const { status, effectiveDate = '' } = report;
    if (!COMPROMISED.has(status)) return false;
    if (DATE.test(effectiveDate) && Date.parse(effectiveDate) > now) return false;
    const key = keyOf(report);
    return key === undefined || path.some(({ x509 }) => x509.publicKey.equals(key));
  });
}

function keyOf({ status, certificate }: StatusReport): KeyObject | undefined {
  if (status !== 'ATTESTATION_KEY_COMPROMISE' || certificate === undefined) return undefined;
  try {
    return parseCertificate(Buffer.from(certificate, 'base64')).x509.publicKey;
  } catch {
    return undefined;
  }
}
