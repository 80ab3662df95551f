import { expect, it } from 'vitest';
import { createSallyportClient } from './client.ts';
import { clientAgainst } from './fake-server.test-support.ts';

const since = '2026-01-02T03:04:05.000Z';

it('X41 lists the own organisations, each with the step-up that leads in', async () => {
  const acme = { id: 'acme', name: 'Acme', roles: ['owner'], since, enters: true };
  const because = [{ code: 'strength-required', params: {}, message: 'm', source: { organisation: 'beta' } }];
  const beta = { id: 'beta', roles: [], since, enters: false, because };
  const closed = { id: 'closed', roles: [], since, enters: false };
  const demand = { strengths: ['enhanced'], maxAgeSeconds: 300 };
  const { client, seen } = clientAgainst({ body: { organisations: [acme, { ...beta, demand }, closed] } });
  const listed = await client.organisations();
  const asked = { strength: 'enhanced', within: '300s', in: 'beta' };
  expect(listed).toEqual([acme, { ...beta, demand: asked }, closed]);
  await client.stepUp(listed[1]?.demand);
  expect(seen.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['GET', '/auth/organisations', undefined],
    ['POST', '/auth/step-up', asked],
  ]);
});

it('X41 names the account that the page shows', async () => {
  const named: (string | null)[] = [];
  const fetch = async (_: unknown, { headers }: RequestInit = {}): Promise<Response> => {
    named.push(new Headers(headers).get('sallyport-account'));
    return Response.json({ organisations: [] });
  };
  expect(await createSallyportClient({ fetch, shownAccount: () => 'a1' }).organisations()).toEqual([]);
  expect(named).toEqual(['a1']);
});

it('X41 asks for members and rule of an organisation, and bases a change of the rule on a version', async () => {
  const { client, seen } = clientAgainst();
  const acme = client.organisation('ac/me');
  const rule = { requiredStrength: 'enhanced' };
  await acme.members();
  await acme.members({ role: 'owner', cursor: 'c' });
  await acme.setMember('a/1', ['owner']);
  await acme.setMember('a1', ['owner'], { from: [] });
  await acme.removeMember('a1');
  await acme.invite('bo@example.org', ['finance']);
  await acme.invitations();
  await acme.withdraw('i/1');
  await client.joinOrganisation('t1');
  await acme.rule();
  await acme.setRule(rule, { version: 7 });
  await acme.preview(rule);
  await acme.preview(rule, { cursor: 'c' });
  expect(seen.map(({ method, url, body }) => [method, url.replace('/auth/organisations/ac%2Fme', ''), body])).toEqual([
    ['GET', '/members', undefined],
    ['GET', '/members?role=owner&cursor=c', undefined],
    ['PUT', '/members/a%2F1', { roles: ['owner'] }],
    ['PUT', '/members/a1', { roles: ['owner'], from: [] }],
    ['DELETE', '/members/a1', undefined],
    ['POST', '/invitations', { email: 'bo@example.org', roles: ['finance'] }],
    ['GET', '/invitations', undefined],
    ['DELETE', '/invitations/i%2F1', undefined],
    ['POST', '/auth/organisations/join', { token: 't1' }],
    ['GET', '/rule', undefined],
    ['PUT', '/rule', { rule }],
    ['POST', '/rule/preview', { rule }],
    ['POST', '/rule/preview', { rule, cursor: 'c' }],
  ]);
  expect(seen.flatMap(({ headers }) => headers['if-match'] ?? [])).toEqual(['"7"']);
});
