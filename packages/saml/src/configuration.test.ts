import { beforeAll, describe, expect, it } from 'vitest';
import { SamlConfigError } from './config-error.ts';
import { identityProvider, keyPair, PROVIDER } from './identity-provider.test-support.ts';
import type { KeyPair, SamlOptions } from './options.ts';
import { saml } from './saml.ts';

let metadata: string;
let keys: KeyPair;
beforeAll(async () => {
  ({ metadata, keys } = await identityProvider());
});

/** The error that `saml()` throws for these options. */
function refusalOf(options: Partial<SamlOptions>): SamlConfigError {
  try {
    saml({ id: 'corp-saml', name: 'Corp', idpMetadata: metadata, ...options });
  } catch (fault) {
    if (fault instanceof SamlConfigError) return fault;
    throw fault;
  }
  throw new Error('nothing was refused');
}

it('has what the engine names it by, and nothing else of its options', () => {
  const provider = saml({ id: 'corp-saml', name: 'Corp', idpMetadata: metadata, roles: ['staff'], signing: keys });
  expect(provider).toMatchObject({ kind: 'saml', id: 'corp-saml', name: 'Corp', roles: ['staff'] });
  expect(JSON.stringify(provider)).not.toContain('PRIVATE');
});

it('X7 refuses a misspelt option, which JavaScript takes in silence', () => {
  const options = Object({ id: 'corp-saml', name: 'Corp', idpMetadata: metadata, wantAssertionSigned: true });
  const meant = "there is no member 'wantAssertionSigned'; did you mean 'wantAssertionsSigned'?";
  expect(() => saml(options)).toThrow(new TypeError(`saml: ${meant}`));
});

it('takes facts in place of metadata, and a certificate in the base64 of metadata', () => {
  const base64 = keys.certificate.replaceAll(/-----.*?-----/g, '');
  const facts = { issuer: PROVIDER, entryPoint: 'http://localhost:7000/sso', certificates: [base64, keys.certificate] };
  expect(saml({ id: 'x', name: 'X', idpMetadata: facts }).kind).toBe('saml');
});

describe('a key of metadata that cannot be used', () => {
  const descriptor = /<KeyDescriptor use="signing">.*?<\/KeyDescriptor>/s;
  const beside = (certificate: string) => (own: string) =>
    own.replace(/(X509Certificate>)[^<]+/, `$1${certificate.replaceAll(/-----.*?-----/g, '')}`) + own;

  it('P7 X45 is told beside a good one, which counts', async () => {
    const short = await keyPair('old.idp.example', 1024);
    const two = metadata.replace(descriptor, beside(short.certificate));
    expect(saml({ id: 'x', name: 'X', idpMetadata: two }).warnings).toEqual([
      'certificate 1 of 2 is not used: idpMetadata.certificates: is a certificate of a key that is not accepted (CN=old.idp.example: rsa of 1024 bits). Use RSA of 2048 bits or more.',
    ]);
    const broken = metadata.replace(descriptor, beside('AAAA'));
    expect(saml({ id: 'x', name: 'X', idpMetadata: broken }).warnings).toEqual([
      expect.stringContaining('1 of 2 is not used: idpMetadata.certificates: is not a certificate'),
    ]);
    expect(saml({ id: 'x', name: 'X', idpMetadata: metadata }).warnings).toEqual([]);
  });

  it('P7 is refused alone', async () => {
    const short = await keyPair('short', 1024);
    const one = metadata.replace(descriptor, (own) => beside(short.certificate)(own).replace(own, ''));
    expect(refusalOf({ idpMetadata: one }).message).toContain('CN=short: rsa of 1024 bits');
  });
});

describe('an option that cannot work is told by its name, with the way out', () => {
  const facts = () => ({ issuer: PROVIDER, entryPoint: 'https://idp.example/sso', certificates: [keys.certificate] });
  it.each<[string, () => Partial<SamlOptions>]>([
    ['id', () => ({ id: 'Corp' })],
    ['id', () => ({ id: '' })],
    ['name', () => ({ name: ' ' })],
    ['rolesAttribute', () => ({ rolesAttribute: '' })],
    ['subjectAttribute', () => ({ subjectAttribute: '' })],
    ['entityId', () => ({ entityId: ' x' })],
    ['clockSkew', () => ({ clockSkew: '6m' })],
    ['clockSkew', () => ({ clockSkew: 'soon' })],
    ['idpMetadata', () => ({ idpMetadata: 'no xml' })],
    ['idpMetadata', () => ({ idpMetadata: `<!DOCTYPE x>${metadata}` })],
    ['idpMetadata', () => ({ idpMetadata: metadata.replaceAll('IDPSSODescriptor', 'SPSSODescriptor') })],
    ['idpMetadata', () => ({ idpMetadata: `<all>${metadata}${metadata}</all>` })],
    ['idpMetadata', () => ({ idpMetadata: metadata.replace(/ entityID="[^"]+"/, '') })],
    ['idpMetadata', () => ({ idpMetadata: metadata.replaceAll('HTTP-Redirect', 'SOAP') })],
    ['idpMetadata.certificates', () => ({ idpMetadata: metadata.replaceAll('use="signing"', 'use="encryption"') })],
    ['idpMetadata.certificates', () => ({ idpMetadata: { ...facts(), certificates: [] } })],
    ['idpMetadata.certificates', () => ({ idpMetadata: { ...facts(), certificates: ['AAAA'] } })],
    ['idpMetadata.entryPoint', () => ({ idpMetadata: { ...facts(), entryPoint: 'http://idp.example/sso' } })],
    ['idpMetadata.entryPoint', () => ({ idpMetadata: { ...facts(), entryPoint: 'javascript:alert(1)' } })],
    ['idpMetadata.issuer', () => ({ idpMetadata: { ...facts(), issuer: '' } })],
    [
      'signing',
      () => ({ idpMetadata: metadata.replace(/WantAuthnRequestsSigned="\w+"/, 'WantAuthnRequestsSigned="true"') }),
    ],
    ['signing.key', () => ({ signing: { ...keys, key: 'x' } })],
    ['decryption.certificate', () => ({ decryption: { ...keys, certificate: 'x' } })],
  ])('%s', (option, options) => {
    const refusal = refusalOf(options());
    expect(refusal).toMatchObject({ name: 'SamlConfigError', code: 'bad-saml-option', option });
    expect(refusal.message).toContain(refusal.wayOut);
  });

  it('a certificate of another key', async () => {
    const other = await keyPair('other');
    expect(refusalOf({ decryption: { key: keys.key, certificate: other.certificate } }).option).toBe('decryption');
  });

  it('metadata of half the world', () => {
    expect(refusalOf({ idpMetadata: ' '.repeat(5_000_000) }).message).toContain('too large');
  });

  it('a short key', async () => {
    const short = await keyPair('short', 1024);
    const refusal = refusalOf({ idpMetadata: { ...facts(), certificates: [short.certificate] } });
    expect(refusal.message).toContain('2048');
  });
});
