import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { SamlConfigError } from '../config-error.ts';
import type { KeyPair } from '../options.ts';
import { certificateOf } from './certificate.ts';

/** Checks a private key and its certificate. @throws SamlConfigError if one cannot be read, or the two do not belong together */
export function keyPairOf(pair: KeyPair | undefined, option: string): KeyPair | undefined {
  if (pair === undefined) return undefined;
  const certificate = certificateOf(pair.certificate, `${option}.certificate`);
  const key = privateKey(pair.key, `${option}.key`);
  if (!new X509Certificate(certificate).checkPrivateKey(key)) {
    throw new SamlConfigError(
      option,
      'has a certificate of another key.',
      'Give the certificate that belongs to the key.',
    );
  }
  return { key: key.export({ type: 'pkcs8', format: 'pem' }).toString(), certificate };
}

function privateKey(pem: string, option: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // The library's error is not passed on, because its message may quote the key.
    throw new SamlConfigError(option, 'is not a private key.', 'Give the key in PEM, without a passphrase.');
  }
}
