import { inflateRawSync } from 'node:zlib';
import { instant, milliseconds } from '@sallyport/core';
import type { ProviderRequest } from '@sallyport/store/providers';
import samlify from 'samlify';
import { expect, it } from 'vitest';
import { CALLBACK, ENTITY_ID, keyPair, MFA, NOW } from './identity-provider.test-support.ts';
import { STATE, signOn } from './sign-on.test-support.ts';
import { attributeOf, requiredChild, textOf, withDescendants } from './xml/elements.ts';
import { parseMessage } from './xml/parse-xml.ts';

const asked: ProviderRequest = { callback: CALLBACK, state: STATE, acr: [], now: instant(NOW) };

function requestIn(location: string): Element {
  const deflated = new URL(location).searchParams.get('SAMLRequest') ?? '';
  return parseMessage(inflateRawSync(Buffer.from(deflated, 'base64')).toString());
}

it('P7 sends the person to the provider, and keeps the id of the request', async () => {
  const { provider } = await signOn();
  const { location, kept } = await provider.begin(asked);
  const url = new URL(location);
  expect(url.origin + url.pathname).toBe('https://idp.example/sso');
  expect(url.searchParams.get('RelayState')).toBe(STATE);
  expect([...url.searchParams.keys()].sort()).toEqual(['RelayState', 'SAMLRequest']);
  const request = requestIn(location);
  expect(kept).toEqual({ requestId: attributeOf(request, 'ID') });
  expect(attributeOf(request, 'AssertionConsumerServiceURL')).toBe(CALLBACK);
  expect(attributeOf(request, 'Destination')).toBe('https://idp.example/sso');
  expect(attributeOf(request, 'ForceAuthn')).toBeUndefined();
  expect(textOf(requiredChild(request, 'assertion', 'Issuer'))).toBe(ENTITY_ID);
  const policy = requiredChild(request, 'protocol', 'NameIDPolicy');
  expect(attributeOf(policy, 'Format')).toBe('urn:oasis:names:tc:SAML:2.0:nameid-format:persistent');
  expect(withDescendants(request).map(({ localName }) => localName)).not.toContain('RequestedAuthnContext');
});

it('every request has an id of its own', async () => {
  const { provider } = await signOn();
  const ids = await Promise.all(
    Array.from({ length: 50 }, async () => (await provider.begin(asked)).kept['requestId']),
  );
  expect(new Set(ids).size).toBe(50);
  for (const id of ids) expect(id).toMatch(/^_[0-9a-f]{40}$/);
});

it('X14 asks for a new sign-in after a return of somebody else', async () => {
  const { provider } = await signOn();
  const { location } = await provider.begin({ ...asked, asksWho: true });
  expect(attributeOf(requestIn(location), 'ForceAuthn')).toBe('true');
});

it('X14 asks for the contexts that the policy trusts, and for a fresh proof', async () => {
  const { provider } = await signOn();
  const { location } = await provider.begin({ ...asked, acr: [MFA, 'urn:x'], within: milliseconds(300_000) });
  const request = requestIn(location);
  expect(attributeOf(request, 'ForceAuthn')).toBe('true');
  const contexts = requiredChild(request, 'protocol', 'RequestedAuthnContext');
  expect(attributeOf(contexts, 'Comparison')).toBe('exact');
  expect(Array.from(contexts.childNodes, ({ textContent }) => textContent)).toEqual([MFA, 'urn:x']);
});

it('asks for no kind of NameID where an attribute names the subject', async () => {
  const { provider } = await signOn({ subjectAttribute: 'uid', entityId: 'urn:our:app' });
  const request = requestIn((await provider.begin(asked)).location);
  expect(attributeOf(requiredChild(request, 'protocol', 'NameIDPolicy'), 'Format')).toBeUndefined();
  expect(textOf(requiredChild(request, 'assertion', 'Issuer'))).toBe('urn:our:app');
});

it('signs its requests with a key of ours, and its metadata has what a provider needs to know', async () => {
  const signing = await keyPair('sp signing');
  const decryption = await keyPair('sp decryption');
  const { provider } = await signOn({ signing, decryption });
  const metadata = await provider.metadata?.(CALLBACK);
  const us = samlify.ServiceProvider({ metadata: metadata ?? '' });
  expect(us.entityMeta.getEntityID()).toBe(ENTITY_ID);
  expect(us.entityMeta.getAssertionConsumerService('post')).toBe(CALLBACK);
  const plain = (pem: string): string => pem.replaceAll(/-----.*?-----|\s/g, '');
  expect(plain(String(us.entityMeta.getX509Certificate('signing')))).toBe(plain(signing.certificate));
  expect(plain(String(us.entityMeta.getX509Certificate('encryption')))).toBe(plain(decryption.certificate));

  const methods = withDescendants(parseMessage(metadata ?? '')).filter(
    ({ localName }) => localName === 'EncryptionMethod',
  );
  const told = methods.map((method) =>
    withDescendants(method).map((element) => attributeOf(element, 'Algorithm')?.split('#')[1]),
  );
  const hashes = ['sha1', 'sha256', 'sha512'];
  const keys = hashes.flatMap((digest) => [
    ['rsa-oaep-mgf1p', digest],
    ...hashes.map((mask) => ['rsa-oaep', digest, `mgf1${mask}`]),
  ]);
  expect(told.slice(0, 4)).toEqual([['aes256-gcm'], ['aes128-gcm'], ['aes256-cbc'], ['aes128-cbc']]);
  expect(told.slice(4, 6)).toEqual([
    ['rsa-oaep', 'sha256', 'mgf1sha256'],
    ['rsa-oaep', 'sha512', 'mgf1sha256'],
  ]);
  expect(told.slice(4).sort()).toEqual(keys.sort());

  const { location } = await provider.begin(asked);
  const { search, searchParams } = new URL(location);
  const idp = samlify.IdentityProvider({
    entityID: 'https://idp.example/metadata',
    wantAuthnRequestsSigned: true,
    singleSignOnService: [
      { Binding: samlify.Constants.BindingNamespace.Redirect, Location: 'https://idp.example/sso' },
    ],
    singleLogoutService: [
      { Binding: samlify.Constants.BindingNamespace.Redirect, Location: 'https://idp.example/slo' },
    ],
  });
  const octetString = search.slice(1).split('&Signature=')[0] ?? '';
  const parse = (query: Record<string, string>): Promise<unknown> =>
    idp.parseLoginRequest(us, 'redirect', { query, octetString });
  const query = Object.fromEntries(searchParams);
  await expect(parse(query)).resolves.toMatchObject({ extract: { issuer: ENTITY_ID } });
  await expect(parse({ ...query, Signature: Buffer.from('x').toString('base64') })).rejects.toThrow();
});

it('its metadata has no keys where it has none', async () => {
  const { provider } = await signOn();
  const metadata = parseMessage((await provider.metadata?.(CALLBACK)) ?? '');
  expect(attributeOf(metadata, 'entityID')).toBe(ENTITY_ID);
  expect(withDescendants(metadata).map(({ localName }) => localName)).not.toContain('KeyDescriptor');
});
