import { describe, expect, it } from 'vitest';
import { createSallyportClient } from './client.ts';
import { clientAgainst } from './fake-server.test-support.ts';
import { isProblem, problemOf, type SallyportProblem } from './problem.ts';

async function thrownBy(call: Promise<unknown>): Promise<SallyportProblem> {
  const thrown: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isProblem(thrown)) throw new Error('expected a SallyportProblem');
  return thrown;
}

describe('X7 a refused request becomes a problem', () => {
  it('with code, status, title, detail and errors', async () => {
    const errors = [
      { path: 'identifier', message: 'is missing' },
      { path: 'password', message: 'Use at least 8 characters.', code: 'too-short', limit: 8 },
    ];
    const body = {
      type: 'https://x/malformed-input',
      code: 'malformed-input',
      title: 'Malformed',
      detail: 'See errors',
      errors,
    };
    const { client } = clientAgainst({ status: 400, body });
    const problem = await thrownBy(client.signIn.begin({ identifier: '' }));
    expect(problem).toMatchObject({
      code: 'malformed-input',
      status: 400,
      title: 'Malformed',
      detail: 'See errors',
      errors,
    });
    expect(problem.members['type']).toBe('https://x/malformed-input');
  });

  it('with the seconds of Retry-After', async () => {
    const { client } = clientAgainst({ status: 429, headers: { 'retry-after': '90' }, body: { code: 'locked' } });
    expect(await thrownBy(client.signIn.password('x'))).toMatchObject({
      code: 'locked',
      title: 'locked',
      retryAfter: 90,
    });
  });

  it('with a Retry-After date counted from now', async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    const { client } = clientAgainst({ status: 503, headers: { 'retry-after': date }, body: { code: 'busy' } });
    const { retryAfter } = await thrownBy(client.account.get());
    expect(retryAfter).toBeGreaterThan(55);
    expect(retryAfter).toBeLessThanOrEqual(60);
  });

  it('X8 with what to step up to, as stepUp takes it', async () => {
    const challenge = 'Bearer error="insufficient_user_authentication", acr_values="phishing-resistant", max_age="300"';
    const reply = { status: 401, headers: { 'www-authenticate': challenge }, body: { code: 'insufficient-strength' } };
    const { client, seen } = clientAgainst(reply);
    const problem = await thrownBy(client.account.removeCode('totp'));
    expect(problem.demand).toEqual({ strength: 'phishing-resistant', within: '300s' });
    await client.stepUp(problem.demand);
    expect(seen[1]?.body).toEqual({ strength: 'phishing-resistant', within: '300s' });
  });

  it('X8 with what to step up to by the body, where a page on another origin cannot read the header', async () => {
    const insufficient = (demand: unknown, headers: Record<string, string> = {}) =>
      problemOf(Response.json({ code: 'insufficient-strength', demand }, { status: 401, headers }));
    const demand = { strengths: ['enhanced', 'phishing-resistant'], maxAgeSeconds: 300 };
    expect((await insufficient(demand)).demand).toEqual({ strength: 'enhanced', within: '300s' });
    expect((await insufficient({ strengths: ['enhanced'] })).demand).toEqual({ strength: 'enhanced' });
    const challenge = { 'www-authenticate': 'Bearer acr_values="baseline", max_age="60"' };
    expect((await insufficient(demand, challenge)).demand).toEqual({ strength: 'enhanced', within: '300s' });
    expect((await insufficient({ strengths: [] }, challenge)).demand).toEqual({});
    for (const wrong of [undefined, null, 'enhanced', [], { strengths: 'enhanced' }])
      expect((await insufficient(wrong, challenge)).demand).toEqual({ strength: 'baseline', within: '60s' });
    for (const none of [undefined, null, {}]) expect((await insufficient(none)).demand).toBeUndefined();
    const other = await problemOf(Response.json({ code: 'no-session', demand }, { status: 401 }));
    expect(other.demand).toBeUndefined();
  });

  it('X41 with the organisation that the step-up has to lead into', async () => {
    const insufficient = (members: object, headers: Record<string, string> = {}) =>
      problemOf(Response.json({ code: 'insufficient-strength', ...members }, { status: 401, headers }));
    const demand = { strengths: ['enhanced'], maxAgeSeconds: 300 };
    const asked = { strength: 'enhanced', within: '300s', in: 'acme' };
    expect((await insufficient({ demand, in: 'acme' })).demand).toEqual(asked);
    const challenge = { 'www-authenticate': 'Bearer acr_values="baseline"' };
    expect((await insufficient({ in: 'acme' }, challenge)).demand).toEqual({ strength: 'baseline', in: 'acme' });
    expect((await insufficient({ in: 'acme' })).demand).toEqual({ in: 'acme' });
    expect((await insufficient({ demand, in: 7 })).demand).toEqual({ strength: 'enhanced', within: '300s' });
    const { client, seen } = clientAgainst({
      status: 401,
      body: { code: 'insufficient-strength', demand, in: 'acme' },
    });
    const problem = await thrownBy(client.account.get());
    await client.stepUp(problem.demand);
    expect(seen[1]?.body).toEqual(asked);
  });

  it('for a host route too', async () => {
    const answer = Response.json({ code: 'no-session' }, { status: 401 });
    expect((await problemOf(answer)).code).toBe('no-session');
  });

  it('called unexpected-answer if something else answered', async () => {
    const page = (status: number): Response =>
      new Response('<h1>Bad gateway</h1>', { status, headers: { 'content-type': 'text/html' } });
    expect(await problemOf(page(502))).toMatchObject({ code: 'unexpected-answer', status: 502 });
    const client = createSallyportClient({ fetch: async () => page(200) });
    expect(await thrownBy(client.account.get())).toMatchObject({ code: 'unexpected-answer', status: 200 });
  });

  it('called unreachable if nobody answered, with the cause', async () => {
    const cause = new TypeError('Failed to fetch');
    const client = createSallyportClient({ fetch: () => Promise.reject(cause) });
    expect(await thrownBy(client.account.get())).toMatchObject({ code: 'unreachable', status: 0, cause });
  });
});
