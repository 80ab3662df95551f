import { Administration } from '@sallyport/example-quickstart/test/administration';
import { asksToEnroll, atOnce, complete, continues } from '@sallyport/example-quickstart/test/expectations';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { totpCode } from '@sallyport/example-quickstart/test/totp';
import { describe, expect, it } from 'vitest';
import { CLASSES } from '../src/saml/context-class.ts';
import { serviceProviders } from '../src/saml/service-providers.ts';
import { ACS, opens, type PostedForm, SIGNING_ACS, SIGNING_SP, SP, strangersKey } from './service-provider.ts';
import { idpForThisTest } from './world.ts';

/** Opens the continuation of a sign-in, and returns the form. */
async function formAfter(
  person: Person,
  reply: { body: { continuation?: { location?: string } } },
): Promise<PostedForm> {
  const location = reply.body.continuation?.location ?? 'no continuation';
  const { form, text } = await opens(person.client, location);
  if (form === undefined) throw new Error(`no response is posted: ${text}`);
  return form;
}

const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
const noForm = { form: undefined };
const toSignIn = { status: 303, location: '/sign-in', form: undefined };

it('W10 no assertion before enrollment is done; then it says how strong the sign-in was', async () => {
  const idp = await idpForThisTest();
  const app = idp.app();
  const cleo = idp.person('cleo@example.org');
  const request = await app.request();
  expect(await opens(cleo.client, request)).toMatchObject(toSignIn);
  expect((await cleo.client.get('/sign-in')).body).toMatchObject({ status: 'open' });

  const pending = await cleo.proves('password', 'email-code');
  expect(pending).toMatchObject(asksToEnroll);
  expect(pending.text).not.toContain('continuation');
  // A half-finished sign-in gets no assertion by any path, neither for the first request nor for another request.
  for (const path of ['/saml/continue?request=x', '/saml/continue', await app.request()]) {
    expect(await opens(cleo.client.copy(), path)).toMatchObject(noForm);
  }

  const done = await cleo.enrollsTotp();
  expect(done).toMatchObject(complete('enhanced'));
  expect(done.body.continuation).toEqual({ location: expect.stringMatching(/^\/saml\/continue\?request=[\w-]{43}$/) });
  const form = await formAfter(cleo, done);
  expect(form).toMatchObject({ action: ACS, relayState: 'deep/link?x=1&y="2"' });
  expect(await app.lets(form)).toEqual({
    nameId: expect.stringMatching(/^[\w-]{43}$/),
    context: CLASSES.mfa,
    attributes: { mail: 'cleo@example.org', groups: 'contractor' },
  });
});

it('W10 the location of a continuation is worth nothing without the session, or with a stranger’s that is not granted', async () => {
  const idp = await idpForThisTest();
  const dora = idp.person('dora@example.org');
  await opens(dora.client, await idp.app().request());
  const { location = '' } = (await dora.proves('password', 'email-code')).body.continuation ?? {};
  expect(await opens(idp.newClient(), location)).toMatchObject(toSignIn);
  const cleo = idp.person('cleo@example.org');
  expect(await cleo.proves('password', 'email-code')).toMatchObject(asksToEnroll);
  expect(await opens(cleo.client, location)).toMatchObject(toSignIn);
  expect((await opens(dora.client, location)).form).toBeDefined();
});

it('W10 another tab that opens at a service provider does not discard the set-up of the first, and is where it goes on', async () => {
  const idp = await idpForThisTest();
  const app = idp.app();
  const cleo = idp.person('cleo@example.org');
  await opens(cleo.client, await app.request());
  expect(await cleo.proves('password', 'email-code')).toMatchObject(asksToEnroll);
  const pending = await cleo.client.post('/enroll/totp');

  expect(await opens(cleo.client, await app.request())).toMatchObject(toSignIn);
  expect((await cleo.client.get('/sign-in')).body).toMatchObject({ status: 'enroll' });
  idp.clock.advance(30_000);
  const code = totpCode(pending.body.secret ?? '', idp.clock.now);
  const done = await cleo.client.post('/enroll/totp/confirm', { code });
  expect(done).toMatchObject(complete('enhanced'));
  expect(await app.lets(await formAfter(cleo, done))).toMatchObject({ context: CLASSES.mfa });
});

it('a sign-in at baseline is PasswordProtectedTransport, and the next app is answered at once', async () => {
  const idp = await idpForThisTest();
  const app = idp.app();
  const dora = idp.person('dora@example.org');
  await opens(dora.client, await app.request());
  const done = await dora.proves('password', 'email-code');
  const first = await app.lets(await formAfter(dora, done));
  expect(first.context).toBe(CLASSES.password);

  const again = await opens(dora.client, await app.request());
  if (again.form === undefined) throw new Error(again.text);
  expect(await app.lets(again.form)).toMatchObject({ nameId: first.nameId });

  const other = idp.app({
    issuer: SIGNING_SP,
    callbackUrl: SIGNING_ACS,
    privateKey: idp.signingKey,
    identifierFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  });
  const elsewhere = await opens(dora.client, await other.request());
  if (elsewhere.form === undefined) throw new Error(elsewhere.text);
  expect(elsewhere.form.action).toBe(SIGNING_ACS);
  expect((await other.lets(elsewhere.form)).nameId).not.toBe(first.nameId);
});

it('X14 a session too weak for what an app asks is asked to step up, and only then vouched for', async () => {
  const idp = await idpForThisTest();
  const app = idp.app({ disableRequestedAuthnContext: false, authnContext: [CLASSES.mfa] });
  const dora = idp.person('dora@example.org');
  expect(await dora.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  expect(await opens(dora.client, await app.request())).toMatchObject(toSignIn);
  const asked = await dora.client.get('/sign-in');
  expect(asked).toMatchObject(asksToEnroll);
  expect(asked.text).not.toContain('continuation');
  const done = await dora.enrollsTotp();
  expect(done).toMatchObject(complete('enhanced'));
  expect((await app.lets(await formAfter(dora, done))).context).toBe(CLASSES.mfa);
});

it('somebody who signs in no stronger than the policy asks is asked for more where the app does', async () => {
  const idp = await idpForThisTest();
  const app = idp.app({ disableRequestedAuthnContext: false, authnContext: [CLASSES.mfa] });
  const dora = idp.person('dora@example.org');
  await opens(dora.client, await app.request());
  const weak = await dora.proves('password', 'email-code');
  expect(await opens(dora.client, weak.body.continuation?.location ?? '')).toMatchObject(toSignIn);
  const done = await dora.enrollsTotp();
  expect((await app.lets(await formAfter(dora, done))).context).toBe(CLASSES.mfa);
});

it('a policy that was tightened since holds for the session that is there', async () => {
  const idp = await idpForThisTest();
  const app = idp.app();
  const dora = idp.person('dora@example.org');
  expect(await dora.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  expect((await opens(dora.client, await app.request())).form).toBeDefined();
  const ada = idp.person('ada@example.org');
  await ada.proves('password', 'email-code');
  expect(await ada.enrollsTotp()).toMatchObject(complete('enhanced'));
  // The existing session stays valid until the next sign-in (W5). An assertion counts as a new sign-in and is refused.
  const tightened = await new Administration(ada).putsPolicy({ requiredStrength: 'enhanced' });
  expect(tightened).toMatchObject({ status: 200 });
  expect(await dora.session()).toMatchObject({ status: 200 });
  expect(await opens(dora.client, await app.request())).toMatchObject(toSignIn);
  expect(await dora.proves('password', 'email-code')).toMatchObject(asksToEnroll);
});

it('ForceAuthn asks a good session as well, and everything anew', async () => {
  const idp = await idpForThisTest();
  const app = idp.app({ forceAuthn: true });
  const dora = idp.person('dora@example.org');
  await dora.proves('password', 'email-code');
  idp.clock.advance(1_000);
  const before = idp.clock.now;
  expect(await opens(dora.client, await app.request())).toMatchObject(toSignIn);
  expect(await dora.proves('password')).toMatchObject(continues);
  const form = await formAfter(dora, await dora.goesOnWith('email-code'));
  await app.lets(form);
  const authenticated = /AuthnInstant="([^"]+)"/.exec(form.xml)?.[1] ?? '';
  expect(Date.parse(authenticated)).toBeGreaterThanOrEqual(before);
});

it('a passkey goes on in the sign-in that was begun for anyone', async () => {
  const idp = await idpForThisTest();
  const app = idp.app();
  const cleo = idp.person('cleo@example.org');
  await cleo.proves('password', 'email-code');
  expect(await cleo.enrollsPasskey()).toMatchObject(complete());
  const elsewhere = cleo.elsewhere();
  await opens(elsewhere.client, await app.request());
  const done = await elsewhere.proves('passkey');
  expect(done).toMatchObject(complete('phishing-resistant'));
  expect((await app.lets(await formAfter(elsewhere, done))).context).toBe(CLASSES.mfa);
});

describe('what is answered once', () => {
  it('a request: twenty at once have one response, and nobody has another', async () => {
    const idp = await idpForThisTest();
    const app = idp.app();
    const dora = idp.person('dora@example.org');
    const request = await app.request();
    await opens(dora.client, request);
    const { location = '' } = (await dora.proves('password', 'email-code')).body.continuation ?? {};
    const pages = await atOnce(20, () => opens(dora.client, location));
    const forms = pages.flatMap(({ form }) => form ?? []);
    expect(forms).toHaveLength(1);
    for (const path of [location, request]) {
      expect(await opens(dora.client, path)).toMatchObject({ status: 400, ...noForm });
    }
    for (const form of forms) {
      await app.lets(form);
      await expect(app.lets(form)).rejects.toThrow('InResponseTo');
    }
  });

  it('a request that is old, or of the future, is not answered', async () => {
    const idp = await idpForThisTest();
    const request = await idp.app().request();
    idp.clock.advance(7 * 60_000);
    expect(await opens(idp.newClient(), request)).toMatchObject({ status: 400, ...noForm });
    idp.clock.advance(-20 * 60_000);
    expect(await opens(idp.newClient(), request)).toMatchObject({ status: 400, ...noForm });
  });
});

describe('a request that is refused leads to no sign-in and to no response', () => {
  it('from somebody who is not known, and to an address that is not registered', async () => {
    const idp = await idpForThisTest();
    const unknown = await idp.app({ issuer: 'https://unknown.example' }).request();
    expect(await opens(idp.newClient(), unknown)).toMatchObject({ status: 403, ...noForm });
    const diverted = await idp.app({ callbackUrl: 'https://evil.example/acs' }).request();
    expect(await opens(idp.newClient(), diverted)).toMatchObject({ status: 403, ...noForm });
    expect((await opens(idp.newClient(), diverted)).text).toContain('not registered');
  });

  it('not signed, signed by another, changed, or by SHA-1, where the app has a certificate', async () => {
    const idp = await idpForThisTest();
    const signing = { issuer: SIGNING_SP, callbackUrl: SIGNING_ACS };
    const good = await idp.app({ ...signing, privateKey: idp.signingKey }).request();
    expect(await opens(idp.newClient(), good)).toMatchObject(toSignIn);
    const refused = [
      await idp.app(signing).request(),
      await idp.app({ ...signing, privateKey: strangersKey() }).request(),
      await idp.app({ ...signing, privateKey: idp.signingKey, signatureAlgorithm: 'sha1' }).request(),
      good.replace('RelayState=', 'RelayState=x'),
      good.replace(/&Signature=.*/, ''),
      good.replace(/SAMLRequest=[^&]+/, (await idp.app(signing).request()).match(/SAMLRequest=[^&]+/)?.[0] ?? ''),
    ];
    for (const path of refused) expect(await opens(idp.newClient(), path)).toMatchObject({ status: 403, ...noForm });
  });

  it('that is no request at all', async () => {
    const idp = await idpForThisTest();
    const bomb = (await import('node:zlib')).deflateRawSync(Buffer.alloc(8_000_000, 'x')).toString('base64');
    const good = await idp.app().request();
    const paths = [
      '',
      '?SAMLRequest=',
      '?SAMLRequest=%',
      '?SAMLRequest=AAAA',
      `?SAMLRequest=${encodeURIComponent(bomb)}`,
    ];
    for (const search of paths) {
      expect(await opens(idp.newClient(), `/saml/sso${search}`)).toMatchObject({ status: 400, ...noForm });
    }
    expect(await opens(idp.newClient(), `${good}&SAMLRequest=AAAA`)).toMatchObject({ status: 400, ...noForm });
    expect(await opens(idp.newClient(), '/saml/continue?request=x')).toMatchObject({ status: 400, ...noForm });
  });
});

it('an app that may ask nobody anything, or asks for what nobody can do, is told so, in a signed response', async () => {
  const idp = await idpForThisTest();
  const passive = await opens(idp.newClient(), await idp.app({ passive: true }).request());
  expect(passive.form?.xml).toContain('status:NoPassive');
  const kerberos = 'urn:oasis:names:tc:SAML:2.0:ac:classes:Kerberos';
  const app = idp.app({ disableRequestedAuthnContext: false, authnContext: [kerberos] });
  const impossible = await opens(idp.newClient(), await app.request());
  expect(impossible.form?.xml).toContain('status:NoAuthnContext');
  for (const { form } of [passive, impossible]) {
    expect(form?.xml).not.toContain('Assertion');
    expect(form?.xml).toContain('SignatureValue');
  }
});

it('P7 a transient name is another one each time, beside the attributes', async () => {
  const idp = await idpForThisTest();
  const app = idp.app({ identifierFormat: TRANSIENT });
  const dora = idp.person('dora@example.org');
  await dora.proves('password', 'email-code');
  const names = new Set<string>();
  for (let round = 0; round < 2; round += 1) {
    const { form } = await opens(dora.client, await app.request());
    if (form === undefined) throw new Error('no response is posted');
    expect(form.xml).toContain(`<saml:NameID Format="${TRANSIENT}">_`);
    const { nameId, attributes } = await app.lets(form);
    expect(attributes).toMatchObject({ mail: 'dora@example.org' });
    names.add(nameId);
  }
  expect(names.size).toBe(2);
});

it('P7 a name of a format that there is not is refused in a signed response, before anybody is asked', async () => {
  const idp = await idpForThisTest();
  const identifierFormat = 'urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos';
  const { form } = await opens(idp.newClient(), await idp.app({ identifierFormat }).request());
  expect(form?.xml).toContain('status:InvalidNameIDPolicy');
  expect(form?.xml).toContain('SignatureValue');
  expect(form?.xml).not.toContain('Assertion');
});

it('P7 its metadata asks for signed requests exactly if an app has a certificate', async () => {
  const wants = async (options?: Parameters<typeof idpForThisTest>[0]): Promise<string | undefined> => {
    const idp = await idpForThisTest(options);
    return /WantAuthnRequestsSigned="(\w+)"/.exec(await (await fetch(`${idp.url}/saml/metadata`)).text())?.[1];
  };
  expect(await wants()).toBe('true');
  expect(await wants({ apps: serviceProviders(JSON.stringify([{ entityId: SP, acs: ACS }])) })).toBe('false');
});

it('its metadata is what an app is set up with', async () => {
  const idp = await idpForThisTest();
  const response = await fetch(`${idp.url}/saml/metadata`);
  expect(response.headers.get('content-type')).toContain('application/samlmetadata+xml');
  const metadata = await response.text();
  expect(metadata).toContain(`Location="${idp.url}/saml/sso"`);
  expect(metadata).toContain(`entityID="${idp.url}/saml/metadata"`);
});
