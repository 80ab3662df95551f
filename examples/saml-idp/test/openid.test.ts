import { asksToEnroll, complete } from '@sallyport/example-quickstart/test/expectations';
import type { Person } from '@sallyport/example-quickstart/test/person';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  randomPKCECodeVerifier,
} from 'openid-client';
import { expect, it } from 'vitest';
import { CLASSES } from '../src/saml/context-class.ts';
import { opens } from './service-provider.ts';
import { type Idp, idpForThisTest } from './world.ts';

const CALLBACK = 'https://app.example/callback';
const client = { client_id: 'app', client_secret: 'a secret of the app', redirect_uris: [CALLBACK] };

/** An app that uses openid-client to sign people in here. */
async function appOf(idp: Idp): Promise<Configuration> {
  const execute = [allowInsecureRequests];
  return discovery(new URL(`${idp.url}/openid`), client.client_id, client.client_secret, undefined, { execute });
}

/** Follows redirects until the sign-in page, or until a redirect to the app. */
async function follows(person: Person, path: string): Promise<string> {
  let next = path;
  for (let hops = 0; hops < 10; hops++) {
    const { location = '', status, text } = await opens(person.client, next);
    if (status !== 303 && status !== 302) throw new Error(`${status} at ${next}: ${text}`);
    const url = new URL(location, person.client.origin);
    if (url.origin !== person.client.origin || url.pathname === '/sign-in') return location;
    next = url.pathname + url.search;
  }
  throw new Error('sent in circles');
}

async function asks(config: Configuration, parameters: Record<string, string> = {}) {
  const verifier = randomPKCECodeVerifier();
  const url = buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid',
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...parameters,
  });
  const claimsOf = async (location: string) => {
    const tokens = await authorizationCodeGrant(config, new URL(location), { pkceCodeVerifier: verifier });
    return tokens.claims();
  };
  return { path: url.pathname + url.search, claimsOf };
}

it('W10 an OpenID provider answers no app before enrollment is done, and then tells acr and amr truly', async () => {
  const idp = await idpForThisTest({ clients: [client] });
  const config = await appOf(idp);
  const cleo = idp.person('cleo@example.org');
  const { path, claimsOf } = await asks(config);
  expect(await follows(cleo, path)).toBe('/sign-in');
  const pending = await cleo.proves('password', 'email-code');
  expect(pending).toMatchObject(asksToEnroll);
  expect(pending.text).not.toContain('continuation');
  const half = cleo.elsewhere();
  for (const [name, value] of cleo.client.cookies) half.client.cookies.set(name, value);
  expect(await follows(half, (await asks(config)).path)).toBe('/sign-in');

  const done = await cleo.enrollsTotp();
  const location = await follows(cleo, done.body.continuation?.location ?? '');
  expect(await claimsOf(location)).toMatchObject({
    sub: done.body.session?.accountId,
    acr: CLASSES.mfa,
    amr: expect.arrayContaining(['pwd', 'otp', 'mfa']),
    auth_time: Math.floor(Date.parse(done.body.session?.authTime ?? '') / 1_000),
  });
});

it('asks for more where an app wants more than one factor, and vouches for no old session of its own', async () => {
  const idp = await idpForThisTest({ clients: [client] });
  const config = await appOf(idp);
  const dora = idp.person('dora@example.org');
  expect(await dora.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  const plain = await asks(config);
  expect((await plain.claimsOf(await follows(dora, plain.path)))?.['acr']).toBe(CLASSES.password);

  const strict = await asks(config, { acr_values: CLASSES.mfa });
  expect(await follows(dora, strict.path)).toBe('/sign-in');
  const done = await dora.enrollsTotp();
  expect(done).toMatchObject(complete('enhanced'));
  expect((await strict.claimsOf(await follows(dora, done.body.continuation?.location ?? '')))?.['acr']).toBe(
    CLASSES.mfa,
  );

  await dora.signsOut();
  expect(await follows(dora, (await asks(config)).path)).toBe('/sign-in');
});

it('prompt=login asks everything anew', async () => {
  const idp = await idpForThisTest({ clients: [client] });
  const config = await appOf(idp);
  const dora = idp.person('dora@example.org');
  // The provider dates requests by the machine's clock, in whole seconds. Dora's proof is made 5 s earlier, to be older than every request.
  idp.clock.advance(-5_000);
  await dora.proves('password', 'email-code');
  idp.clock.advance(5_000);
  const { path, claimsOf } = await asks(config, { prompt: 'login' });
  expect(await follows(dora, path)).toBe('/sign-in');
  await dora.proves('password');
  const done = await dora.goesOnWith('email-code');
  const claims = await claimsOf(await follows(dora, done.body.continuation?.location ?? ''));
  expect(claims?.auth_time).toBe(Math.floor(idp.clock.now / 1_000));
});
