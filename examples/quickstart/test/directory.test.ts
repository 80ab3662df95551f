import { dnOf } from '@sallyport/test-support/slapd-data';
import { describe, expect, it } from 'vitest';
import type { Client, Reply } from './support/client.ts';
import { accepted, atOnce, complete, continues, problem, tally } from './support/expectations.ts';
import { PASSWORD, type Policy, type Quickstart, quickstartForThisTest } from './support/quickstart.ts';
import { directoryAt, hasSlapd, SECRET, slapdForThese } from './support/servers/directory.ts';

/** One proof is enough, the directory owns a mail domain, and a first sign-in of its people creates the account. */
const OPEN: Policy = {
  requiredStrength: 'single',
  roles: { 'super-admin': { requiredStrength: 'enhanced' } },
  providers: { ldap: { mailDomains: ['corp.example'], createAccounts: true } },
};
const WRONG = 'not what the directory knows';
const refused = problem(401, 'invalid-credentials');

function signsIn(client: Client, identifier: string, password: string = SECRET, method?: string): Promise<Reply> {
  return client.post('/sign-in', { identifier, password, method });
}

describe.skipIf(!hasSlapd)('the password of a directory', () => {
  const slapd = slapdForThese();
  const quickstart = (policy: Policy = OPEN, roles: readonly string[] = []): Promise<Quickstart> =>
    quickstartForThisTest({ policy, ...directoryAt(slapd(), roles) });
  /** The number of binds as this person since the last call. */
  const bindsOf = async (uid: string): Promise<number> =>
    (await slapd().binds()).filter((dn) => dn === dnOf(uid)).length;

  it('P12 signs in whoever the directory knows, at once and in a flow, beside local passwords', async () => {
    const app = await quickstart();
    for (const identifier of ['erin', 'ERIN', 'erin@corp.example'])
      expect(await signsIn(app.newClient(), identifier)).toMatchObject(complete('single'));
    const client = app.newClient('token');
    expect(await client.post('/sign-in', { identifier: 'erin' })).toMatchObject(continues);
    expect(await client.post('/sign-in/password', { password: WRONG })).toMatchObject(refused);
    const reply = await client.post('/sign-in/password', { password: SECRET });
    expect(reply).toMatchObject(complete('single'));
    expect(reply.body.session).toMatchObject({ amr: ['pwd'] });
    expect(await signsIn(app.newClient(), 'dora@example.org', PASSWORD)).toMatchObject(complete());
    expect(await signsIn(app.newClient(), 'erin', WRONG)).toMatchObject(refused);
    expect(await signsIn(app.newClient(), 'nobody')).toMatchObject(refused);
  });

  it('P12 is one account, whatever was typed, however many first sign-ins there are at once', async () => {
    // Open attempts count, so twenty at once need a higher limit than the default.
    const app = await quickstart({ ...OPEN, lockout: { maxFailures: 100 } });
    const replies = await atOnce(20, (index) =>
      signsIn(app.newClient(), index % 2 === 0 ? 'frank' : 'frank@corp.example'),
    );
    expect(tally(replies)).toEqual({ 200: 20 });
    expect(new Set(replies.map(({ body }) => body.session?.accountId)).size).toBe(1);
    const { client } = (await app.admin()).person;
    const found = await client.get<{ accounts: { accountId: string }[] }>('/admin/accounts?query=frank');
    expect(found.body.accounts).toMatchObject([{ identifiers: ['frank@corp.example'] }]);
    const { body } = await client.get<object>(`/admin/accounts/${found.body.accounts[0]?.accountId}`);
    expect(body).toMatchObject({ email: 'frank@corp.example', externalIds: [{ provider: 'ldap' }] });
  });

  it('P12 an address that the directory does not own names nobody here: the account is its own', async () => {
    const app = await quickstart();
    const client = app.newClient();
    expect(await signsIn(client, 'gina@elsewhere.example')).toMatchObject(complete());
    const { body } = await client.get<{ identifiers: string[]; email?: string }>('/account');
    expect(body.identifiers).toEqual([expect.stringMatching(/^ldap:[0-9a-f-]{36}$/)]);
    expect(body.email).toBeUndefined();
    expect(await signsIn(app.newClient(), 'gina')).toMatchObject(complete());
  });

  it('P12 without createAccounts nobody comes by themselves, and no password is sent for them', async () => {
    const app = await quickstart({ ...OPEN, providers: {} });
    await slapd().binds();
    expect(await signsIn(app.newClient(), 'erin')).toMatchObject(refused);
    expect(await bindsOf('erin')).toBe(0);
  });

  it('P12 is linked to the account whose verified address the directory owns, if that has no local password', async () => {
    const policy: Policy = { ...OPEN, providers: { ldap: { mailDomains: ['corp.example', 'example.org'] } } };
    const app = await quickstart(policy);
    const ada = await app.admin();
    const invited = await ada.creates({ identifier: 'number-7', email: 'erin@corp.example' });
    const reply = await signsIn(app.newClient(), 'erin');
    expect(reply.body.session?.accountId).toBe(invited.body.accountId);
    expect(await signsIn(app.newClient(), 'number-7')).toMatchObject(complete());
    const log = await ada.person.client.get<{ events: { type: string }[] }>(
      `/admin/events?account=${invited.body.accountId}&type=external-id.linked`,
    );
    expect(log.body.events).toHaveLength(1);
    // Dora has a local password, so the directory's entry with her address does not sign in to her account.
    expect(await signsIn(app.newClient(), 'dora')).toMatchObject(refused);
    expect(await signsIn(app.newClient(), 'dora@example.org', SECRET, 'ldap')).toMatchObject(refused);
    expect(await signsIn(app.newClient(), 'dora@example.org', PASSWORD)).toMatchObject(complete());
  });

  it("P12 an administrator's link takes the local password away, and the account's password is the directory's", async () => {
    const app = await quickstart({ ...OPEN, providers: {} });
    const ada = await app.admin();
    const ben = app.person('ben@example.org');
    expect(await ben.signInWithPassword()).toMatchObject(complete());
    const entry = await directoryAt(slapd()).directory?.find('erin');
    const subject = entry?.outcome === 'found' ? entry.entry.subject?.toUpperCase() : undefined;
    const path = `/admin/accounts/${await ada.idOf(ben)}/external-ids`;
    const linked = await ada.person.client.put(path, { externalIds: [{ provider: 'ldap', subject }] });
    expect(linked).toMatchObject({ status: 200, body: { factors: { password: false } } });
    expect(await ben.client.get('/session')).toMatchObject(problem(401, 'no-session'));
    const toldOf = async (what: string): Promise<number> =>
      (await app.mailsTo('ben@example.org')).filter(({ text }) => text.includes(what)).length;
    expect(await toldOf('was linked')).toBe(1);
    await slapd().binds();
    expect(await ben.signInWithPassword()).toMatchObject(refused);
    for (const identifier of ['ben@example.org', 'erin', 'erin@corp.example'])
      expect((await signsIn(ben.client, identifier)).body.session?.accountId).toBe(ben.has.accountId);
    expect(await bindsOf('erin')).toBe(4);
    await ben.client.post('/step-up');
    expect(await ben.goesOnWith('email-code')).toMatchObject(complete('baseline'));
    const set = await ben.client.post('/account/password', { next: 'a local one again, and long enough' });
    expect(set).toMatchObject(problem(403, 'method-not-allowed'));
    expect(await app.newClient().post('/recover', { identifier: 'ben@example.org' })).toMatchObject({ status: 202 });
    expect(await app.mailsTo('ben@example.org')).not.toContainEqual(
      expect.objectContaining({ token: expect.anything() }),
    );
  });

  it('X8 is proved once more in a step-up', async () => {
    const app = await quickstart();
    const client = app.newClient();
    expect(await signsIn(client, 'erin')).toMatchObject(complete());
    app.clock.advance(60_000);
    const asked = await client.post('/step-up', { strength: 'single', within: '30s' });
    expect(accepted(asked)).toEqual(['ldap']);
    expect(await client.post('/sign-in/password', { password: WRONG })).toMatchObject(refused);
    expect(await client.post('/sign-in/password', { password: SECRET })).toMatchObject(complete('single'));
  });

  it('P12 gives the roles that are its to give, anew at each sign-in, and no other', async () => {
    const app = await quickstart(OPEN, ['employee']);
    const client = app.newClient();
    await signsIn(client, 'erin');
    expect(await client.get('/account')).toMatchObject({ body: { roles: ['employee'] } });
  });

  it('N12 a code to a mailbox that the directory owns is no second factor beside its password', async () => {
    const app = await quickstart({ ...OPEN, requiredStrength: 'baseline' });
    const reply = await signsIn(app.newClient(), 'erin');
    expect(accepted(reply)).not.toContain('email-code');
    const elsewhere = await quickstart({
      ...OPEN,
      requiredStrength: 'baseline',
      providers: { ldap: { createAccounts: true } },
    });
    const ada = await elsewhere.admin();
    const created = await ada.creates({ identifier: 'erin-here', email: 'erin@corp.example' });
    const entry = await directoryAt(slapd()).directory?.find('erin');
    const subject = entry?.outcome === 'found' ? entry.entry.subject : undefined;
    const path = `/admin/accounts/${created.body.accountId}/external-ids`;
    await ada.person.client.put(path, { externalIds: [{ provider: 'ldap', subject }] });
    expect(accepted(await signsIn(elsewhere.newClient(), 'erin-here'))).toContain('email-code');
  });

  it('P12 two entries for one identifier are nobody, told to the operator', async () => {
    const said: unknown[] = [];
    const logger = { warn: (...words: unknown[]) => void said.push(words), error: () => undefined };
    const app = await quickstartForThisTest({ policy: OPEN, logger, ...directoryAt(slapd()) });
    await slapd().binds();
    expect(await signsIn(app.newClient(), 'twins@corp.example')).toMatchObject(refused);
    expect(await bindsOf('twin-1')).toBe(0);
    expect(JSON.stringify(said)).toContain('t•••@corp.example');
    expect(await signsIn(app.newClient(), 'twin-1')).toMatchObject(complete());
  });
});
