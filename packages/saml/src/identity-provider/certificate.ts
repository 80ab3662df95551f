import { X509Certificate } from 'node:crypto';
import { SamlConfigError } from '../config-error.ts';

/**
 * The validity dates are not checked: SAML uses only the key, and trusts it by the metadata.
 *
 * @throws SamlConfigError for a key other than RSA of at least 2048 bits, too
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
    throw new SamlConfigError(
      option,
      'is not a certificate.',
      'Give an X.509 certificate, in PEM or in base64.',
      cause,
    );
  }
}
