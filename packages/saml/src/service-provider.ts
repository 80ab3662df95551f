import type { SAML, SamlConfig } from '@node-saml/node-saml';
import type { Configuration } from './configuration.ts';
import { PERSISTENT } from './response/subject.ts';

export async function serviceProvider(
  configuration: Configuration,
  callback: string,
  asked: Partial<SamlConfig> = {},
): Promise<SAML> {
  const { SAML, ValidateInResponseTo } = await import('@node-saml/node-saml');
  const { provider, signing, decryption, subjectAttribute } = configuration;
  return new SAML({
    issuer: entityIdFor(configuration, callback),
    callbackUrl: callback,
    entryPoint: provider.entryPoint,
    idpCert: [...provider.certificates],
    identifierFormat: subjectAttribute === undefined ? PERSISTENT : null,
    wantAssertionsSigned: configuration.wantAssertionsSigned,
    wantAuthnResponseSigned: configuration.wantAuthnResponseSigned,
    disableRequestedAuthnContext: true,
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
    privateKey: signing?.key,
    publicCert: signing?.certificate,
    decryptionPvk: decryption?.key,
    // We check the request and the times.
    audience: false,
    acceptedClockSkewMs: -1,
    validateInResponseTo: ValidateInResponseTo.never,
    cacheProvider: nothingKept,
    ...asked,
  });
}

export function entityIdFor({ entityId }: Configuration, callback: string): string {
  return entityId ?? callback.replace(/\/callback$/, '/metadata');
}

const nothingKept: SamlConfig['cacheProvider'] = {
  saveAsync: async () => null,
  getAsync: async () => null,
  removeAsync: async () => null,
};
