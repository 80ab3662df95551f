import { type KeyObject, X509Certificate } from 'node:crypto';
import { SamlConfigError } from '../config-error.ts';

export interface Usable {
  readonly certificates: readonly string[];
  readonly warnings: readonly string[];
}

export function usableOf(texts: readonly string[], option: string): Usable {
  const certificates: string[] = [];
  const faults: SamlConfigError[] = [];
  const warnings: string[] = [];
  for (const [at, text] of texts.entries()) {
    try {
      certificates.push(certificateOf(text, option));
    } catch (fault) {
      if (!(fault instanceof SamlConfigError)) throw fault;
      faults.push(fault);
      warnings.push(`certificate ${at + 1} of ${texts.length} is not used: ${fault.message}`);
    }
  }
  if (certificates.length === 0 && faults[0] !== undefined) throw faults[0];
  return { certificates, warnings };
}

/** Whatever its dates: metadata vouches for the key. */
export function certificateOf(text: string, option: string): string {
  const { certificate, key } = parsed(text, option);
  const { asymmetricKeyType: kind, asymmetricKeyDetails: { modulusLength = 0 } = {} } = key;
  if (kind === 'rsa' && modulusLength >= 2048) return certificate.toString();
  const whose = certificate.subject.replaceAll('\n', ', ').slice(0, 200);
  const bits = kind === 'rsa' ? ` of ${modulusLength} bits` : '';
  throw new SamlConfigError(
    option,
    `is a certificate of a key that is not accepted (${whose}: ${kind}${bits}).`,
    'Use RSA of 2048 bits or more.',
  );
}

function parsed(text: string, option: string): { readonly certificate: X509Certificate; readonly key: KeyObject } {
  try {
    const given = text.includes('-----BEGIN') ? text : Buffer.from(text.replaceAll(/\s/g, ''), 'base64');
    const certificate = new X509Certificate(given);
    return { certificate, key: certificate.publicKey };
  } catch (cause) {
    throw new SamlConfigError(
      option,
      'is not a certificate.',
      'Give an X.509 certificate, in PEM or in base64.',
      cause,
    );
  }
}
