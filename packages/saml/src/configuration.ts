import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { checkMembers, type Milliseconds, parseDuration } from '@sallyport/core';
import { SamlConfigError } from './config-error.ts';
import { certificateOf, usableOf } from './identity-provider/certificate.ts';
import { type ReadMetadata, readMetadata } from './identity-provider/read-metadata.ts';
import type { KeyPair, SamlOptions } from './options.ts';

export interface Configuration {
  readonly id: string;
  readonly name: string;
  readonly provider: ReadMetadata;
  readonly warnings: readonly string[];
  readonly roles: readonly string[];
  readonly rolesAttribute: string;
  readonly subjectAttribute: string | undefined;
  readonly entityId: string | undefined;
  readonly decryption: KeyPair | undefined;
  readonly signing: KeyPair | undefined;
  readonly clockSkew: Milliseconds;
  readonly wantAssertionsSigned: boolean;
  readonly wantAuthnResponseSigned: boolean;
}

const WIDEST_SKEW = 300_000;

const OPTIONS = Object.keys({
  ...{ id: true, name: true, idpMetadata: true, roles: true, rolesAttribute: true, subjectAttribute: true },
  ...{ entityId: true, decryption: true, signing: true, clockSkew: true },
  ...{ wantAssertionsSigned: true, wantAuthnResponseSigned: true },
} satisfies Record<keyof SamlOptions, true>);

export function configurationOf(options: SamlOptions): Configuration {
  checkMembers('saml', options, OPTIONS);
  if (!/^[a-z0-9-]{1,100}$/.test(options.id)) {
    throw new SamlConfigError('id', `is '${options.id}'.`, "Write 1 to 100 of 'a-z', '0-9' and '-'.");
  }
  filled(options.name, 'name');
  const { provider, warnings } = providerOf(options.idpMetadata);
  const signing = keyPairOf(options.signing, 'signing');
  if (provider.wantsSignedRequests && signing === undefined) {
    throw new SamlConfigError(
      'signing',
      'is absent, but the provider accepts only signed requests.',
      'Give a key pair.',
    );
  }
  return {
    id: options.id,
    name: options.name,
    provider,
    warnings,
    roles: [...(options.roles ?? [])],
    rolesAttribute: filled(options.rolesAttribute ?? 'groups', 'rolesAttribute'),
    subjectAttribute: optional(options.subjectAttribute, 'subjectAttribute'),
    entityId: optional(options.entityId, 'entityId'),
    decryption: keyPairOf(options.decryption, 'decryption'),
    signing,
    clockSkew: skewOf(options.clockSkew ?? '60s'),
    wantAssertionsSigned: options.wantAssertionsSigned ?? false,
    wantAuthnResponseSigned: options.wantAuthnResponseSigned ?? false,
  };
}

function providerOf(given: SamlOptions['idpMetadata']): Pick<Configuration, 'provider' | 'warnings'> {
  const facts = typeof given === 'string' ? readMetadata(given) : { ...given, wantsSignedRequests: false };
  filled(facts.issuer, 'idpMetadata.issuer');
  const option = 'idpMetadata.certificates';
  if (facts.certificates.length === 0) {
    throw new SamlConfigError(option, 'are none.', 'Give the certificate that the provider signs with.');
  }
  const entryPoint = addressOf(facts.entryPoint);
  const { certificates, warnings } =
    typeof given === 'string'
      ? usableOf(facts.certificates, option)
      : { certificates: facts.certificates.map((certificate) => certificateOf(certificate, option)), warnings: [] };
  return { provider: { ...facts, entryPoint, certificates }, warnings };
}

function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const loopback = url !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback)) return url.href;
  throw new SamlConfigError(
    'idpMetadata.entryPoint',
    `is '${text}'.`,
    'Give an https address (http on loopback alone).',
  );
}

function skewOf(text: string): Milliseconds {
  const skew = parseDuration(text);
  if (skew !== undefined && skew <= WIDEST_SKEW) return skew;
  throw new SamlConfigError('clockSkew', `is '${text}'.`, "Write a length of time, '5m' at most: '60s'.");
}

function optional(text: string | undefined, option: string): string | undefined {
  return text === undefined ? undefined : filled(text, option);
}

function filled(text: string, option: string): string {
  if (text.trim() === text && text !== '' && text.length <= 1024) return text;
  throw new SamlConfigError(option, 'is empty, too long, or has a blank at an end.', 'Write it as the provider does.');
}

function keyPairOf(pair: KeyPair | undefined, option: string): KeyPair | undefined {
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
    // The cause may quote the key.
    throw new SamlConfigError(option, 'is not a private key.', 'Give the key in PEM, without a passphrase.');
  }
}
