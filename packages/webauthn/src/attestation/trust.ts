import type { Certificate } from './certificate.ts';
import type { Models } from './metadata-models.ts';
import { type AttestationRoot, type AttestationRoots, certificateOf, checkAttestationRoots } from './roots.ts';
import type { Certified, Statement } from './statement.ts';

/** Judges attestations by the host's roots alone, and fetches nothing. */
export interface AttestationTrust {
  /** True if the host gives any roots. Without roots, no attestation is asked for. */
  readonly configured: boolean;
  /** Reads the roots and the metadata, at start-up. @throws AttestationRootError */
  ready(): Promise<void>;
  /** Returns why a statement does not vouch for the model, or `undefined` if it does (WebAuthn L3 §7.1 steps 23 and 24). */
  problemWith(statement: Statement, aaguid: string, now: number): Promise<string | undefined>;
}

/** Where the host is told that metadata is old or cannot be read. */
export interface AttestationLogger {
  /** Called for metadata past its next update or with unreadable roots, and for a root past its end. */
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  /** Called if the roots cannot be read. No attestation is then trusted. */
  error(message: string, details?: Readonly<Record<string, unknown>>): void;
}

interface Anchor extends Pick<AttestationRoot, 'formats' | 'models'> {
  readonly certificate: Certificate;
}

interface Loaded {
  readonly anchors: readonly Anchor[];
  readonly metadata: readonly Models[];
}

/**
 * Prepares the judgement of attestation statements (WebAuthn L3 §7.1 steps 23 and 24). Reads metadata at the first use.
 *
 * @param now the time in milliseconds since 1970, for the validity of certificates
 * @throws AttestationRootError if a root cannot be used
 */
export function attestationTrust(
  roots: readonly AttestationRoots[],
  { now, logger }: { readonly now: () => number; readonly logger: AttestationLogger },
): AttestationTrust {
  checkAttestationRoots(roots);
  let loading: Promise<Loaded> | undefined;
  const loaded = (): Promise<Loaded> => {
    loading ??= load(roots, now(), logger);
    return loading;
  };
  return {
    configured: roots.length > 0,
    async ready() {
      if (roots.length > 0) await loaded();
    },
    async problemWith(statement, aaguid, at) {
      if (roots.length === 0) return 'nobody is trusted to vouch for models';
      const certified = certifiedOf(statement);
      if (certified.length === 0) return 'it vouches for itself';
      const { pathProblem } = await import('./certificate-path.ts');
      const { isCompromised } = await import('./metadata-models.ts');
      const found = await loaded().catch((error: unknown) => {
        logger.error('the roots for attestation cannot be read', {
          problem: error instanceof Error ? error.name : 'unknown',
        });
      });
      if (found === undefined) return 'the roots cannot be read';
      const { anchors, metadata } = found;
      const problems = certified.map((one) => {
        if (one.weakness !== undefined) return one.weakness;
        const models = metadata.flatMap((blob) => blob.find(one, aaguid));
        if (models.some((model) => isCompromised(model, one.path, at))) return 'the model is revoked';
        const trusted = [
          ...anchors.filter((anchor) => vouchesFor(anchor, one, aaguid)).map(({ certificate }) => certificate),
          ...models.filter(({ formats }) => formats.includes(one.format)).flatMap((model) => model.anchors),
        ];
        const isKeyOut = (certificate: Certificate): boolean =>
          metadata.some((blob) => blob.isCompromised(certificate, at));
        return pathProblem(one.path, trusted, { now: at, isCompromised: isKeyOut });
      });
      return problems.includes(undefined) ? undefined : problems[0];
    },
  };
}

function vouchesFor({ formats, models }: Anchor, { format, namesModel }: Certified, aaguid: string): boolean {
  return formats.includes(format) && (models === 'named-in-certificate' ? namesModel : models.includes(aaguid));
}

function certifiedOf(statement: Statement): readonly Certified[] {
  if (statement.type === 'compound') return statement.statements.flatMap(certifiedOf);
  return statement.type === 'certified' ? [statement] : [];
}

async function load(roots: readonly AttestationRoots[], now: number, logger: AttestationLogger): Promise<Loaded> {
  const { parseCertificate } = await import('./certificate.ts');
  const anchors: Anchor[] = [];
  const metadata: Models[] = [];
  for (const [place, root] of roots.entries()) {
    if ('metadata' in root) {
      const { readMetadata } = await import('./metadata-blob.ts');
      const { modelsOf } = await import('./metadata-models.ts');
      const blob = readMetadata(root, now);
      const models = modelsOf(blob.entries);
      const { unreadable } = models;
      if (blob.nextUpdate < now) logger.warn('the FIDO metadata is out of date: download it anew');
      if (unreadable.length > 0) logger.warn('the FIDO metadata has roots that cannot be read', { models: unreadable });
      metadata.push(models);
      continue;
    }
    const certificate = parseCertificate(certificateOf(root.certificate, `attestationRoots[${place}].certificate`));
    if (certificate.notAfter < now) {
      logger.warn('a root for attestation is past its end: it vouches for nothing', { root: place });
    }
    anchors.push({ certificate, formats: root.formats, models: root.models });
  }
  return { anchors, metadata };
}
