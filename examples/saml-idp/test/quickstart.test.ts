import { type Quickstart, startQuickstart } from '@sallyport/example-quickstart/server';
import { Client } from '@sallyport/example-quickstart/test/client';
import { atOnce, complete } from '@sallyport/example-quickstart/test/expectations';
import { freePort } from '@sallyport/test-support/free-port';
import { expect, it, onTestFinished } from 'vitest';
import { CLASSES } from '../src/saml/context-class.ts';
import { serviceProviders } from '../src/saml/service-providers.ts';
import { opens, type PostedForm } from './service-provider.ts';
import { type Idp, idpForThisTest, realClock } from './world.ts';

// The quickstart signs people in by this identity provider: Sallyport on both sides, with SAML in between.

const DORA = 'dora@example.org';
const SSO = '/auth/sign-in/sso/corp-saml';
const POLICY = {
  administrators: { policy: ['super-admin'], people: ['admin'] },
  roles: { 'super-admin': { requiredStrength: 'enhanced' } },
  providers: {
    'corp-saml': { trust: [{ acr: CLASSES.mfa, strength: 'enhanced' }], mailDomains: ['example.org'] },
  },
} as const;

interface Both {
  readonly idp: Idp;
  readonly app: Quickstart;
  newClient(): Client;
}

async function both(): Promise<Both> {
  const port = await freePort();
  const site = `http://localhost:${port}${SSO}`;
  const clock = realClock();
  const apps = serviceProviders(JSON.stringify([{ entityId: `${site}/metadata`, acs: `${site}/callback` }]));
  const idp = await idpForThisTest({ apps }, clock);
  const idpMetadata = await (await fetch(`${idp.url}/saml/metadata`)).text();
  const app = await startQuickstart({
    port,
    policy: POLICY,
    saml: { id: 'corp-saml', name: 'Corp', idpMetadata },
    clock: () => clock.now,
    passwordHashing: { memoryCost: 8, timeCost: 1 },
  });
  onTestFinished(() => app.close());
  return { idp, app, newClient: () => new Client(app.url) };
}

/** Goes to the identity provider, signs in there, and returns the form of its page. */
async function signsInAtCorp({ idp }: Both, client: Client): Promise<PostedForm> {
  const left = await opens(client, SSO);
  expect(left.status).toBe(303);
  const { pathname, search, origin } = new URL(left.location ?? '');
  expect(origin).toBe(idp.url);
  const dora = idp.person(DORA);
  await opens(dora.client, pathname + search);
  await dora.proves('password', 'email-code');
  const asked = await opens(dora.client, pathname + search);
  // The quickstart requests the context that its policy trusts: more than one factor.
  expect(asked).toMatchObject({ status: 303, location: '/sign-in' });
  const done = await dora.enrollsTotp();
  expect(done).toMatchObject(complete('enhanced'));
  const { form, text } = await opens(dora.client, done.body.continuation?.location ?? '');
  if (form === undefined) throw new Error(text);
  return form;
}

/** Posts the form as the provider's page does: from another site, without cookies. */
async function posts(form: PostedForm): Promise<{ status: number; location: string }> {
  const response = await fetch(form.action, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: 'https://idp.example', 'sec-fetch-site': 'cross-site' },
    body: new URLSearchParams({ SAMLResponse: form.response, RelayState: form.relayState ?? '' }),
  });
  const url = new URL(response.headers.get('location') ?? '', form.action);
  expect(response.headers.getSetCookie()).toEqual([]);
  return { status: response.status, location: url.pathname + url.search };
}

it('P7 X14 dora signs in with her corporate identity: what the provider proved counts, and nothing is asked again', async () => {
  const world = await both();
  const client = world.newClient();
  const form = await signsInAtCorp(world, client);
  const posted = await posts(form);
  expect(posted.status).toBe(303);
  // A browser without the flow's cookie gets nothing, and does not use up the response.
  const stranger = await opens(world.newClient(), posted.location);
  expect(stranger.location).toMatch(/\/sign-in\?problem=/);
  const again = await posts(form);
  const arrived = await opens(client, again.location);
  expect(arrived).toMatchObject({ status: 303, location: expect.stringMatching(/\/account$/) });
  const session = await client.get('/session');
  expect(session).toMatchObject({ status: 200, body: { session: { strength: 'enhanced' } } });
  expect(await client.get('/account')).toMatchObject({
    body: { identifiers: [DORA], externalIds: [expect.objectContaining({ provider: 'corp-saml' })] },
  });
});

it('one response that is posted and fetched twenty times at once gives one session', async () => {
  const world = await both();
  const client = world.newClient();
  const form = await signsInAtCorp(world, client);
  const posted = await atOnce(20, () => posts(form));
  const arrivals = await atOnce(20, async (index) => {
    const tab = client.copy();
    const arrived = await opens(tab, posted[index]?.location ?? '');
    return { arrived, session: await tab.get('/session') };
  });
  expect(arrivals.filter(({ session }) => session.status === 200)).toHaveLength(1);
  expect(arrivals.filter(({ arrived }) => arrived.location?.includes('problem='))).toHaveLength(19);

  // The used response is also refused later, in this browser and in another browser with a pending sign-in.
  const other = world.newClient();
  await opens(other, SSO);
  for (const late of [client.copy(), other]) {
    await opens(late, (await posts(form)).location);
    expect((await late.get('/session')).status).toBe(401);
  }
});

it('X3 twenty tabs that each post one response, and go where they are sent, have one session', async () => {
  const world = await both();
  const client = world.newClient();
  const form = await signsInAtCorp(world, client);
  const sessions = await atOnce(20, async () => {
    const tab = client.copy();
    await opens(tab, (await posts(form)).location);
    return (await tab.get('/session')).status;
  });
  expect(sessions.filter((status) => status === 200)).toHaveLength(1);
});

it('a response that was changed is refused, and the honest one that follows is taken', async () => {
  const world = await both();
  const client = world.newClient();
  const form = await signsInAtCorp(world, client);
  const forged = Buffer.from(form.xml.replaceAll(DORA, 'ada@example.org')).toString('base64');
  const refused = await opens(client, (await posts({ ...form, response: forged })).location);
  expect(refused.location).toMatch(/\/sign-in\?problem=invalid-credentials/);
  expect((await client.get('/session')).status).toBe(401);
  await opens(client, (await posts(form)).location);
  expect(await client.get('/session')).toMatchObject({ status: 200 });
});

it('the metadata of the quickstart is what the identity provider knows it by', async () => {
  const { app } = await both();
  const response = await fetch(`${app.url}${SSO}/metadata`);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain(`${app.url}${SSO}/callback`);
});
