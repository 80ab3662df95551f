import {
  createSallyport,
  hostCode,
  type ProvidedIdentity,
  ProviderUnavailable,
  type SignInProvider,
} from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { fetchHandler } from '../serve/fetch-handler.ts';

const ORIGIN = 'http://localhost:3000';
const PASSWORD = 'correct horse battery staple';
const ADA = 'ada@corp.example';

/** A provider whose every code is the subject that it names. */
function provider(kind: SignInProvider['kind'], state: { isDown: boolean }): SignInProvider {
  const id = kind === 'oidc' ? 'corp' : 'corp-saml';
  return {
    kind,
    id,
    name: 'Example Corp',
    roles: [],
    async begin(request) {
      if (state.isDown) throw new ProviderUnavailable(id);
      const asked = request.asksWho === true ? '&prompt=select_account' : '';
      return {
        location: `https://idp.example/${id}?state=${request.state}${asked}`,
        kept: { callback: request.callback },
      };
    },
    async finish({ parameters, kept, callback }) {
      const subject = parameters['code'] ?? parameters['SAMLResponse'] ?? '';
      if (subject === '' || kept['callback'] !== callback) return { outcome: 'refused', why: 'nobody' };
      const email = { address: `${subject}@corp.example`, verified: true };
      const identity: ProvidedIdentity = { issuer: 'https://idp.example', subject, email, roles: [] };
      return { outcome: 'signed-in', identity };
    },
    logout: ({ returnTo }) => `https://idp.example/logout?return=${encodeURIComponent(returnTo)}`,
    metadata: kind === 'saml' ? (callback) => `<EntityDescriptor>${callback}</EntityDescriptor>` : undefined,
  };
}

async function site(policy: object = {}) {
  const state = { isDown: false };
  const auth = createSallyport({
    origin: ORIGIN,
    secrets: ['a secret that is long enough to be one'],
    store: memoryStore(),
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    providers: [provider('oidc', state), provider('saml', state)],
    policy: {
      requiredStrength: 'single',
      providers: { corp: { mailDomains: ['corp.example'] }, 'corp-saml': { mailDomains: ['corp.example'] } },
      ...policy,
    },
  });
  await auth.ready();
  await auth.people.create({ identifier: ADA, email: ADA, password: PASSWORD, by: hostCode('host') });
  await auth.people.create({ identifier: 'ben', password: PASSWORD, by: hostCode('host') });
  const handle = fetchHandler(auth, { basePath: '/auth' });
  const jar = new Map<string, string>();
  async function ask(line: string, { body, headers = {} }: { body?: BodyInit; headers?: Record<string, string> } = {}) {
    const [method = '', path = ''] = line.split(' ');
    const sent = {
      origin: ORIGIN,
      ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
      cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
      ...headers,
    };
    const init = { method, headers: sent, body };
    const response = await handle(new Request(`${ORIGIN}/auth${path}`, init));
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    const location = response.headers.get('location') ?? undefined;
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const flow = response.headers.get('sallyport-continues') ?? '';
    return { status: response.status, location, flow, text, body: isJson && text !== '' ? JSON.parse(text) : {} };
  }
  const leaves = async (id = 'corp'): Promise<string> => {
    const { status, location = '' } = await ask(`GET /sign-in/sso/${id}`);
    expect(status).toBe(303);
    return new URL(location).searchParams.get('state') ?? '';
  };
  return { state, jar, ask, leaves };
}

describe('single sign-on over HTTP', () => {
  it('P7 goes to the provider, and back to the signed-in page', async () => {
    const { ask, leaves } = await site();
    const state = await leaves();
    const back = await ask(`GET /sign-in/sso/corp/callback?code=ada&state=${state}`);
    expect(back).toMatchObject({ status: 303, location: '/account' });
    const account = await ask('GET /account');
    expect(account.body).toMatchObject({ externalIds: [{ provider: 'corp', subject: 'ada', address: ADA }] });
    const out = await ask('DELETE /session');
    expect(out.body).toEqual({ logout: 'https://idp.example/logout?return=http%3A%2F%2Flocalhost%3A3000%2F' });
  });

  it('X7 X26 a link on another site does not leave for a provider if the browser has a session', async () => {
    const { ask, leaves } = await site();
    const elsewhere = { headers: { 'sec-fetch-site': 'cross-site' } };
    expect(new URL((await ask('GET /sign-in/sso/corp', elsewhere)).location ?? '').host).toBe('idp.example');
    await ask(`GET /sign-in/sso/corp/callback?code=ada&state=${await leaves()}`);
    const { accountId } = (await ask('GET /account')).body;
    expect(await ask('GET /sign-in/sso/corp', elsewhere)).toMatchObject({ status: 303, location: '/sign-in' });
    expect((await ask('GET /account')).body).toMatchObject({ accountId });
    const inPage = { headers: { 'sec-fetch-site': 'same-origin' } };
    expect(new URL((await ask('GET /sign-in/sso/corp', inPage)).location ?? '').host).toBe('idp.example');
  });

  it('P7 asks the provider who signs in, for a person who wants to be somebody else', async () => {
    const { ask } = await site();
    const promptOf = async (query: string): Promise<string | null> =>
      new URL((await ask(`GET /sign-in/sso/corp${query}`)).location ?? '').searchParams.get('prompt');
    // The first opens a flow, and the others leave in that flow.
    expect(await promptOf('?asksWho=1')).toBe('select_account');
    expect(await promptOf('?asksWho=1')).toBe('select_account');
    for (const query of ['', '?asksWho=0', '?asksWho=yes', '?asksWho=1&asksWho=1', '?other=1'])
      expect(await promptOf(query), query).toBeNull();
  });

  it('P7 X8 leaves for a provider in the open flow alone, for a page that continues a flow', async () => {
    const { ask, leaves } = await site();
    const goesOn = () => ask('GET /sign-in/sso/corp?continues=1');
    expect(await goesOn()).toMatchObject({ status: 303, location: '/sign-in?problem=flow-expired' });
    expect((await ask('GET /sign-in')).body).toMatchObject({ status: 'open' });
    await leaves();
    expect(new URL((await goesOn()).location ?? '').host).toBe('idp.example');
  });

  it('P7 X8 leaves in the flow that a page names, and in no other flow of the browser', async () => {
    const { ask } = await site();
    const begins = () => ask('POST /sign-in', { body: JSON.stringify({ identifier: ADA }) });
    const mine = await begins();
    const theirs = await begins();
    expect(mine.flow).not.toBe('');
    const to = async (named: string) => (await ask(`GET /sign-in/sso/corp?continues=${named}`)).location;
    for (const named of [mine.flow, '0', 'nonsense'])
      expect(await to(named), named).toBe('/sign-in?problem=flow-expired');
    expect(await to(theirs.flow)).not.toContain('flow-expired');
  });

  it('P7 lists the providers, and names them among what a flow accepts', async () => {
    const { ask } = await site();
    const place = `${ORIGIN}/auth/sign-in/sso/corp`;
    expect((await ask('GET /sign-in')).body).toMatchObject({
      status: 'open',
      providers: [{ id: 'corp', name: 'Example Corp', location: place }, { id: 'corp-saml' }],
    });
    const begun = await ask('POST /sign-in', { body: JSON.stringify({ identifier: ADA }) });
    expect(begun.body.accept).toContainEqual({ method: 'sso', provider: 'corp', location: place });
  });

  it('X29 tells on the sign-in page that there is no room for another session', async () => {
    const { ask, leaves, jar } = await site({ session: { most: 1, beyond: 'refuse' } });
    const comesBack = async () => ask(`GET /sign-in/sso/corp/callback?code=ada&state=${await leaves()}`);
    expect(await comesBack()).toMatchObject({ location: '/account' });
    jar.clear();
    expect(await comesBack()).toMatchObject({ location: '/sign-in?problem=session-limit' });
  });

  it('P7 tells on the sign-in page what failed, and leaves the flow where it was', async () => {
    const { ask, leaves, state } = await site();
    const callback = 'GET /sign-in/sso/corp/callback';
    expect(await ask(`${callback}?code=ada&state=x`)).toMatchObject({ location: '/sign-in?problem=flow-expired' });
    const sent = await leaves();
    for (const query of [
      '',
      '?code=ada',
      '?code=ada&state=x',
      `?code=&state=${sent}`,
      `?code=ada&state=${sent}&state=x`,
    ])
      expect(await ask(`${callback}${query}`)).toMatchObject({
        status: 303,
        location: '/sign-in?problem=invalid-credentials',
      });
    expect(await ask(`HEAD /sign-in/sso/corp/callback?code=ada&state=${sent}`)).toMatchObject({ status: 404 });
    expect(await ask(`${callback}?code=ada&state=${sent}`)).toMatchObject({ location: '/account' });
    state.isDown = true;
    expect(await ask('GET /sign-in/sso/corp')).toMatchObject({
      status: 303,
      location: '/sign-in?problem=provider-unavailable',
    });
  });

  it('X7 a first tab, a reload and Back go on as the person who is signed in by now', async () => {
    const { ask, leaves, jar } = await site();
    const callback = 'GET /sign-in/sso/corp/callback';
    const first = await leaves();
    const second = await leaves();
    const back = `${callback}?code=ada&state=${second}`;
    expect(await ask(`${callback}?code=ada&state=${first}`)).toMatchObject({
      location: '/sign-in?problem=invalid-credentials',
    });
    expect(await ask(back)).toMatchObject({ location: '/account' });
    const { accountId } = (await ask('GET /account')).body;
    for (const late of [back, `${callback}?code=ben&state=${first}`, `${callback}?error=access_denied`])
      expect(await ask(late)).toMatchObject({ status: 303, location: '/account' });
    expect((await ask('GET /account')).body).toMatchObject({ accountId });
    await ask('DELETE /session');
    expect(await ask(back)).toMatchObject({ location: '/sign-in?problem=flow-expired' });
    jar.clear();
    expect(await ask(back)).toMatchObject({ location: '/sign-in?problem=flow-expired' });
  });

  it('X7 a provider that is not there is 404, and a client in token mode is refused', async () => {
    const { ask } = await site();
    for (const line of [
      'GET /sign-in/sso/club',
      'GET /sign-in/sso/club/callback',
      'GET /sign-in/sso/club/metadata',
      'GET /sign-in/sso/corp/metadata',
    ])
      expect(await ask(line)).toMatchObject({ status: 404 });
    const answer = await ask('GET /sign-in/sso/corp', { headers: { 'sallyport-client': 'token' } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed-input' } });
  });

  it('P7 takes what a SAML page posts from another site, without its cookies, and finishes where the flow is', async () => {
    const { ask, leaves } = await site();
    const state = await leaves('corp-saml');
    const form = (SAMLResponse: string, RelayState: string) => ({
      body: new URLSearchParams({ SAMLResponse, RelayState, surplus: '1' }),
      headers: { origin: 'https://idp.example', cookie: '', 'sec-fetch-site': 'cross-site' },
    });
    const place = 'POST /sign-in/sso/corp-saml/callback';
    const posted = await ask(place, form('ada', state));
    const callback = `${ORIGIN}/auth/sign-in/sso/corp-saml/callback?RelayState=${encodeURIComponent(state)}`;
    expect(posted).toMatchObject({ status: 303, location: expect.stringContaining(`${callback}&ticket=`) });
    const path = (posted.location ?? '').slice(`${ORIGIN}/auth`.length);
    // Only the browser that posted has the ticket.
    expect(await ask(`GET ${callback.slice(`${ORIGIN}/auth`.length)}`)).toMatchObject({
      location: '/sign-in?problem=invalid-credentials',
    });
    expect(await ask(`GET ${path}`, { headers: { cookie: '' } })).toMatchObject({
      location: '/sign-in?problem=flow-expired',
    });
    expect(await ask(`GET ${path}&SAMLResponse=ben`)).toMatchObject({ location: '/account' });
    expect(await ask(place, form('a'.repeat(256 * 1024), state))).toMatchObject({ status: 413 });
    expect(await ask(place, form('ada', 'made up'))).toMatchObject({ status: 303 });
    expect(await ask(place, { body: '{}' })).toMatchObject({
      ...{ status: 415, body: { detail: 'The body has to be application/x-www-form-urlencoded.' } },
    });
    const oidc = await ask('POST /sign-in/sso/corp/callback', form('ada', state));
    expect(oidc).toMatchObject({ status: 404 });
    const metadata = await ask('GET /sign-in/sso/corp-saml/metadata');
    expect(metadata.text).toContain(`${ORIGIN}/auth/sign-in/sso/corp-saml/callback`);
  });

  it('X9 links an identity in a session with recent proof, and unlinks it', async () => {
    const { ask } = await site({ enrollment: { firstFactor: 'password' } });
    expect(await ask('POST /enroll/sso/corp', { body: '{}' })).toMatchObject({ status: 401 });
    await ask('POST /sign-in', { body: JSON.stringify({ identifier: 'ben', password: PASSWORD }) });
    const begun = await ask('POST /enroll/sso/corp', { body: '{}' });
    const state = new URL(begun.body.location).searchParams.get('state') ?? '';
    const callback = 'GET /sign-in/sso/corp/callback';
    expect(await ask(`${callback}?state=${state}`)).toMatchObject({ location: '/account?problem=invalid-credentials' });
    expect(await ask(`${callback}?code=other&state=${state}`)).toMatchObject({ status: 303, location: '/account' });
    expect((await ask('GET /account')).body.externalIds).toMatchObject([{ subject: 'other' }]);
    expect(await ask('POST /enroll/sso/corp', { body: '{}' })).toMatchObject({ status: 409 });
    expect((await ask('DELETE /account/external-ids/corp', { body: '{}' })).body.externalIds).toEqual([]);
    expect(await ask('DELETE /account/external-ids/corp', { body: '{}' })).toMatchObject({ status: 404 });
  });

  it('P8 a preferred provider is gone to at once, and not with ?local=1', async () => {
    const { ask } = await site({ preferSso: 'corp' });
    const location = `${ORIGIN}/auth/sign-in/sso/corp`;
    expect((await ask('GET /sign-in')).body).toMatchObject({ status: 'redirect', location });
    expect((await ask('GET /sign-in?local=1')).body).toMatchObject({ status: 'open', preferSso: 'corp' });
  });

  it('X13 P8 a browser with a session is sent to no provider before the person decides', async () => {
    const { ask } = await site({ preferSso: 'corp' });
    await ask('POST /sign-in', { body: JSON.stringify({ identifier: 'ben', password: PASSWORD }) });
    const lured = await ask('GET /sign-in/sso/corp', { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(lured).toMatchObject({ status: 303, location: '/sign-in' });
    expect((await ask('GET /sign-in')).body).toMatchObject({ status: 'open', preferSso: 'corp' });
    await ask('DELETE /session', { body: '{}' });
    expect((await ask('GET /sign-in')).body).toMatchObject({ status: 'redirect' });
  });
});
