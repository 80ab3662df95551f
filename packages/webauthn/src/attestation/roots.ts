import { X509Certificate } from 'node:crypto';
import { AttestationRootError } from './root-error.ts';
import type { AttestationFormat } from './statement.ts';

/** A source of trust in authenticator models: a certificate with its formats and models, or a FIDO Metadata blob. */
export type AttestationRoots = AttestationRoot | FidoMetadata;

/** A certificate that vouches for the given models in the given formats, and nothing else. */
export interface AttestationRoot {
  /** In PEM: a maker's root, a CA below a root, or the certificate of an attestation key. */
  readonly certificate: string;
  /** The attestation statement formats (WebAuthn L3 §8) for which the certificate vouches. */
  readonly formats: readonly AttestationFormat[];
  /**
   * The AAGUIDs of the models. `named-in-certificate`: every model that an attestation certificate under this root names, for a maker's
   * root above many models (WebAuthn L3 §8.2.1).
   */
  readonly models: readonly string[] | 'named-in-certificate';
}

/** A blob of the FIDO Metadata Service (MDS3), which the host downloaded. The engine fetches nothing. */
export interface FidoMetadata {
  /** The JWT, as text or as the bytes of the file. */
  readonly metadata: string | Uint8Array;
  /** The root certificate of the blob's signature, in PEM. For `https://mds3.fidoalliance.org`: GlobalSign Root CA R3. */
  readonly root: string;
  /** The host name of the signer. Default: `mds.fidoalliance.org`. */
  readonly signer?: string;
}

const FORMATS: ReadonlySet<string> = new Set<AttestationFormat>(['packed', 'tpm', 'android-key', 'fido-u2f', 'apple']);
const AAGUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

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
      throw bad(`${name}.models names no model, or a text that is no AAGUID.`, 'Write AAGUIDs as lower-case UUIDs.');
    }
  }
}

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
