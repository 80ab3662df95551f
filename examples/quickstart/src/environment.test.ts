import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oidc } from '@sallyport/oidc';
import { describe, expect, it, onTestFinished } from 'vitest';
import { breachedPasswordsOf, corpOf, corpSamlOf, providerRoles } from './environment.ts';

const environment = {
  OIDC_ISSUER: 'http://localhost:4000',
  OIDC_CLIENT_ID: 'app',
  OIDC_CLIENT_SECRET: 'secret',
  PROVIDER_ROLES: 'employee, contractor,,',
};

describe('the provider of the environment', () => {
  it('is there where its issuer is', () => {
    expect(corpOf({})).toBeUndefined();
    expect(corpOf({ ...environment, OIDC_ISSUER: '' })).toBeUndefined();
    expect(corpOf(environment)).toMatchObject({ id: 'corp', clientId: 'app', clientSecret: 'secret' });
  });

  it('may give the roles that are named', () => {
    expect(providerRoles(environment)).toEqual(['employee', 'contractor']);
    expect(providerRoles({})).toEqual([]);
  });

  it('may be without a secret, and never without an id', () => {
    const { OIDC_CLIENT_SECRET: _, ...open } = environment;
    expect(corpOf(open)).not.toHaveProperty('clientSecret');
    const unnamed = corpOf({ OIDC_ISSUER: 'http://localhost:4000' });
    expect(() => unnamed && oidc(unnamed)).toThrow(/clientId/);
  });
});

it('X27 there is a list of breached passwords where the environment names its address', () => {
  expect(breachedPasswordsOf({})).toBeUndefined();
  expect(breachedPasswordsOf({ BREACHED_PASSWORDS: 'https://list.example/range/' })).toBeTypeOf('function');
  expect(() => breachedPasswordsOf({ BREACHED_PASSWORDS: 'http://list.example/range/' })).toThrow(/https/);
});

it('there is a SAML provider where the environment names its metadata', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-saml-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'metadata.xml');
  writeFileSync(file, '<metadata/>');
  expect(corpSamlOf({ SAML_IDP_METADATA: file, PROVIDER_ROLES: 'employee, contractor,' })).toEqual({
    id: 'corp-saml',
    name: 'Example Corp by SAML',
    idpMetadata: '<metadata/>',
    roles: ['employee', 'contractor'],
  });
  expect(corpSamlOf({})).toBeUndefined();
  expect(corpSamlOf({ SAML_IDP_METADATA: '' })).toBeUndefined();
  expect(() => corpSamlOf({ SAML_IDP_METADATA: join(folder, 'missing.xml') })).toThrow('ENOENT');
});
