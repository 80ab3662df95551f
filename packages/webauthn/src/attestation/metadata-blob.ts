import { type KeyObject, verify } from 'node:crypto';
import * as z from 'zod/mini';
import { type Certificate, parseCertificate } from './certificate.ts';
import { pathProblem } from './certificate-path.ts';
import { AttestationRootError } from './root-error.ts';
import { certificateOf, type FidoMetadata } from './roots.ts';

/** RFC 7515 §4.1.11: this reader knows no critical extension. */
const header = z.object({
  alg: z.enum(['RS256', 'ES256']),
  x5c: z.array(z.string()).check(z.minLength(1), z.maxLength(8)),
  crit: z.optional(z.never()),
});

/** FIDO Metadata Service §3.1.1. */
export interface MetadataEntry {
  readonly aaguid?: string | undefined;
  readonly attestationCertificateKeyIdentifiers?: readonly string[] | undefined;
  readonly statusReports: readonly StatusReport[];
  readonly metadataStatement?:
    | {
        readonly protocolFamily: string;
        readonly attestationTypes: readonly string[];
        readonly attestationRootCertificates: readonly string[];
      }
    | undefined;
}

/** FIDO Metadata Service §3.1.3. */
export interface StatusReport {
  readonly status: string;
  readonly effectiveDate?: string | undefined;
  readonly certificate?: string | undefined;
}

const entry: z.ZodMiniType<MetadataEntry> = z.object({
  aaguid: z.optional(z.string()),
  attestationCertificateKeyIdentifiers: z.optional(z.array(z.string())),
  statusReports: z.array(
    z.object({ status: z.string(), effectiveDate: z.optional(z.string()), certificate: z.optional(z.string()) }),
  ),
  metadataStatement: z.optional(
    z.object({
      protocolFamily: z.string(),
      attestationTypes: z.array(z.string()),
      attestationRootCertificates: z.array(z.string()),
    }),
  ),
});

const payload = z.object({ no: z.number(), nextUpdate: z.iso.date(), entries: z.array(entry) });

export interface Metadata {
  readonly nextUpdate: number;
  readonly entries: readonly MetadataEntry[];
}

const SIGNER = 'mds.fidoalliance.org';

/**
 * FIDO Metadata Service §3.2. An outdated blob is judged at its `nextUpdate`, so that a server can start with an old file.
 *
 * @throws AttestationRootError
 */
export function readMetadata({ metadata, root, signer = SIGNER }: FidoMetadata, now: number): Metadata {
  const text = (typeof metadata === 'string' ? metadata : Buffer.from(metadata).toString('utf8')).trim();
  const [head = '', body = '', signature = '', ...more] = text.split('.');
  if (signature === '' || more.length > 0) throw bad('is not a JWT');
  const { alg, x5c } = jsonPart(header, head, 'header');
  const content = jsonPart(payload, body, 'payload');
  const nextUpdate = Date.parse(content.nextUpdate);
  const path = certificatesOf(x5c);
  const [leaf] = path;
  if (leaf?.x509.checkHost(signer) === undefined) throw bad(`is not signed by ${signer}`);
  const anchor = parseCertificate(certificateOf(root, 'the root of the metadata'));
  const problem = pathProblem(path, [anchor], { now: Math.min(now, nextUpdate) });
  if (problem !== undefined) throw bad(`is not signed under the given root: ${problem}`);
  if (!signed(alg, leaf.x509.publicKey, `${head}.${body}`, Buffer.from(signature, 'base64url'))) {
    throw bad('has a wrong signature');
  }
  return { nextUpdate, entries: content.entries };
}

function jsonPart<Shape>(shape: z.ZodMiniType<Shape>, part: string, name: string): Shape {
  try {
    return shape.parse(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
  } catch {
    throw bad(`has a malformed ${name}`);
  }
}

function certificatesOf(x5c: readonly string[]): readonly Certificate[] {
  try {
    return x5c.map((certificate) => parseCertificate(Buffer.from(certificate, 'base64')));
  } catch {
    throw bad('has a certificate that cannot be read');
  }
}

function signed(alg: 'RS256' | 'ES256', key: KeyObject, text: string, signature: Uint8Array): boolean {
  const type = alg === 'RS256' ? 'rsa' : 'ec';
  if (key.asymmetricKeyType !== type) return false;
  return verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, signature);
}

function bad(what: string): AttestationRootError {
  return new AttestationRootError(
    'bad-metadata',
    `The FIDO metadata ${what}.`,
    'Download it anew from https://mds3.fidoalliance.org, and give the root that FIDO names for it.',
  );
}
