import { describe, expect, it } from 'vitest';
import type { Client } from '../support/client.ts';
import { Clock } from '../support/clock.ts';
import { type Corp, corpForThisTest, linkedAda, Traveller } from '../support/corp.ts';
import { complete, continues, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import {
  FIRST_POLICY,
  PASSWORD,
  type Policy,
  Quickstart,
  quickstartForThisFile,
  quickstartForThisTest,
} from '../support/quickstart.ts';
import { directoryAt, hasSlapd, SECRET, slapdForThese } from '../support/servers/directory.ts';

const app = await quickstartForThisFile();
const NOT_OWN = { status: 400, body: { code: 'malformed-input', errors: [{ path: 'identifier' }] } };

/** Somebody with an account who wants another person's name as the sign-in name. */
async function squatter(): Promise<Person> {
  const person = await app.newcomer();
  expect(await person.proves('password', 'email-code')).toMatchObject(complete());
  return person;
}

const wants = ({ client }: Person, identifier: string) => client.put('/account/identifier', { identifier });

describe('a mail address that somebody else wants as the sign-in name', () => {
  it.each([
    ['as it is', 'first@example.org', 'first@example.org'],
    ['in capitals and wide letters', 'second@example.org', ' ＳECOND@Example.org'],
    ['with a character that nobody sees', 'third@example.org', 'thi\u200brd@example.org'],
  ])('X21 stays free for its owner’s sign-up: %s', async (_, address, written) => {
    expect(await wants(await squatter(), written)).toMatchObject(NOT_OWN);
    const owner = app.newClient();
    expect((await owner.post('/sign-up', { email: address })).status).toBe(202);
    const { token } = await app.nextMail(address, 'token', 0);
    expect(await owner.post('/sign-up/confirm', { token, password: 'four plain words together' })).toMatchObject(
      complete(),
    );
    expect((await owner.get('/account')).body).toMatchObject({ identifiers: [address], email: address });
  });

  it('X21 stays free while its owner has the link of a sign-up, and when the sign-up made the account', async () => {
    const address = 'in-between@example.org';
    const thief = await squatter();
    const owner = app.newClient();
    await owner.post('/sign-up', { email: address });
    const { token } = await app.nextMail(address, 'token', 0);
    expect(await wants(thief, address)).toMatchObject(NOT_OWN);
    expect(await owner.post('/sign-up/confirm', { token, password: 'four plain words together' })).toMatchObject(
      complete(),
    );
    expect(await wants(thief, address)).toMatchObject(NOT_OWN);
  });

  it('X21 stays free for an invitation', async () => {
    const address = 'invited@example.org';
    expect(await wants(await squatter(), address)).toMatchObject(NOT_OWN);
    const made = await (await app.admin()).creates({ identifier: address, email: address, invite: true });
    expect(made).toMatchObject({ status: 201, body: { identifiers: [address], email: address } });
  });

  it('X21 names nobody to an administrator who looks for its owner', async () => {
    const address = 'looked-for@example.org';
    expect(await wants(await squatter(), address)).toMatchObject(NOT_OWN);
    const { client } = (await app.admin()).person;
    expect((await client.get(`/admin/accounts?query=${encodeURIComponent(address)}`)).body).toMatchObject({
      accounts: [],
    });
  });

  it('X21 is a name for who proves the mailbox, and only then', async () => {
    const person = await squatter();
    const address = `moved.${person.identifier}`;
    expect((await person.client.post('/account/email', { email: address })).status).toBe(202);
    expect(await wants(person, address)).toMatchObject(NOT_OWN);
    const { token } = await app.nextMail(address, 'token', 0);
    expect((await person.client.post('/account/email/confirm', { token })).status).toBe(200);
    expect(await wants(person, address)).toMatchObject({ status: 200, body: { identifiers: [address] } });
    // The former mailbox is no mailbox of the account any more.
    expect(await wants(person, person.identifier)).toMatchObject(NOT_OWN);
  });
});

describe('an address at a provider', () => {
  const policy: Policy = {
    ...FIRST_POLICY,
    requiredStrength: 'single',
    providers: { corp: { mailDomains: ['example.org'], createAccounts: true } },
  };
  const DORA = 'dora@example.org';

  /** Dora has an account at the provider alone. */
  async function withoutDora(): Promise<{ readonly corp: Corp; readonly ada: Client }> {
    const corp = await corpForThisTest(policy);
    const ada = await linkedAda(corp);
    const { body } = await ada.get<{ accounts: { accountId: string }[] }>('/admin/accounts?query=dora');
    expect((await ada.delete(`/admin/accounts/${body.accounts[0]?.accountId}`)).status).toBe(200);
    return { corp, ada };
  }

  async function doraOf(corp: Corp): Promise<unknown> {
    const traveller = new Traveller(corp);
    await traveller.signsIn({ subject: 'corp-dora' });
    return (await traveller.client.get('/account')).body;
  }

  it('X21 P7 stays free for its owner’s first sign-in there', async () => {
    const { corp } = await withoutDora();
    const ben = new Quickstart(new Clock(), corp.url, async () => undefined).person('ben@example.org');
    await ben.proves('password');
    await ben.client.post('/step-up', { strength: 'baseline' });
    expect(await ben.goesOnWith('email-code')).toMatchObject(complete('baseline'));
    expect(await wants(ben, DORA)).toMatchObject(NOT_OWN);
    expect(await doraOf(corp)).toMatchObject({ identifiers: [DORA], email: DORA });
  });

  it('X21 P7 is the mailbox of its owner’s account, also if an administrator gave the name to somebody else', async () => {
    const { corp, ada } = await withoutDora();
    const given = { identifier: DORA, email: 'somebody@example.org', password: PASSWORD };
    expect((await ada.post('/admin/accounts', given)).status).toBe(201);
    expect(await doraOf(corp)).toMatchObject({ identifiers: ['corp:corp-dora'], email: DORA });
    expect(await doraOf(corp)).toMatchObject({ identifiers: ['corp:corp-dora'], email: DORA });
  });
});

describe.skipIf(!hasSlapd)('a name of the directory', () => {
  const slapd = slapdForThese();

  it('X21 P12 is no sign-in name of somebody else: its person signs in', async () => {
    const host = await quickstartForThisTest({
      policy: {
        ...FIRST_POLICY,
        requiredStrength: 'single',
        providers: { ldap: { mailDomains: ['corp.example'], createAccounts: true } },
      },
      ...directoryAt(slapd()),
    });
    const dora = host.person('dora@example.org');
    expect(await dora.proves('password')).toMatchObject(complete());
    expect(await dora.client.post('/step-up', { strength: 'baseline' })).toMatchObject(continues);
    expect(await dora.goesOnWith('email-code')).toMatchObject(complete('baseline'));
    for (const name of ['erin', 'ERIN', 'ｅrin', 'er\u00adin'])
      expect(await wants(dora, name)).toMatchObject(problem(409, 'already-exists'));
    expect(await wants(dora, 'erin@corp.example')).toMatchObject(NOT_OWN);
    expect(await wants(dora, 'theodora')).toMatchObject({ status: 200 });
    const erin = host.newClient();
    expect(await erin.post('/sign-in', { identifier: 'erin', password: SECRET })).toMatchObject(complete());
    expect((await erin.get('/account')).body).toMatchObject({ identifiers: ['erin@corp.example'] });
    // The own entry is nobody else's.
    expect(await erin.put('/account/identifier', { identifier: 'erin' })).toMatchObject({
      status: 200,
      body: { identifiers: ['erin'] },
    });
    expect(await host.newClient().post('/sign-in', { identifier: 'theodora' })).toMatchObject(continues);
  });
});
