import { ldap } from '@sallyport/ldap';
import { dnOf } from '@sallyport/test-support/slapd-data';
import { describe, expect, it } from 'vitest';
import type { Client, Reply } from './support/client.ts';
import { MINUTE } from './support/clock.ts';
import { atOnce, complete, continues, problem, tally } from './support/expectations.ts';
import { PASSWORD, type Policy, type Quickstart, quickstartForThisTest } from './support/quickstart.ts';
import { directoryAt, hasSlapd, SECRET, slapdForThese } from './support/servers/directory.ts';

const POLICY: Policy = {
  requiredStrength: 'single',
  roles: {
    'super-admin': { requiredStrength: 'enhanced' },
    employee: { methods: ['ldap'] },
    contractor: { methods: ['password', 'passkey'] },
  },
  lockout: { maxFailures: 5 },
  providers: { ldap: { mailDomains: ['corp.example'], createAccounts: true } },
};
const WRONG = 'not what the directory knows';
const refused = problem(401, 'invalid-credentials');
const locked = problem(429, 'locked');

function signsIn(client: Client, identifier: string, password: string = SECRET, method?: string): Promise<Reply> {
  return client.post('/sign-in', { identifier, password, method });
}

describe.skipIf(!hasSlapd)('guesses at a directory', () => {
  const slapd = slapdForThese();
  const quickstart = (policy: Policy = POLICY): Promise<Quickstart> =>
    quickstartForThisTest({
      policy,
      ...directoryAt(slapd(), ['employee', 'contractor']),
    });
  /** The number of binds as this person since the last call. */
  const bindsOf = async (uid: string): Promise<number> =>
    (await slapd().binds()).filter((dn) => dn === dnOf(uid)).length;
  const subjectOf = async (uid: string): Promise<string> => {
    const found = await directoryAt(slapd()).directory?.find(uid);
    return found?.outcome === 'found' ? (found.entry.subject ?? '') : '';
  };
  /** An account that an administrator linked to an entry of the directory. */
  const linked = async (app: Quickstart, uid: string, ...roles: readonly string[]): Promise<string> => {
    const ada = await app.admin();
    const created = await ada.creates({ identifier: `${uid}@here.example`, roles });
    const path = `/admin/accounts/${created.body.accountId}/external-ids`;
    const reply = await ada.person.client.put(path, {
      externalIds: [{ provider: 'ldap', subject: await subjectOf(uid) }],
    });
    expect(reply.status).toBe(200);
    return created.body.accountId;
  };

  it.each([
    ['of nobody here', false],
    ['that is linked to an account', true],
  ])('X5 are counted by the entry (%s), whatever was typed; once locked nothing is bound', async (_, isLinked) => {
    const app = await quickstart();
    if (isLinked) await linked(app, 'person-0');
    await slapd().binds();
    const names = ['person-0', 'person-0@corp.example', ' PERSON-0', 'Person-0@Corp.Example', 'person-0'];
    for (const name of names) expect(await signsIn(app.newClient(), name, WRONG)).toMatchObject(refused);
    expect(await bindsOf('person-0')).toBe(5);
    for (const name of names) expect(await signsIn(app.newClient(), name)).toMatchObject(locked);
    const client = app.newClient();
    expect(await client.post('/sign-in', { identifier: 'person-0' })).toMatchObject(continues);
    expect(await client.post('/sign-in/password', { password: SECRET })).toMatchObject(locked);
    expect(await bindsOf('person-0')).toBe(0);
    expect(await signsIn(app.newClient(), 'person-1')).toMatchObject(complete());
    app.clock.advance(15 * MINUTE);
    expect(await signsIn(app.newClient(), 'person-0')).toMatchObject(complete());
  });

  it('X4 are as many as the policy says, and no more, however many come at once', async () => {
    const app = await quickstart();
    for (const uid of ['person-2', 'person-3']) {
      if (uid === 'person-3') await linked(app, uid);
      await slapd().binds();
      const replies = await atOnce(20, (index) =>
        signsIn(app.newClient(), index % 2 === 0 ? uid : `${uid}@corp.example`, WRONG),
      );
      expect(tally(replies)).toEqual({ 401: 5, 429: 15 });
      expect(await bindsOf(uid)).toBe(5);
    }
  });

  it('X5 in a direct bind are counted by the entry, with whatever unseen characters its name was typed', async () => {
    const directory = ldap({ name: 'Directory', url: slapd().url, directDn: dnOf('{identifier}') });
    const app = await quickstartForThisTest({ policy: POLICY, directory });
    await slapd().binds();
    const spelled = (turn: number): string => `person-1${['\ufffc', '\u1806', '\u00ad'][turn % 3]?.repeat(turn)}`;
    const replies = await Promise.all(
      Array.from({ length: 30 }, (_, turn) => signsIn(app.newClient(), spelled(turn), WRONG)),
    );
    expect(tally(replies)).toEqual({ 401: 5, 429: 25 });
    expect(await slapd().binds()).toHaveLength(5);
    expect(await signsIn(app.newClient(), 'person-1')).toMatchObject(locked);
    app.clock.advance(15 * MINUTE);
    expect(await signsIn(app.newClient(), 'person-1\ufffc')).toMatchObject(complete());
  });

  it('X6 at nobody, at an entry, and at a local password look the same, and lock alike', async () => {
    const app = await quickstart();
    const visible = ({ status, headers, body }: Reply): object => ({
      status,
      names: Array.from(headers.keys()).sort(),
      body: { ...body, instance: undefined },
    });
    const all = async (identifier: string): Promise<readonly object[]> => {
      const seen: object[] = [];
      const client = app.newClient();
      seen.push(visible(await client.post('/sign-in', { identifier })));
      seen.push(visible(await client.post('/sign-in/password', { password: WRONG })));
      seen.push(visible(await client.get('/sign-in')));
      for (let guess = 0; guess < 6; guess += 1) seen.push(visible(await signsIn(app.newClient(), identifier, WRONG)));
      return seen;
    };
    await linked(app, 'person-6');
    await linked(app, 'person-8');
    const nobody = await all('nobody-at-all');
    for (const identifier of [
      'person-6',
      'person-8@here.example',
      'person-7',
      'dora@example.org',
      'twins@corp.example',
    ])
      expect([identifier, await all(identifier)]).toEqual([identifier, nobody]);
  });

  it('P11 an employee by the directory and a contractor by a local password, each by their own way alone', async () => {
    const app = await quickstart();
    const ada = await app.admin();
    await linked(app, 'person-9', 'employee');
    const contractor = app.person('person-10');
    await ada.creates({ identifier: 'person-10', password: PASSWORD, roles: ['contractor'] });
    await slapd().binds();
    expect(await signsIn(app.newClient(), 'person-9')).toMatchObject(complete());
    expect(await signsIn(app.newClient(), 'person-9', SECRET, 'password')).toMatchObject(refused);
    expect(await bindsOf('person-9')).toBe(1);
    // The directory has an entry with the contractor's identifier. The app asks the directory only if the request says so.
    expect(await contractor.signInWithPassword()).toMatchObject(complete());
    expect(await signsIn(app.newClient(), 'person-10', SECRET)).toMatchObject(refused);
    expect(await bindsOf('person-10')).toBe(0);
    const other = await signsIn(app.newClient(), 'person-10', SECRET, 'ldap');
    expect(other).toMatchObject(complete());
    expect(other.body.session?.accountId).not.toBe(await ada.idOf(contractor));
    expect(await signsIn(app.newClient(), 'person-10', PASSWORD, 'ldap')).toMatchObject(refused);
    const flow = app.newClient();
    await flow.post('/sign-in', { identifier: 'person-10', method: 'ldap' });
    expect(await flow.post('/sign-in/password', { password: SECRET })).toMatchObject(complete());
  });

  it('P9 a password that the account may not use is never sent to the directory, and counted all the same', async () => {
    const app = await quickstart({ ...POLICY, lockout: { maxFailures: 8 } });
    const ada = await app.admin();
    await linked(app, 'person-11', 'contractor');
    const noPassword = await ada.creates({ identifier: 'person-1', email: 'person-1@corp.example' });
    await ada.person.client.put(`/admin/accounts/${noPassword.body.accountId}/methods`, {
      methods: ['passkey'],
      force: true,
    });
    await slapd().binds();
    for (const identifier of ['person-11', 'person-11@here.example', 'person-1'])
      for (const method of [undefined, 'ldap']) {
        expect(await signsIn(app.newClient(), identifier, SECRET, method)).toMatchObject(refused);
        const client = app.newClient();
        await client.post('/sign-in', { identifier, method });
        expect(await client.post('/sign-in/password', { password: SECRET })).toMatchObject(refused);
      }
    const bound = await slapd().binds();
    expect(bound.filter((dn) => dn === dnOf('person-11') || dn === dnOf('person-1'))).toEqual([]);
    expect(await signsIn(app.newClient(), 'person-11')).toMatchObject(locked);
  });

  it('P9 where nobody may use a directory, it is not asked at all', async () => {
    const app = await quickstart({ ...POLICY, methods: ['password', 'passkey'], roles: {} });
    await slapd().binds();
    expect(await signsIn(app.newClient(), 'person-1')).toMatchObject(refused);
    expect(await signsIn(app.newClient(), 'person-1', SECRET, 'ldap')).toMatchObject(refused);
    expect(await bindsOf('person-1')).toBe(0);
  });

  it('X5 X43 a right password that has to be changed first is none, and only its owner is told', async () => {
    const app = await quickstart();
    const told = { status: 401, body: { code: 'invalid-credentials', directory: 'must-change' } };
    for (let round = 0; round < 12; round += 1) expect(await signsIn(app.newClient(), 'late')).toMatchObject(told);
    const wrong = await signsIn(app.newClient(), 'late', WRONG);
    expect(wrong).toMatchObject(refused);
    expect(wrong.body).not.toHaveProperty('directory');
    expect((await signsIn(app.newClient(), 'nobody', WRONG)).body).not.toHaveProperty('directory');
  });
});
