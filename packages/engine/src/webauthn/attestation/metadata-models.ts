import { createHash } from 'node:crypto';
import { type Certificate, parseCertificate } from './certificate.ts';
import { childAt, decodeDer, TAG } from './der.ts';
import type { MetadataEntry, StatusReport } from './metadata-blob.ts';
import type { AttestationFormat, Certified } from './statement.ts';

/** What the metadata says of one model. */
export interface ModelMetadata {
  readonly formats: readonly AttestationFormat[];
  readonly anchors: readonly Certificate[];
  readonly reports: readonly StatusReport[];
}

/** The models of a blob, by AAGUID, or by the key of their certificates where they have none (U2F). */
export interface Models {
  /** What is said of the model that a statement is about. */
  find(statement: Certified, aaguid: string): readonly ModelMetadata[];
  /** Names of models with a root that cannot be read. */
  readonly unreadable: readonly string[];
}

/** The formats in which each attestation type of the metadata comes (FIDO Metadata Statement §4.6; WebAuthn L3 §8). */
const FORMATS_OF: ReadonlyMap<string, readonly AttestationFormat[]> = new Map([
  ['basic_full', ['packed', 'android-key']],
  ['attca', ['packed', 'tpm']],
  ['anonca', ['apple']],
]);

export function modelsOf(entries: readonly MetadataEntry[]): Models {
  const byName = new Map<string, ModelMetadata>();
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
    for (const name of names) byName.set(name.toLowerCase(), { formats, anchors, reports: statusReports });
  }
  return {
    find: ({ format, path }, aaguid) =>
      [...(format === 'fido-u2f' ? path.map(keyIdentifier) : [aaguid])].flatMap((name) => byName.get(name) ?? []),
    unreadable,
  };
}

/** RFC 5280 §4.2.1.2, method 1: SHA-1 of the key itself. */
function keyIdentifier({ x509 }: Certificate): string {
  const spki = decodeDer(x509.publicKey.export({ format: 'der', type: 'spki' }));
  const key = childAt(spki, 1, TAG.bitString).content.subarray(1);
  return createHash('sha1').update(key).digest('hex');
}

/** FIDO Metadata Service §3.1.4: with these, a model is not what its certificate says. */
const COMPROMISED: ReadonlySet<string> = new Set([
  'REVOKED',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_VERIFICATION_BYPASS',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
]);

/** Whether a model was reported as compromised by now; a report that names one certificate is about that batch alone. */
export function isCompromised({ reports }: ModelMetadata, path: readonly Certificate[], now: number): boolean {
  return reports.some(({ status, effectiveDate, certificate }) => {
    if (!COMPROMISED.has(status)) return false;
    if (effectiveDate !== undefined && Date.parse(effectiveDate) > now) return false;
    if (status !== 'ATTESTATION_KEY_COMPROMISE' || certificate === undefined) return true;
    const named = Buffer.from(certificate, 'base64');
    return path.some(({ der }) => Buffer.compare(der, named) === 0);
  });
}
