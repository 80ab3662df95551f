import { X509Certificate } from 'node:crypto';
import { SamlConfigError } from '../config-error.ts';

/**
 * A certificate, from PEM or from the base64 of metadata, as PEM. What SAML takes from it is its key: who trusts metadata trusts the
 * certificates in it, whenever they end.
 *
 * @throws SamlConfigError if it is none, or its key is not RSA of 2048 bits and more
 */
export function certificateOf(text: string, option: string): string {
  const certificate = parsed(text, option);
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
    throw new SamlConfigError(
      option,
      'is a certificate of a key that is not accepted.',
      'Use RSA of 2048 bits or more.',
    );
  }
  return certificate.toString();
}

function parsed(text: string, option: string): X509Certificate {
  try {
    return new X509Certificate(text.includes('-----BEGIN') ? text : Buffer.from(text.replaceAll(/\s/g, ''), 'base64'));
  } catch (cause) {
    throw new SamlConfigError(option, 'is no certificate.', 'Give an X.509 certificate, in PEM or in base64.', cause);
  }
}
