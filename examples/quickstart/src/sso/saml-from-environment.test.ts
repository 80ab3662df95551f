import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { corpSamlOf } from './saml-from-environment.ts';

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
