import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';

const SIGNING = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;

/** A server's certificate and its key, in PEM. */
export interface ServerCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate authority for one test. */
export interface Authority {
  /** The root certificate that clients have to trust, in PEM. */
  readonly pem: string;
  /** Issues a certificate for names (`localhost`) and IP addresses. The certificate expires in `days` days, by default 2. */
  issue(names: readonly string[], days?: number): Promise<ServerCertificate>;
}

export async function createAuthority(name = 'CN=Test authority'): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(SIGNING, true, ['sign', 'verify']);
  const root = await X509CertificateGenerator.createSelfSigned({
    name,
    keys,
    ...validFor(30),
    signingAlgorithm: SIGNING,
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  return {
    pem: root.toString('pem'),
    async issue(names, days = 2) {
      const own = await webcrypto.subtle.generateKey(SIGNING, true, ['sign', 'verify']);
      const made = await X509CertificateGenerator.create({
        subject: `CN=${names[0] ?? 'nobody'}`,
        issuer: root.subject,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: SIGNING,
        ...validFor(days),
        extensions: [
          new BasicConstraintsExtension(false),
          new SubjectAlternativeNameExtension(
            names.map((value) => ({ type: /^[\d.]+$/.test(value) ? ('ip' as const) : ('dns' as const), value })),
          ),
        ],
      });
      return { certificate: made.toString('pem'), key: await pemOf(own.privateKey) };
    },
  };
}

/** From 100 days ago until `days` days from now. With a negative number, the certificate has expired. */
function validFor(days: number): { readonly notBefore: Date; readonly notAfter: Date } {
  return { notBefore: new Date(Date.now() - 100 * DAY), notAfter: new Date(Date.now() + days * DAY) };
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${der.replace(/.{1,64}/g, '$&\n')}-----END PRIVATE KEY-----\n`;
}
