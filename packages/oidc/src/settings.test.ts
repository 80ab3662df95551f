import { expect, test, vi } from 'vitest';
import { OidcConfigError, oidc } from './index.ts';
import type { OidcOptions } from './options.ts';
import { startProvider } from './provider.test-support.ts';
import { corp, leave } from './round-trip.test-support.ts';

const loaded = vi.hoisted(() => ({ times: 0 }));
vi.mock('openid-client', (importOriginal: () => Promise<object>) => {
  loaded.times += 1;
  return importOriginal();
});

const options: OidcOptions = {
  id: 'corp',
  name: 'Example Corp',
  issuer: 'https://login.corp.example',
  clientId: 'app',
  clientSecret: 'the secret of the app',
};

test('openid-client is loaded when the provider is first used', async () => {
  const provider = await startProvider();
  try {
    const sso = corp(provider.issuer);
    expect(loaded.times).toBe(0);
    await leave(sso);
    expect(loaded.times).toBe(1);
  } finally {
    await provider.stop();
  }
});

test('what a host says is what the engine sees', () => {
  expect(oidc({ ...options, roles: ['employee'] })).toMatchObject({
    kind: 'oidc',
    id: 'corp',
    name: 'Example Corp',
    roles: ['employee'],
  });
});

const wrong: readonly [string, object][] = [
  ['id', { id: '' }],
  ['id', { id: 'Corp' }],
  ['id', { id: 'a/b' }],
  ['id', { id: 'a'.repeat(101) }],
  ['name', { name: ' ' }],
  ['issuer', { issuer: 'login.corp.example' }],
  ['issuer', { issuer: 'http://login.corp.example' }],
  ['issuer', { issuer: 'http://login.corp.example', allowInsecureLoopback: true }],
  ['issuer', { issuer: 'http://localhost:4000' }],
  ['issuer', { issuer: 'http://localhost.evil.example', allowInsecureLoopback: true }],
  ['issuer', { issuer: 'http://127.0.0.1.evil.example', allowInsecureLoopback: true }],
  ['issuer', { issuer: 'ftp://localhost', allowInsecureLoopback: true }],
  ['issuer', { issuer: 'https://login.corp.example/?tenant=1' }],
  ['issuer', { issuer: 'https://login.corp.example/#a' }],
  ['issuer', { issuer: 'https://user:secret@login.corp.example' }],
  ['issuer', { issuer: 'https://login.corp.example/.well-known/openid-configuration' }],
  ['clientId', { clientId: '' }],
  ['clientSecret', { clientSecret: '' }],
  ['clientSecret', { clientSecret: 7 }],
  ['clientAuthentication', { clientAuthentication: 'private_key_jwt' }],
  ['clientAuthentication', { clientAuthentication: 'client_secret_post', clientSecret: undefined }],
  ['roles.0', { roles: [''] }],
  ['roles', { roles: 'employee' }],
  ['rolesClaim', { rolesClaim: '' }],
  ['scopes.1', { scopes: ['email', 'a b'] }],
  ['timeout', { timeout: '10' }],
  ['timeout', { timeout: '11s' }],
  ['allowInsecureLoopback', { allowInsecureLoopback: 'yes' }],
  ['fetch', { fetch: 'http://proxy' }],
];

test.each(wrong)('%s: %j is refused when the provider is made', (option, change) => {
  const made = () => oidc(Object.assign({}, options, change));
  expect(made).toThrow(OidcConfigError);
  try {
    made();
  } catch (error) {
    expect(error).toMatchObject({
      code: 'bad-oidc-option',
      problems: [{ option, message: expect.stringMatching(/\w/) }],
    });
    expect(String(error)).not.toContain('secret@');
    expect(String(error)).not.toContain(options.clientSecret);
  }
});

test('every option that is wrong is named at once, and one that is misspelt', () => {
  const made = () => oidc(Object.assign({}, options, { id: 'A B', clientId: '', issuers: [] }));
  expect(made).toThrow(/^id: .*; clientId: .*; options: .*issuers/);
});

test.each(['http://localhost:4000', 'http://127.0.0.1:4000/realm', 'http://[::1]:4000'])(
  'plain http is taken from this machine if the host asks for it: %s',
  (issuer) => {
    expect(oidc({ ...options, issuer, allowInsecureLoopback: true }).id).toBe('corp');
  },
);
