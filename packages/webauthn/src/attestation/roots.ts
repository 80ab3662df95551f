import { X509Certificate } from 'node:crypto';
import { AttestationRootError } from './root-error.ts';
import type { AttestationFormat } from './statement.ts';

/** Who vouches for authenticator models: a certificate with what it speaks for, or a FIDO Metadata blob, which says so itself. */
export type AttestationRoots = AttestationRoot | FidoMetadata;

/** A certificate that the host trusts to vouch for some models in some formats, and for nothing else. */
export interface AttestationRoot {
  /** In PEM. A maker's root, a CA below one, or the certificate of an attestation key itself. */
  readonly certificate: string;
  readonly formats: readonly AttestationFormat[];
  /**
   * The AAGUIDs it speaks for. `named-in-certificate`: whatever model the attestation certificate itself names, for a maker's root
   * above many models (WebAuthn L3 §8.2.1).
   */
  readonly models: readonly string[] | 'named-in-certificate';
}

/** A blob of the FIDO Metadata Service (MDS3), which the host fetched: nothing is fetched here. */
export interface FidoMetadata {
  /** The JWT, as text or as the bytes of the file. */
  readonly metadata: string | Uint8Array;
  /** The root that its signature has to lead to, in PEM: for `https://mds3.fidoalliance.org` it is GlobalSign Root CA R3. */
  readonly root: string;
  /** The host that signs it. Default: `mds.fidoalliance.org`. */
  readonly signer?: string;
}

const FORMATS: ReadonlySet<string> = new Set<AttestationFormat>(['packed', 'tpm', 'android-key', 'fido-u2f', 'apple']);
const AAGUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Looks at each root once, when the server starts. @throws AttestationRootError */
export function checkAttestationRoots(roots: readonly AttestationRoots[]): void {
  for (const [place, root] of roots.entries()) {
    const name = `attestationRoots[${place}]`;
    if ('metadata' in root) {
      certificateOf(root.root, `${name}.root`);
      continue;
    }
    certificateOf(root.certificate, `${name}.certificate`);
    if (root.formats.length === 0 || root.formats.some((format) => !FORMATS.has(format))) {
      throw bad(
        `${name}.formats names no format, or one that carries no certificates.`,
        `Name some of: ${[...FORMATS].join(', ')}.`,
      );
    }
    const { models } = root;
    if (models !== 'named-in-certificate' && (models.length === 0 || models.some((model) => !AAGUID.test(model)))) {
      throw bad(`${name}.models names no model, or something else.`, 'Write AAGUIDs as lower-case UUIDs.');
    }
  }
}

/** @throws AttestationRootError for what is not one certificate in PEM */
export function certificateOf(pem: string, name: string): Uint8Array {
  try {
    if (pem.split('-----BEGIN CERTIFICATE-----').length !== 2) throw new Error('not one certificate');
    return new X509Certificate(pem).raw;
  } catch {
    throw bad(
      `${name} is not one certificate in PEM.`,
      'Give each certificate on its own, from BEGIN to END CERTIFICATE.',
    );
  }
}

function bad(message: string, wayOut: string): AttestationRootError {
  return new AttestationRootError('bad-attestation-root', message, wayOut);
}
