import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

/** The identity provider's signing key and its certificate, in PEM. */
export interface SigningKeys {
  readonly key: string;
  readonly certificate: string;
}

/** Makes keys for this process. A real identity provider stores its keys, and publishes a new certificate before using its key. */
export async function newSigningKeys(): Promise<SigningKeys> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 2048,
  };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    { serialNumber: '01', name: 'CN=saml-idp', keys, signingAlgorithm: algorithm },
    crypto,
  );
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`;
  return { key, certificate: certificate.toString('pem') };
}
