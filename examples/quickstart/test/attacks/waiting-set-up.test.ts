import type { Mail } from '@sallyport/engine';
import { sallyport } from '@sallyport/express';
import { listen } from '@sallyport/test-support/adapters/listen';
import { createAuthenticator, type SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import express from 'express';
import { describe, expect, it } from 'vitest';
import type { Administration } from '../support/administration.ts';
import { Client, type Reply } from '../support/client.ts';
import { STORES, sharedStore } from '../support/embedded.ts';
import { asksToEnroll, complete, problem } from '../support/expectations.ts';
import { Person, succeeded } from '../support/person.ts';
import { FIRST_POLICY, PASSWORD, quickstartForThisFile } from '../support/quickstart.ts';

const app = await quickstartForThisFile({
  policy: { roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } },
});

const OVER = problem(410, 'flow-expired');
let people = 0;

/** A first sign-in that waits for a passkey, in the browser of whoever reads the mailbox. */
type Beginning = (admin: Administration, address: string, client: Client) => Promise<Reply>;

const tokenTo = async (address: string): Promise<string> => (await app.nextMail(address, 'token', 0)).token ?? '';

const invited: Beginning = async (admin, address, client) => {
  succeeded(await admin.creates({ identifier: address, email: address, invite: true }), `inviting ${address}`);
  return client.post('/invitation', { token: await tokenTo(address) });
};

const signingUp: Beginning = async (_, address, client) => {
  succeeded(await client.post('/sign-up', { email: address }), `signing up as ${address}`);
  return client.post('/sign-up/confirm', { token: await tokenTo(address) });
};

async function waiting(begins: Beginning) {
  const admin = await app.administratorOfPeople();
  people += 1;
  const has = { password: PASSWORD, backupCodes: [], authenticator: createAuthenticator() };
  const person = new Person(app, `waits-${people}@example.org`, app.newClient(), has);
  expect(await begins(admin, person.identifier, person.client)).toMatchObject(asksToEnroll);
  return { admin, person };
}

/** Asks for the options of a registration now. Returns its end. */
async function registering({ client, has }: Person): Promise<() => Promise<Reply>> {
  const options = await client.post<Parameters<SoftwareAuthenticator['create']>[0]>('/enroll/passkey/options');
  succeeded(options, 'asking for passkey creation options');
  const response = await has.authenticator.create(options.body, { origin: client.origin });
  return () => client.post('/enroll/passkey', { response });
}

const onMany = async (admin: Administration, act: 'sign-out' | 'block' | 'unblock', person: Person) =>
  succeeded(
    await admin.person.client.post('/admin/accounts/acts', {
      act,
      accountIds: [await admin.idOf(person)],
      reason: act === 'block' ? 'a mistake' : undefined,
    }),
    act,
  );

/** Acts of an administrator of people that void the proofs of the waiting flow. */
const ACTS: readonly (readonly [string, (admin: Administration, person: Person) => Promise<unknown>])[] = [
  ['signs the account out', (admin, person) => onMany(admin, 'sign-out', person)],
  [
    'blocks and unblocks it',
    async (admin, person) => {
      await onMany(admin, 'block', person);
      await onMany(admin, 'unblock', person);
    },
  ],
  [
    'resets two-step verification',
    async (admin, person) => succeeded(await admin.does('reset-two-step', person), 'a reset'),
  ],
  ['resets passkeys', async (admin, person) => succeeded(await admin.does('reset-passkeys', person), 'a reset')],
  ['helps in', async (admin, person) => succeeded(await admin.does('help-in', person, { lost: ['app'] }), 'a help-in')],
];

const CASES = [
  ['an invitation', invited],
  ['a sign-up', signingUp],
].flatMap(([name, begins]) => ACTS.map(([what, acts]) => ({ name, begins: begins as Beginning, what, acts })));

describe('a first sign-in that waits for a passkey', () => {
  it.each([invited, signingUp])('X21 ends with the passkey if nothing overtakes it', async (begins) => {
    const { person } = await waiting(begins);
    expect(await (await registering(person))()).toMatchObject(complete('phishing-resistant'));
  });

  it.each(CASES)('N15 X21 by $name is over after an administrator $what', async ({ begins, acts }) => {
    const { admin, person } = await waiting(begins);
    const registers = await registering(person);
    const [tab, other] = [person.client.copy(), person.client.copy()];
    await acts(admin, person);
    expect(await registers()).toMatchObject(OVER);
    expect(await tab.get('/sign-in?local=1')).toMatchObject(OVER);
    expect(await other.post('/enroll/passkey/options')).toMatchObject(OVER);
    expect((await admin.sees(person)).factors.passkeys).toEqual([]);
    expect((await person.client.get('/sign-in?local=1')).status).toBe(200);
  });

  it('N15 W4 X18 a passkey in it after a sign-out makes no people administrator a policy administrator', async () => {
    const { admin: pia, person: eve } = await waiting(invited);
    const registers = await registering(eve);
    await onMany(pia, 'sign-out', eve);
    await registers();
    const ada = await app.admin();
    succeeded(await ada.sets('roles', eve, ['super-admin'], true), 'giving Eve the role');
    expect((await ada.sees(eve)).factors.passkeys).toEqual([]);
    const thief = eve.elsewhere();
    expect(await thief.goesOnWith('passkey')).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await thief.client.get('/admin/policy')).toMatchObject(problem(401, 'no-session'));
  });
});

describe.each(STORES)('W4 X21 a sign-up whose account gets a role of administration from the host, on %s', (kind) => {
  it('W4 X21 gives the reader of the mailbox no administration by a passkey that is registered afterwards', async () => {
    const shared = await sharedStore(kind);
    const mails: Mail[] = [];
    let roles: readonly string[] = [];
    const policy = { administrators: { policy: ['super-admin'] }, requiredStrength: 'enhanced' } as const;
    const sendMail = (mail: Mail) => void mails.push(mail);
    const auth = await shared.start({ policy, sendMail, resolveSubject: async () => roles });
    const site = await listen(express().use('/auth', sallyport(auth).routes({ signUp: true })));
    const origin = 'http://localhost:3000';
    const reader = new Client(origin, 'cookie', site);
    await reader.post('/sign-up', { email: 'ida@exampel.org' });
    await auth.runBackgroundWork();
    const link = { token: mails.at(-1)?.token ?? '' };
    expect(await reader.post('/sign-up/confirm', link)).toMatchObject(asksToEnroll);
    roles = ['super-admin'];
    const { body } = await reader.post<Parameters<SoftwareAuthenticator['create']>[0]>('/enroll/passkey/options');
    const response = await createAuthenticator().create(body, { origin });
    const registered = await reader.post('/enroll/passkey', { response });
    expect(await reader.get('/admin/policy')).toMatchObject(problem(401, 'no-session'));
    expect(registered).toMatchObject(OVER);
  });
});
