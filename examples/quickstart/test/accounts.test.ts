import { describe, expect, it } from 'vitest';
import { complete, problem } from './support/expectations.ts';
import { FIRST_POLICY, PASSWORD, quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile({
  policy: { roles: { ...FIRST_POLICY.roles, desk: { methods: ['password'] }, field: { methods: ['passkey'] } } },
});

describe('an account that an administrator adds', () => {
  it('is answered whole, with 201, and can sign in', async () => {
    const ada = await app.admin();
    const identifier = 'erin@example.org';
    const reply = await ada.creates({ identifier, email: identifier, roles: ['employee'], password: PASSWORD });
    expect(reply).toMatchObject({
      status: 201,
      body: {
        accountId: expect.any(String),
        identifiers: [identifier],
        email: identifier,
        roles: ['employee'],
        factors: { password: true, totp: false, emailCode: true, passkeys: [], backupCodes: { remaining: 0 } },
        status: 'active',
        sessions: 0,
        emergency: false,
      },
    });
    expect(reply.text).not.toContain(PASSWORD);
    expect(await app.person(identifier).proves('password', 'email-code')).toMatchObject(complete('baseline'));
    const created = await ada.events({ type: 'account.created' });
    expect(created[0]).toMatchObject({ accountId: reply.body.accountId, actor: await ada.idOf(ada.person) });
  });

  it('takes an identifier that nobody has', async () => {
    const ada = await app.admin();
    const again = await ada.creates({ identifier: 'dora@example.org', password: PASSWORD });
    expect(again).toMatchObject(problem(409, 'already-exists'));
  });

  it.each([
    ['identifier', { password: PASSWORD }],
    ['identifier', { identifier: '' }],
    ['password', { identifier: 'short@example.org', password: 'short' }],
    ['password', { identifier: 'long@example.org', password: 'x'.repeat(257) }],
    ['roles', { identifier: 'roles@example.org', roles: 'admin' }],
    ['email', { identifier: 'mail@example.org', email: 'not an address' }],
    ['superuser', { identifier: 'more@example.org', superuser: true }],
  ])('is refused with a mistake in %s', async (name, body) => {
    const ada = await app.admin();
    const reply = await ada.person.client.post('/admin/accounts', body);
    expect(reply).toMatchObject(problem(400, 'malformed-input'));
    expect(JSON.stringify(reply.body.errors)).toContain(name);
  });

  it('is found by a part of its identifier, and by its id', async () => {
    const ada = await app.admin();
    const found = await ada.find('cleo@example.org');
    const list = await ada.person.client.get<{ accounts: readonly { identifiers: readonly string[] }[] }>(
      '/admin/accounts?query=cleo',
    );
    expect(list.body.accounts.map(({ identifiers }) => identifiers)).toEqual([['cleo@example.org']]);
    const one = await ada.person.client.get(`/admin/accounts/${found.accountId}`);
    expect(one).toMatchObject({ status: 200, body: { accountId: found.accountId, roles: ['contractor'] } });
  });

  it('is gone when it is deleted: no session, no sign-in, but its events', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    const ada = await app.admin();
    const path = `/admin/accounts/${await ada.idOf(person)}`;
    expect((await ada.deletes(person)).status).toBe(200);
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
    expect(await person.elsewhere().signInWithPassword()).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await ada.person.client.get(path)).toMatchObject(problem(404, 'not-found'));
    expect(await ada.deletes(person)).toMatchObject(problem(404, 'not-found'));
    expect((await ada.events({ type: 'account.deleted' }))[0]).toMatchObject({ actor: await ada.idOf(ada.person) });
  });
});

describe('a change of roles or methods', () => {
  it('into no way in is refused, unless it is forced', async () => {
    const ada = await app.admin();
    const person = await app.newcomer('desk');
    expect(await ada.sets('roles', person, ['desk', 'field'])).toMatchObject(problem(409, 'no-way-in'));
    expect(await ada.sets('methods', person, ['passkey'])).toMatchObject(problem(409, 'no-way-in'));
    expect(await ada.sets('methods', person, ['passkey'], false)).toMatchObject(problem(409, 'no-way-in'));
    expect((await ada.sees(person)).roles).toEqual(['desk']);
    expect(await person.proves('password', 'email-code')).toMatchObject(complete());

    expect(await ada.sets('methods', person, ['passkey'], true)).toMatchObject({
      status: 200,
      body: { methods: ['passkey'] },
    });
    expect(await person.elsewhere().signInWithPassword()).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('is one event each, and none where nothing was changed', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    expect(await ada.sets('roles', person, ['employee'])).toMatchObject({ status: 200, body: { roles: ['employee'] } });
    expect(await ada.sets('methods', person, ['password', 'passkey'])).toMatchObject({ status: 200 });
    await ada.sets('methods', person, ['telepathy']);
    expect(await ada.events({ person, type: 'account.roles-changed' })).toHaveLength(1);
    expect(await ada.events({ person, type: 'account.methods-changed' })).toHaveLength(1);
  });

  it('counts from the next sign-in', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    expect(await person.proves('password', 'email-code')).toMatchObject(complete('baseline'));
    await ada.sets('roles', person, ['contractor']);
    expect(await person.elsewhere().proves('password', 'email-code')).toMatchObject({ body: { status: 'enroll' } });
  });
});

describe('an administrator', () => {
  it('meets 404 for accounts that there are not, whatever the act', async () => {
    const { client } = (await app.admin()).person;
    for (const id of ['nobody', '00000000-0000-0000-0000-000000000000', '%00', '..%2Fpolicy', '%F0%9F%92%A5']) {
      expect(await client.get(`/admin/accounts/${id}`), id).toMatchObject({ status: expect.toBeOneOf([400, 404]) });
      expect(await client.post(`/admin/accounts/${id}/unblock`), id).toMatchObject({
        status: expect.toBeOneOf([400, 404]),
      });
    }
    expect(await client.get('/admin/accounts/nobody')).toMatchObject(problem(404, 'not-found'));
    expect(await client.put('/admin/accounts/nobody/roles', { roles: [] })).toMatchObject(problem(404, 'not-found'));
    expect(await client.delete('/admin/accounts/nobody')).toMatchObject(problem(404, 'not-found'));
    expect(await client.post('/admin/accounts/nobody/block', { reason: 'x' })).toMatchObject(problem(404, 'not-found'));
  });

  it('reads the action log newest first, by account and by type', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    app.clock.advance(1_000);
    await person.stranger().signInWithPassword();
    const events = await ada.events({ person });
    const types = events.map(({ type }) => type);
    expect(types[0]).toBe('sign-in.failed');
    expect(types.at(-1)).toBe('account.created');
    expect(types.filter((type) => type === 'sign-in.succeeded')).toHaveLength(1);
    const times = events.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(new Set(events.map(({ accountId }) => accountId))).toEqual(new Set([person.has.accountId]));
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('sees in the security view who is locked, what failed, and whose mandate is unmet', async () => {
    const ada = await app.admin();
    const [locked, unmet] = [await app.newcomer(), await app.newcomer('contractor')];
    for (let guess = 0; guess < 10; guess += 1) await locked.stranger().signInWithPassword();
    const view = await ada.person.client.get<{
      locked: readonly object[];
      failuresByHour: readonly { hour: string; count: number }[];
      mandatesUnmet: readonly object[];
      policyVersion: number;
    }>('/admin/security');
    expect(view.status).toBe(200);
    expect(JSON.stringify(view.body.locked)).toContain(locked.has.accountId);
    expect(JSON.stringify(view.body.locked)).not.toContain(unmet.has.accountId);
    expect(JSON.stringify(view.body.mandatesUnmet)).toContain(unmet.has.accountId);
    expect(JSON.stringify(view.body.mandatesUnmet)).not.toContain(locked.has.accountId);
    expect(view.body.failuresByHour.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(10);
    expect(view.body.policyVersion).toBe((await ada.policy()).version);
  });
});
