import { expect, it } from 'vitest';
import { problem } from './support/expectations.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();

interface People {
  readonly accounts: readonly Record<string, unknown>[];
  readonly counts: Readonly<Record<string, number>>;
  readonly next?: string;
}

it('W4 an administrator sees who meets the policy: as a list, on one screen, and by risk', async () => {
  const admin = await app.admin();
  const { client } = admin.person;
  const person = await app.newcomer('contractor');
  await person.proves('password', 'email-code');
  const created = { identifier: 'eva@example.org', displayName: 'Eva Brandt', email: 'eva@example.org', invite: true };
  expect((await client.post('/admin/accounts', created)).status).toBe(201);
  expect((await client.post('/admin/accounts', { identifier: 'fay' })).status).toBe(201);
  const list = async (query: string) => (await client.get<People>(`/admin/accounts?${query}`)).body;
  const { accounts, counts } = await list('sort=identifier');
  const { all = 0, meets = 0, mustEnroll = 0, noWayIn = 0, invited } = counts;
  expect(accounts).toHaveLength(all);
  expect(meets + mustEnroll + noWayIn).toBe(all);
  expect(invited).toBe(1);
  for (const state of ['all', 'meets', 'mustEnroll', 'noWayIn', 'locked', 'blocked', 'invited'])
    expect((await list(`state=${state}`)).accounts, state).toHaveLength(counts[state] ?? -1);
  const [contractor] = (await list('role=contractor&query=newcomer')).accounts;
  expect(contractor).toEqual({
    ...{ accountId: expect.any(String), identifiers: [person.identifier], createdAt: expect.any(String) },
    ...{ roles: ['contractor'], status: 'active', meets: false, group: 'mustEnroll', sessions: 0 },
    factors: ['email-code', 'password'],
  });
  // Of the people without a role only: an act on everybody chosen there would reach everybody else.
  const withoutRole = accounts.filter(({ roles }) => Array.isArray(roles) && roles.length === 0);
  expect(withoutRole.length).toBeLessThan(accounts.length);
  expect((await list('role=&sort=identifier')).accounts).toEqual(withoutRole);
  expect((await list('query=eva%20b')).accounts).toMatchObject([{ displayName: 'Eva Brandt' }]);
  const [last] = (await list('sort=-lastSignInAt')).accounts;
  expect(last).toMatchObject({ identifiers: ['ada@example.org'], meets: true, lastSignInAt: expect.any(String) });
  for (const query of ['state=up', 'sort=name', 'risk=rain', 'nothing=1'])
    expect(await client.get(`/admin/accounts?${query}`), query).toMatchObject(problem(400, 'malformed-input'));

  expect((await list('strongest=none')).accounts).toMatchObject([{ identifiers: ['fay'], factors: [] }]);
  interface Overview {
    readonly days: unknown[];
    readonly changes: unknown[];
    readonly byStrongestFactor: unknown[];
  }
  const overview = (await client.get<Overview>('/admin/overview')).body;
  expect(overview.byStrongestFactor).toContainEqual({ factor: 'none', count: 1 });
  expect(overview).toMatchObject({ accounts: all, meets, mustEnroll, noWayIn });
  expect(overview.changes[0]).toMatchObject({ type: 'account.created' });
  expect(overview.days).toHaveLength(30);
  interface Security {
    readonly mandatesUnmet: { readonly identifier: string }[];
    readonly locked: unknown[];
  }
  const security = (await client.get<Security>('/admin/security')).body;
  expect(security.mandatesUnmet).toHaveLength(mustEnroll + noWayIn);
  expect(security.mandatesUnmet.map(({ identifier }) => identifier)).toContain('fay');
  expect(Object.keys(security).sort()).toEqual([
    'blocked',
    'failuresByHour',
    'locked',
    'mandatesUnmet',
    'policyVersion',
  ]);
  const { risks } = (await client.get<{ risks: { code: string; count: number }[] }>('/admin/risks')).body;
  for (const { code, count } of risks.filter((risk) => risk.code !== 'policy-finding'))
    expect((await list(`risk=${code}`)).accounts, code).toHaveLength(count);
  for (const path of ['/admin/accounts', '/admin/overview', '/admin/risks', '/admin/security'])
    expect(await person.client.get(path), path).toMatchObject({ status: 401 });
});

it('W4 X21 an administrator sees the name and the mailbox of a person where they differ, in every list', async () => {
  const { client } = (await app.admin()).person;
  const email = 'gil@example.org';
  const { body: made } = await client.post<{ accountId: string }>('/admin/accounts', { identifier: 'gil', email });
  const { accountId } = made;
  const named = expect.objectContaining({ accountId, identifier: 'gil', email });
  const { accounts } = (await client.get<People>('/admin/accounts?query=gil')).body;
  expect(accounts).toMatchObject([{ identifiers: ['gil'], email }]);
  const dora = (await client.get<People>('/admin/accounts?query=dora')).body.accounts;
  expect(dora).toMatchObject([{ identifiers: ['dora@example.org'] }]);
  expect(dora[0]).not.toHaveProperty('email');
  const { mandatesUnmet } = (await client.get<{ mandatesUnmet: unknown[] }>('/admin/security')).body;
  expect(mandatesUnmet).toContainEqual(named);
  const { risks } = (await client.get<{ risks: { code: string; accounts: unknown[] }[] }>('/admin/risks')).body;
  expect(risks.find(({ code }) => code === 'never-signed-in')?.accounts).toContainEqual(named);
  const { names } = (await client.get<{ names: unknown }>(`/admin/events?account=${accountId}`)).body;
  expect(names).toMatchObject({ [accountId]: `gil (${email})` });
});
