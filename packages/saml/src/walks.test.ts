import { readFileSync } from 'node:fs';
import { instant } from '@sallyport/core';
import type { ProvidedIdentity } from '@sallyport/store/providers';
import { describe, expect, it } from 'vitest';
import { PlainBrowser } from './browser.test-support.ts';
import { CALLBACK, SITE } from './identity-provider.test-support.ts';
import type { SamlOptions } from './options.ts';
import { saml } from './saml.ts';
import { identityOf, STATE } from './sign-on.test-support.ts';

const { SALLYPORT_SIMPLESAMLPHP: ssp = '', SALLYPORT_LEMONLDAP: llng = '' } = process.env;

/** Signs in at a running identity provider, whose page asks for a name and a password. */
async function signsIn(
  options: SamlOptions,
  fields: Readonly<Record<string, string>>,
): Promise<{ readonly identity: ProvidedIdentity; readonly response: string }> {
  const provider = saml(options);
  const now = () => instant(Date.now());
  const { location, kept } = await provider.begin({ callback: CALLBACK, state: STATE, acr: [], now: now() });
  const browser = new PlainBrowser();
  const asked = await browser.open(location);
  const posted = (await browser.send(asked, fields)).form();
  expect(posted.action).toBe(CALLBACK);
  const answer = await provider.finish({
    callback: CALLBACK,
    state: STATE,
    kept,
    parameters: posted.fields,
    now: now(),
  });
  const { SAMLResponse = '' } = posted.fields;
  return { identity: identityOf(answer), response: Buffer.from(SAMLResponse, 'base64').toString() };
}

/** `packages/saml/walk/simplesamlphp.sh` starts the provider, and runs these. */
describe.skipIf(ssp === '')('SimpleSAMLphp', () => {
  const alice = { username: 'alice', password: 'Right-Pass-1' };
  const read = (file: string): string => readFileSync(`${ssp}/${file}`, 'utf8');
  const options = (more: Partial<SamlOptions> = {}): SamlOptions => ({
    ...{ id: 'corp-saml', name: 'Corp', idpMetadata: read('idp.xml') },
    ...more,
  });

  it('P7 signs a person in by the persistent NameID, with mail and groups', async () => {
    const { identity } = await signsIn(options(), alice);
    expect(identity).toMatchObject({
      issuer: 'http://127.0.0.1:13980/saml2/idp/metadata.php',
      subject: expect.stringMatching(/^[0-9a-f]{40}$/),
      email: { address: 'alice@corp.example', verified: true },
      roles: ['staff', 'everyone'],
      acr: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password',
    });
    expect((await signsIn(options(), alice)).identity.subject).toBe(identity.subject);
  });

  it('P7 signs a person in by an encrypted assertion', async () => {
    const decryption = { key: read('cert/sp.pem'), certificate: read('cert/sp.crt') };
    const { identity, response } = await signsIn(options({ decryption, entityId: `${SITE}/encrypted` }), alice);
    expect(response).toContain('EncryptedAssertion');
    expect(response).toContain('aes128-cbc');
    expect(response).toContain('rsa-oaep-mgf1p');
    expect(identity).toMatchObject({ email: { address: 'alice@corp.example' }, roles: ['staff', 'everyone'] });
  });
});

/** `packages/saml/walk/lemonldap-ng.sh` starts the portal, and runs these. */
describe.skipIf(llng === '')('LemonLDAP::NG', () => {
  const dwho = { user: 'dwho', password: 'dwho' };
  const read = (file: string): string => readFileSync(`${llng}/${file}`, 'utf8');
  const pair = () => ({ key: read('sp.pem'), certificate: read('sp.crt') });
  const options = (more: Partial<SamlOptions> = {}): SamlOptions => ({
    ...{ id: 'corp-saml', name: 'Corp', idpMetadata: read('idp.xml'), signing: pair() },
    ...more,
  });

  it('P7 signs a person in by the persistent NameID, with the mail', async () => {
    const { identity } = await signsIn(options(), dwho);
    expect(identity).toMatchObject({
      issuer: 'http://127.0.0.1:13984/saml/metadata',
      email: { address: 'dwho@badwolf.org', verified: true },
      acr: 'urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified',
    });
    expect((await signsIn(options(), dwho)).identity.subject).toBe(identity.subject);
  });

  it('P7 signs a person in by an encrypted assertion', async () => {
    const { identity, response } = await signsIn(options({ decryption: pair(), entityId: `${SITE}/encrypted` }), dwho);
    expect(response).toContain('EncryptedAssertion');
    expect(identity).toMatchObject({ email: { address: 'dwho@badwolf.org' } });
  });
});
