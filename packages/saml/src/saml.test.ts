import { beforeAll, expect, it } from 'vitest';
import { at, MFA, NOW, PROVIDER, refusal } from './identity-provider.test-support.ts';
import { identityOf, REQUEST, type SignOn, signOn } from './sign-on.test-support.ts';

let on: SignOn;
beforeAll(async () => {
  on = await signOn();
});

it.each(['assertion', 'response', 'both'] as const)(
  'P7 a response whose %s is signed says who signed in',
  async (signs) => {
    const answer = await on.answerTo({ signs });
    expect(answer).toEqual({
      outcome: 'signed-in',
      identity: {
        issuer: PROVIDER,
        subject: 'ben-7f3a',
        email: { address: 'ben@corp.example', verified: true },
        acr: MFA,
        authTime: NOW - 30_000,
        roles: ['staff', 'everyone'],
        once: { id: expect.stringMatching(/^_/), expiresAt: NOW + 300_000 + 60_000 },
      },
    });
  },
);

it('the id that works once is the signed one, until it could be believed no longer', async () => {
  const first = identityOf(await on.answerTo({ over: { AssertionID: '_first', NotOnOrAfter: at(10_000) } }));
  expect(first.once).toEqual({ id: '_first', expiresAt: NOW + 10_000 + 60_000 });
});

it.each([
  ['Responder', 'AuthnFailed'],
  ['Requester', 'RequestDenied'],
  ['Responder', 'Requester', 'AuthnFailed'],
])('a provider that says no is somebody who cancelled: %s %s', async (...codes) => {
  const answer = await on.finish({ SAMLResponse: refusal(REQUEST, ...codes) });
  expect(answer).toEqual({ outcome: 'cancelled' });
});

it.each([
  ['a failure that says no more', ['Responder'], /Responder/],
  ['a failure of another kind', ['Responder', 'NoAuthnContext'], /NoAuthnContext/],
  ['a success that is none below', ['Success', 'AuthnFailed'], /AuthnFailed/],
])('refuses %s', async (_, codes, why) => {
  const answer = await on.finish({ SAMLResponse: refusal(REQUEST, ...codes) });
  expect(answer).toMatchObject({ outcome: 'refused', why: expect.stringMatching(why) });
});

it('a no to another request is nobody who cancelled', async () => {
  const answer = await on.finish({ SAMLResponse: refusal('_another', 'Responder', 'AuthnFailed') });
  expect(answer).toMatchObject({ outcome: 'refused' });
});

it('an unwrapped address, and one of several, are not asserted', async () => {
  for (const Mail of ['ben@corp.example, evil@x.example', 'Ben <ben@corp.example>', 'ben', '']) {
    expect(identityOf(await on.answerTo({ over: { Mail } })).email).toBeUndefined();
  }
  const second =
    '<saml:Attribute Name="email"><saml:AttributeValue>other@corp.example</saml:AttributeValue></saml:Attribute>';
  const two = await on.answerTo({
    before: (xml) => xml.replace('</saml:AttributeStatement>', `${second}</saml:AttributeStatement>`),
  });
  expect(identityOf(two).email).toBeUndefined();
});

it.each([
  'email',
  'urn:oid:0.9.2342.19200300.100.1.3',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
])('the address is read from %s', async (name) => {
  const answer = await on.answerTo({ before: (xml) => xml.replace('Name="mail"', `Name="${name}"`) });
  expect(identityOf(answer).email).toEqual({ address: 'ben@corp.example', verified: true });
});

it('X14 a context that is not told is not known', async () => {
  const answer = await on.answerTo({
    before: (xml) => xml.replace(/<saml:AuthnContextClassRef>.*<\/saml:AuthnContextClassRef>/, ''),
  });
  expect(identityOf(answer)).not.toHaveProperty('acr');
});
