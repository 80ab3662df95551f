import { describe, expect, it } from 'vitest';
import { APP_CALLBACK, type App, type AppBrowser, ORIGIN, startApp } from './app.test-support.ts';
import type { OidcOptions } from './options.ts';
import { corp } from './round-trip.test-support.ts';
import { type UserAgent, userAgent } from './user-agent.test-support.ts';

const { SALLYPORT_LEMONLDAP_OIDC: llng = '', SALLYPORT_GLEWLWYD: glewlwyd = '' } = process.env;

const SECRET = 'a-secret_of.this*app';
const ROLES = { roles: ['timelords'], rolesClaim: 'groups' };

/** A person with a browser, at the app and at the provider. */
interface Person {
  readonly app: AppBrowser;
  readonly agent: UserAgent;
}

/** Fills in the pages of one provider. */
type AtProvider = (agent: UserAgent, address: string, stopAt: string) => Promise<Visit>;

interface Visit {
  readonly back: URL;
  readonly asked: number;
}

function appOf(issuer: string, options: Partial<OidcOptions> = {}): Promise<App> {
  return startApp(corp(issuer, { clientId: 'our-app', clientSecret: SECRET, ...options }), {
    roles: { timelords: { requiredStrength: 'single' } },
  });
}

const person = (app: App): Person => ({ app: app.newBrowser(), agent: userAgent() });

/** From the app to the provider and back. `asked` is the number of passwords that the provider asked for. */
async function travels(
  { app, agent }: Person,
  atProvider: AtProvider,
  query = '',
): Promise<{ readonly left: URL; readonly asked: number; readonly end: string }> {
  const { location } = await app.ask('GET', `/auth/sign-in/sso/corp${query}`);
  const { back, asked } = await atProvider(agent, location, APP_CALLBACK);
  return { left: new URL(location), asked, end: (await app.ask('GET', back.href)).location };
}

const askedOf = ({ left }: { readonly left: URL }, ...names: string[]) =>
  names.map((name) => left.searchParams.get(name));

const account = async ({ app }: Person) => (await app.ask('GET', '/auth/account')).body;

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

/** Dr Who, at the portal's page of name and password. */
const atPortal: AtProvider = async (agent, address, stopAt) => {
  let next = address;
  let form: URLSearchParams | undefined;
  let asked = 0;
  for (let hop = 0; hop < 20; hop += 1) {
    if (next.startsWith(stopAt)) return { back: new URL(next), asked };
    const response = await agent.go(next, form === undefined ? {} : { method: 'POST', body: form });
    const location = response.headers.get('location');
    if (location !== null) {
      next = new URL(location, next).href;
      form = undefined;
      continue;
    }
    const html = await response.text();
    const [shown] = /<form[\s\S]*?<\/form>/.exec(html) ?? [];
    if (shown === undefined) throw new Error(`${response.status} at ${next}: ${html.slice(0, 2_000)}`);
    const action = /<form[^>]*\saction="([^"]*)"/.exec(shown)?.[1] ?? '#';
    form = new URLSearchParams();
    for (const [input] of shown.matchAll(/<input[^>]*>/g)) {
      const [name, value = ''] = ['name', 'value'].map((one) => new RegExp(`\\s${one}="([^"]*)"`).exec(input)?.[1]);
      if (name !== undefined && !input.includes('checkbox')) form.append(name, value);
    }
    if (form.has('user')) {
      asked += 1;
      form.set('user', 'dwho');
      form.set('password', 'dwho');
    }
    if (action !== '#') next = new URL(action.replaceAll('&amp;', '&'), next).href;
  }
  throw new Error('too many pages');
};

/** `packages/oidc/walk/lemonldap-ng.sh` starts the portal, and runs these. */
describe.skipIf(llng === '')('LemonLDAP::NG', () => {
  it('P7 signs a person in by a code with PKCE, with the mail and the role, and as the same person again', async () => {
    const app = await appOf(llng, ROLES);
    const who = person(app);
    const first = await travels(who, atPortal);
    expect(askedOf(first, 'response_type', 'code_challenge_method', 'prompt')).toEqual(['code', 'S256', null]);
    expect(first).toMatchObject({ asked: 1, end: '/account' });
    const before = await account(who);
    expect(before).toMatchObject({ externalIds: [{ provider: 'corp' }], roles: ['timelords'] });
    expect(JSON.stringify(before)).toContain('dwho@badwolf.org');
    const again = { ...who, app: app.newBrowser() };
    expect(await travels(again, atPortal)).toMatchObject({ asked: 0, end: '/account' });
    expect(await account(again)).toMatchObject({ accountId: before['accountId'] });
    expect(app.logged).toEqual([]);
  });

  it('X8 is offered for a recent proof, asks the person again, and dates the new sign-in', async () => {
    const who = person(await appOf(llng));
    await travels(who, atPortal);
    await pause(6);
    const stepUp = await who.app.ask('POST', '/auth/step-up', { within: '5s' });
    expect(stepUp.body).toMatchObject({ accept: [{ method: 'sso', provider: 'corp' }] });
    const again = await travels(who, atPortal, '?continues=1');
    expect(askedOf(again, 'prompt', 'max_age')).toEqual(['login', '1']);
    expect(again).toMatchObject({ asked: 1, end: '/account' });
    expect((await who.app.ask('POST', '/auth/step-up', { within: '5s' })).body).toMatchObject({ status: 'complete' });
  });

  it('P7 asks who signs in, for a person who wants to be somebody else', async () => {
    const who = person(await appOf(llng));
    await travels(who, atPortal);
    await pause(2);
    const other = { ...who, app: (await appOf(llng)).newBrowser() };
    const asked = await travels(other, atPortal, '?asksWho=1');
    expect(askedOf(asked, 'prompt', 'max_age')).toEqual(['login', '1']);
    expect(asked).toMatchObject({ asked: 1, end: '/account' });
  });

  it('P7 signs out at the portal too, which sends the person back', async () => {
    const app = await appOf(llng);
    const who = person(app);
    await travels(who, atPortal);
    const { body } = await who.app.ask('DELETE', '/auth/session');
    expect((await atPortal(who.agent, String(body['logout']), ORIGIN)).back.href).toBe(`${ORIGIN}/`);
    expect(await travels({ ...who, app: app.newBrowser() }, atPortal)).toMatchObject({ asked: 1, end: '/account' });
  });

  it('P7 refuses a wrong secret, and the log says so', async () => {
    const app = await appOf(llng, { clientSecret: 'wrong' });
    expect(await travels(person(app), atPortal)).toMatchObject({ end: '/sign-in?problem=invalid-credentials' });
    expect(JSON.stringify(app.logged)).toContain('the provider does not accept');
  });

  it('X45 signs with HS512 if the manager says so, and the log says what to change', async () => {
    const app = await appOf(llng, { clientId: 'hs512' });
    expect(await travels(person(app), atPortal)).toMatchObject({ end: '/sign-in?problem=invalid-credentials' });
    expect(JSON.stringify(app.logged)).toContain('choose RS256 or ES256 for this app at the provider');
  });
});

/** Alice, by the calls that the page of glewlwyd makes. */
const atGlewlwyd: AtProvider = async (agent, address, stopAt) => {
  const call = async (method: string, path: string, body?: object): Promise<boolean> => {
    const init = {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    };
    return (await agent.go(`${glewlwyd}/api/${path}`, init)).ok;
  };
  let next = address;
  let asked = 0;
  for (let hop = 0; hop < 20; hop += 1) {
    if (next.startsWith(stopAt)) return { back: new URL(next), asked };
    const { searchParams, pathname } = new URL(next);
    if (pathname !== '/login.html') {
      const response = await agent.go(next);
      next = new URL(response.headers.get('location') ?? '', next).href;
      continue;
    }
    const after = searchParams.get('callback_url') ?? '';
    if (searchParams.get('prompt') === 'end_session') {
      expect(await call('DELETE', `oidc/session/${searchParams.get('sid')}`)).toBe(true);
      expect(await call('DELETE', 'auth/')).toBe(true);
      next = after;
      continue;
    }
    if (searchParams.get('prompt') === 'login' || !(await call('GET', 'profile_list'))) {
      asked += 1;
      expect(await call('POST', 'auth/', { username: 'alice', password: 'Right-Pass-1' })).toBe(true);
      expect(await call('PUT', 'auth/grant/our-app', { scope: 'openid email profile' })).toBe(true);
    }
    next = `${after}&g_continue`;
  }
  throw new Error('too many pages');
};

/** `packages/oidc/walk/glewlwyd.sh` starts the server, and runs these. */
describe.skipIf(glewlwyd === '')('glewlwyd', () => {
  const issuer = `${glewlwyd}/api/oidc`;
  const roles = { roles: ['staff'], rolesClaim: 'groups' };

  it('P7 signs a person in by a code with PKCE, with the role, and as the same person again', async () => {
    const app = await appOf(issuer, roles);
    const who = person(app);
    const first = await travels(who, atGlewlwyd);
    expect(askedOf(first, 'response_type', 'code_challenge_method', 'prompt')).toEqual(['code', 'S256', null]);
    expect(first).toMatchObject({ asked: 1, end: '/account' });
    const before = await account(who);
    expect(before).toMatchObject({ externalIds: [{ provider: 'corp' }], roles: ['staff'] });
    const again = { ...who, app: app.newBrowser() };
    expect(await travels(again, atGlewlwyd)).toMatchObject({ asked: 0, end: '/account' });
    expect(await account(again)).toMatchObject({ accountId: before['accountId'] });
    expect(app.logged).toEqual([]);
  });

  it('X8 dates no sign-in, and is not offered for a recent proof', async () => {
    const who = person(await appOf(issuer));
    await travels(who, atGlewlwyd);
    const stepUp = await who.app.ask('POST', '/auth/step-up', { within: '5m' });
    expect(stepUp).toMatchObject({ status: 403, body: { code: 'no-way-in' } });
  });

  it('P7 asks who signs in, for a person who wants to be somebody else', async () => {
    const who = person(await appOf(issuer));
    await travels(who, atGlewlwyd);
    const other = { ...who, app: (await appOf(issuer)).newBrowser() };
    const asked = await travels(other, atGlewlwyd, '?asksWho=1');
    expect(askedOf(asked, 'prompt', 'max_age')).toEqual(['login', '1']);
    expect(asked).toMatchObject({ asked: 1, end: '/account' });
  });

  it('P7 signs out at the server too, which sends the person back', async () => {
    const app = await appOf(issuer);
    const who = person(app);
    await travels(who, atGlewlwyd);
    const { body } = await who.app.ask('DELETE', '/auth/session');
    expect((await atGlewlwyd(who.agent, String(body['logout']), ORIGIN)).back.href).toBe(`${ORIGIN}/`);
    expect(await travels({ ...who, app: app.newBrowser() }, atGlewlwyd)).toMatchObject({ asked: 1, end: '/account' });
  });

  it('P7 refuses a wrong secret, and the log says so', async () => {
    const app = await appOf(issuer, { clientSecret: 'wrong' });
    expect(await travels(person(app), atGlewlwyd)).toMatchObject({ end: '/sign-in?problem=invalid-credentials' });
    expect(JSON.stringify(app.logged)).toContain('the provider answered unauthorized_client');
  });

  it('X45 refuses PKCE that the administrator did not allow, and the log says what to change', async () => {
    const app = await appOf(`${glewlwyd}/api/plain`);
    expect(await travels(person(app), atGlewlwyd)).toMatchObject({ end: '/sign-in?problem=invalid-credentials' });
    expect(JSON.stringify(app.logged)).toContain('allow PKCE with S256 for this app at the provider');
  });
});
