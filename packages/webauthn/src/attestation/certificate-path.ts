import { isShortRsa } from '../signature-algorithm.ts';
import { type Certificate, OID, sameCertificate } from './certificate.ts';

const LONGEST_PATH = 8;

/** Checked here, or restrict nothing relevant (RFC 5280 §4.2.1). */
const PROCESSED: ReadonlySet<string> = new Set([
  OID.basicConstraints,
  OID.keyUsage,
  OID.extendedKeyUsage,
  OID.subjectAltName,
  OID.certificatePolicies,
]);

const DIGITAL_SIGNATURE = 0;
const KEY_CERT_SIGN = 5;

export interface PathChecks {
  readonly now: number;
  readonly isCompromised?: (certificate: Certificate) => boolean;
}

/**
 * RFC 5280 §6.1, with any policy acceptable. An anchor itself needs no path (WebAuthn L3 §7.1 step 24), and a copy of an anchor ends the path. The
 * anchor is checked like every other certificate.
 */
export function pathProblem(
  certificates: readonly Certificate[],
  anchors: readonly Certificate[],
  checks: PathChecks,
): string | undefined {
  const [leaf] = certificates;
  if (leaf === undefined) return 'no certificate';
  if (certificates.length > LONGEST_PATH) return 'more certificates than a path has';
  const isAnchor = (certificate: Certificate): boolean =>
    anchors.some((anchor) => sameCertificate(anchor, certificate));
  if (isAnchor(leaf)) return useProblem(leaf, checks);
  const copy = certificates.findIndex(isAnchor);
  const path = copy === -1 ? certificates : certificates.slice(0, copy);
  if (path.some((one, place) => path.slice(place + 1).some((other) => sameCertificate(one, other)))) {
    return 'a certificate is there twice';
  }
  const last = path.at(-1);
  const issuers = anchors.filter((anchor) => last?.x509.checkIssued(anchor.x509) === true);
  const problems = issuers.map((anchor) => problemAlong([...path, anchor], checks));
  return problems.length === 0 ? 'it leads to no root that is trusted for this' : firstUnlessSome(problems);
}

/** Two roots may share a name and a key. */
function firstUnlessSome(problems: readonly (string | undefined)[]): string | undefined {
  return problems.includes(undefined) ? undefined : problems[0];
}

function problemAlong(path: readonly Certificate[], checks: PathChecks): string | undefined {
  let below = 0;
  for (const [place, certificate] of path.entries()) {
    const issuer = path[place + 1];
    const problem =
      useProblem(certificate, checks) ??
      (place === 0 ? leafProblem(certificate) : issuerProblem(certificate, below, issuer === undefined)) ??
      (isShortRsa(certificate.x509.publicKey) ? 'a key is too short' : undefined) ??
      extensionProblem(certificate) ??
      (issuer === undefined ? undefined : issueProblem(certificate, issuer));
    if (problem !== undefined) return problem;
    if (place > 0 && !certificate.selfIssued) below++;
  }
  return undefined;
}

function useProblem(certificate: Certificate, { now, isCompromised }: PathChecks): string | undefined {
  if (!(now >= certificate.notBefore)) return 'a certificate is not valid yet';
  if (!(now <= certificate.notAfter)) return 'a certificate is past its end';
  return isCompromised?.(certificate) === true ? 'the key of a certificate is compromised' : undefined;
}

function leafProblem({ keyUsage }: Certificate): string | undefined {
  return keyUsage === undefined || keyUsage[DIGITAL_SIGNATURE] === true ? undefined : 'its key is not for signatures';
}

/** RFC 5280 §6.1.4 (k) to (n). Anchors before version 3 have no extensions. */
function issuerProblem(
  { version, basicConstraints, keyUsage }: Certificate,
  below: number,
  anchor: boolean,
): string | undefined {
  if (basicConstraints?.ca !== true && !(anchor && version < 3)) return 'an issuer is not a CA';
  if (keyUsage !== undefined && keyUsage[KEY_CERT_SIGN] !== true) return 'the key of an issuer is not for certificates';
  const { pathLength } = basicConstraints ?? {};
  return pathLength === undefined || below <= pathLength ? undefined : 'the path is longer than an issuer allows';
}

/** They restrict a path, and this code does not process them. */
function extensionProblem({ extensions, requiresPolicy }: Certificate): string | undefined {
  if (extensions.has(OID.nameConstraints)) return 'a certificate constrains the names below it';
  if (requiresPolicy) return 'a certificate requires a policy';
  const unknown = [...extensions].find(([oid, { critical }]) => critical && !PROCESSED.has(oid));
  return unknown === undefined ? undefined : `the critical extension ${unknown[0]} is not known`;
}

function issueProblem({ x509, strongSignature }: Certificate, issuer: Certificate): string | undefined {
  if (!x509.checkIssued(issuer.x509)) return 'the names of a certificate and its issuer do not match';
  if (!strongSignature) return 'a certificate is signed with a weak hash';
  return x509.verify(issuer.x509.publicKey) ? undefined : 'the signature of a certificate is wrong';
}
