import { createSallyport, hostCode, isRefusal, type Sallyport } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { fetchSallyport } from './fetch-sallyport.ts';

const ORIGIN = 'https://app.example';
const [IDENTIFIER, PASSWORD] = ['ada@example.org', 'correct horse battery staple'];
const PAGE = { 'sec-fetch-mode': 'navigate', accept: 'text/html,*/*;q=0.8' };

/** An app with pages that people open, and a browser with cookies. */
async function opened() {
  const codes: string[] = [];
  const auth = createSallyport({
    origin: ORIGIN,
    secrets: ['a secret of a test, long enough to be taken'],
    store: memoryStore(),
    policy: {
      ...{ administrators: {}, emailCodes: { offer: 'always' } },
      organisations: { roles: { owner: {} }, administrators: { rule: ['owner'] } },
    },
    passwordHashing: { memoryCost: 64, timeCost: 1 },
    sendMail: async (mail) => {
      if ('code' in mail) codes.push(String(mail.code));
    },
  });
  await auth.ready();
  const ada = { identifier: IDENTIFIER, email: IDENTIFIER, password: PASSWORD, by: hostCode('host') };
  const made = await auth.people.create(ada);
  if (isRefusal(made)) throw new Error(made.refused);
  const guard = fetchSallyport(auth, { basePath: '/auth' });
  const jar = new Map<string, string>();
  const asked = async (app: (request: Request) => Promise<Response>, path: string, init: RequestInit = {}) => {
    const cookie = Array.from(jar, ([name, value]) => `${name}=${value}`).join('; ');
    const headers = { origin: ORIGIN, ...(cookie !== '' && { cookie }), ...Object(init.headers) };
    const response = await app(new Request(ORIGIN + path, { ...init, headers }));
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  const post = (path: string, body: object) =>
    asked(guard.handle, `/auth${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  const signsIn = async () => {
    await post('/sign-in', { identifier: IDENTIFIER, password: PASSWORD });
    await post('/sign-in/email-code/send', {});
    const done = await post('/sign-in/email-code', { code: codes.at(-1) });
    expect(await done.json()).toMatchObject({ status: 'complete' });
  };
  const route =
    (...demand: Parameters<typeof guard.require>) =>
    (path: string, headers: Readonly<Record<string, string>> = PAGE, method = 'GET') =>
      asked(
        guard.require(...demand)(async () => new Response('the page')),
        path,
        { method, headers },
      );
  return { auth, accountId: made.accountId, guard, asked, signsIn, route };
}

const placeOf = (response: Response) => [response.status, response.headers.get('location')];

describe('X26 a page that people open', () => {
  it('leads to the sign-in page that the app names for the request, and never off the site', async () => {
    const { route } = await opened();
    const page = route(undefined, {
      signInPage: (request) => `/${new URL(request.url).searchParams.get('of')}/sign-in`,
    });
    expect(placeOf(await page('/reports?of=north'))).toEqual([303, '/north/sign-in?next=%2Freports%3Fof%3Dnorth']);
    for (const of of ['/elsewhere.example', '%5Celsewhere.example', 'a%0d%0ab', 'a?b', 'a%23b', '%20'])
      expect([of, ...placeOf(await page(`/reports?of=${of}`))]).toEqual([of, 401, null]);
    const odd = route(undefined, { signInPage: () => undefined as never });
    expect(placeOf(await odd('/reports'))).toEqual([401, null]);
  });

  it('leads without a session to the sign-in page, which leads back', async () => {
    const { route, signsIn } = await opened();
    const page = route(undefined, { signInPage: '/sign-in' });
    const sent = await page('/reports?year=2026&of=a%26b');
    expect(placeOf(sent)).toEqual([303, '/sign-in?next=%2Freports%3Fyear%3D2026%26of%3Da%2526b']);
    expect(sent.headers.get('cache-control')).toBe('no-store');
    expect(sent.headers.getSetCookie()).toEqual([]);
    expect(placeOf(await page('/reports', { accept: 'text/html' }, 'HEAD'))).toEqual([303, '/sign-in?next=%2Freports']);
    await signsIn();
    expect(await (await page('/reports')).text()).toBe('the page');
  });

  it('begins a step-up where the session is too weak', async () => {
    const { route, signsIn, asked, guard } = await opened();
    await signsIn();
    const sent = await route('enhanced', { signInPage: '/sign-in' })('/admin?tab=2');
    expect(placeOf(sent)).toEqual([303, '/sign-in?next=%2Fadmin%3Ftab%3D2']);
    expect(sent.headers.getSetCookie().join()).toContain('sallyport-flow=');
    const flow = await (await asked(guard.handle, '/auth/sign-in')).json();
    expect(flow).toMatchObject({ status: 'enroll' });
    expect((await asked(guard.handle, '/auth/session')).status).toBe(200);
  });

  it('N17 begins a sign-in where the place takes other ways in, because a step-up at another path would be complete at once', async () => {
    const { auth, asked, signsIn } = await opened();
    await signsIn();
    const { sessions } = auth;
    const inPlace: Sallyport = {
      ...auth,
      sessions: {
        ...sessions,
        guard: async (caller, demand) =>
          demand.needs === 'strength'
            ? { refused: 'insufficient-strength', demand: { strengths: ['single'] } }
            : sessions.guard(caller, demand),
      },
    };
    const { handle, require: guarded } = fetchSallyport(inPlace, { basePath: '/auth' });
    const page = guarded('single', { signInPage: '/sign-in' })(async () => new Response('the page'));
    expect(placeOf(await asked(page, '/finance', { headers: PAGE }))).toEqual([303, '/sign-in?next=%2Ffinance']);
    const { status } = await (await asked(handle, '/auth/sign-in')).json();
    expect(status).toBe('open');
  });

  it('X41 begins a step-up into an organisation that takes other ways in', async () => {
    const { auth, accountId, route, signsIn, asked, guard } = await opened();
    const by = hostCode('host');
    await auth.organisations.create({ id: 'acme', rule: { methods: ['passkey'] }, by });
    await auth.organisations.members.set('acme', { accountId }, { roles: ['owner'], by });
    await signsIn();
    const page = route({ in: (request) => new URL(request.url).pathname.slice(1), signInPage: '/sign-in' });
    expect(placeOf(await page('/acme'))).toEqual([303, '/sign-in?next=%2Facme']);
    expect(await (await asked(guard.handle, '/auth/sign-in')).json()).toMatchObject({
      ...{ status: 'enroll', offer: [{ method: 'passkey' }] },
    });
    expect((await page('/others')).status).toBe(403);
  });

  it.each<Readonly<Record<string, string>>>([
    { 'sec-purpose': 'prefetch' },
    { 'sec-purpose': 'prefetch;prerender' },
    { purpose: 'prefetch' },
    { 'x-moz': 'prefetch' },
  ])('begins nothing for a browser that only fetches it ahead: %j', async (ahead) => {
    const { route, signsIn, asked, guard } = await opened();
    await signsIn();
    const page = route('enhanced', { signInPage: '/sign-in' });
    const early = await page('/admin?tab=2', { ...PAGE, ...ahead });
    expect(early.status).toBe(401);
    expect(early.headers.getSetCookie()).toEqual([]);
    expect(await (await asked(guard.handle, '/auth/sign-in')).json()).toMatchObject({ status: 'open' });
    // The person opens the page afterwards.
    expect(placeOf(await page('/admin?tab=2'))).toEqual([303, '/sign-in?next=%2Fadmin%3Ftab%3D2']);
  });

  it('begins a step-up where the proof is too old', async () => {
    const { route, signsIn } = await opened();
    await signsIn();
    const recent = route(undefined, { within: '1s', signInPage: '/sign-in' });
    await expect.poll(async () => placeOf(await recent('/payout'))[0], { interval: 300 }).toBe(303);
    expect(placeOf(await recent('/payout'))).toEqual([303, '/sign-in?next=%2Fpayout']);
  });

  it('leads a person whose form came too late back to the page of the form', async () => {
    const { route, signsIn, asked, guard } = await opened();
    const form = { ...PAGE, referer: `${ORIGIN}/payout?to=bo` };
    // The sign-in page is told of the form, because the browser does not send the form again.
    const back = '%2Fpayout%3Fto%3Dbo&unsent=form';
    const pays = route(undefined, { within: '1s', signInPage: '/sign-in' });
    expect(placeOf(await pays('/pay', form, 'POST'))).toEqual([303, `/sign-in?next=${back}`]);
    await signsIn();
    expect(await (await pays('/pay', form, 'POST')).text()).toBe('the page');
    await expect.poll(async () => placeOf(await pays('/pay', form, 'POST'))[0], { interval: 300 }).toBe(303);
    expect(placeOf(await pays('/pay', form, 'POST'))).toEqual([303, `/sign-in?next=${back}`]);
    expect(await (await asked(guard.handle, '/auth/sign-in')).json()).toMatchObject({ status: 'continue' });
    // A page of another site cannot begin anything: the request stays forbidden.
    const crossSite = await pays('/pay', { ...form, origin: 'https://evil.example' }, 'POST');
    expect(crossSite.status).toBe(403);
  });

  it.each([
    ['a script', { 'sec-fetch-mode': 'cors', accept: 'text/html' }, 'GET'],
    ['a program', { accept: 'application/json' }, 'GET'],
    ['a form whose page the browser does not tell', PAGE, 'POST'],
    ['a form of another site', { ...PAGE, referer: 'https://evil.example/form' }, 'POST'],
    ['a form of a page that could be another host', { ...PAGE, referer: `${ORIGIN}//evil.example` }, 'POST'],
    ['a form of a script', { 'sec-fetch-mode': 'cors', accept: 'text/html', referer: `${ORIGIN}/pay` }, 'POST'],
    ['a program that sends a form', { accept: 'text/html', referer: `${ORIGIN}/pay` }, 'POST'],
    ['a client with a token', { ...PAGE, authorization: `Bearer ${'t'.repeat(43)}` }, 'GET'],
    ['a WebSocket', { upgrade: 'websocket', accept: 'text/html' }, 'GET'],
  ])('stays a problem for %s', async (_, headers, method) => {
    const { route } = await opened();
    const answer = await route(undefined, { signInPage: '/sign-in' })('/reports', headers, method);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it.each(['//evil.example/', '/\\evil.example'])('never leads back to %s', async (path) => {
    const { guard } = await opened();
    const route = guard.require(undefined, { signInPage: '/sign-in' })(async () => new Response(''));
    const request = new Request(`${ORIGIN}/`, { headers: PAGE });
    Object.defineProperty(request, 'url', { value: ORIGIN + path });
    const location = (await route(request)).headers.get('location') ?? '';
    const next = new URL(location, ORIGIN).searchParams.get('next') ?? '';
    expect(new URL(next, ORIGIN).origin).toBe(ORIGIN);
  });

  it.each(['sign-in', '//evil.example', 'https://evil.example', '/a?b', '', '/\\evil'])(
    'refuses %j as a sign-in page at once',
    async (page) => {
      const { guard } = await opened();
      expect(() => guard.require(undefined, { signInPage: page })).toThrow(
        expect.objectContaining({ code: 'invalid-path' }),
      );
    },
  );
});
