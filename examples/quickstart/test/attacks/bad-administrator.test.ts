import { describe, expect, it } from 'vitest';
import type { Administration } from '../support/administration.ts';
import { asksToEnroll, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { FIRST_POLICY, PASSWORD, quickstartForThisFile } from '../support/quickstart.ts';

const app = await quickstartForThisFile({
  policy: { roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } },
});

/** A person whom an administrator adds with a password and without a mailbox. The administrator vouches for the person, and keeps the code. */
async function vouchedBy(admin: Administration, identifier: string): Promise<{ person: Person; code: string }> {
  const created = await admin.creates({ identifier, password: PASSWORD, roles: ['contractor'] });
  expect(created.status).toBe(201);
  const person = app.person(identifier);
  person.has.accountId = created.body.accountId;
  const { enrollmentCode: code = '' } = (await admin.does('enrollment-code', person)).body;
  return { person, code };
}

describe('an enrollment code that an administrator keeps', () => {
  it.each<[string, (ada: Administration, admin: Administration, person: Person) => Promise<unknown>]>([
    ['after they lost the role', (ada, admin) => ada.sets('roles', admin.person, [])],
    ['while they are blocked', (ada, admin) => ada.does('block', admin.person, { reason: 'Investigation' })],
    ['after their account was deleted', (ada, admin) => ada.deletes(admin.person)],
  ])('W4 P3 vouches for nobody %s', async (name, changes) => {
    const [ada, admin] = [await app.admin(), await app.administratorOfPeople()];
    const { person, code } = await vouchedBy(admin, name.replaceAll(' ', '.'));
    await ada.idOf(admin.person);
    expect(await changes(ada, admin, person)).toMatchObject({ status: 200 });
    expect(await person.signInWithPassword()).toMatchObject(problem(403, 'no-way-in'));
    const shown = await person.client.post('/sign-in/enrollment-code', { code });
    expect(shown).toMatchObject(problem(401, 'invalid-credentials'));
    const { enrollmentCode: anew } = (await ada.does('enrollment-code', person)).body;
    expect(await person.client.post('/sign-in/enrollment-code', { code: anew })).toMatchObject(asksToEnroll);
  });

  it('W4 P3 vouches for nobody who was made a policy administrator since: the password that was typed for them goes as well', async () => {
    const [ada, admin] = [await app.admin(), await app.administratorOfPeople()];
    const { person, code } = await vouchedBy(admin, 'made.a.policy.administrator');
    expect(await person.signInWithPassword()).toMatchObject(problem(403, 'no-way-in'));
    expect((await ada.sets('roles', person, ['super-admin'], true)).status).toBe(200);
    expect((await ada.sees(person)).factors).toMatchObject({ password: false, totp: false, passkeys: [] });
    const refused = problem(401, 'invalid-credentials');
    expect(await person.client.post('/sign-in/enrollment-code', { code })).toMatchObject(refused);
    expect(await person.elsewhere().signInWithPassword()).toMatchObject(refused);
  });
});

describe('unlocking', () => {
  const wrong = (person: Person) => person.stranger().signInWithPassword('a guess');

  it('X5 does not refill a budget that is not used up, so that its owner hears of every ten guesses', async () => {
    const [admin, person] = [await app.administratorOfPeople(), await app.newcomer()];
    for (let guess = 0; guess < 9; guess += 1) expect((await wrong(person)).status).toBe(401);
    expect((await admin.does('unlock', person)).status).toBe(200);
    expect((await wrong(person)).status).toBe(401);
    expect(await wrong(person)).toMatchObject(problem(429, 'locked'));
    expect(await admin.events({ person, type: 'account.unlocked' })).toEqual([]);
    expect((await admin.does('unlock', person)).status).toBe(200);
    expect((await wrong(person)).status).toBe(401);
    expect(await admin.events({ person, type: 'account.unlocked' })).toHaveLength(1);
    for (const words of ['locked', 'unlocked'])
      await expect
        .poll(async () => (await app.mailsTo(person.identifier)).some(({ text }) => text.includes(words)))
        .toBe(true);
  });

  it('X5 is nothing for oneself: whoever has an administrator’s session guesses at their factors no more often for it', async () => {
    const admin = await app.administratorOfPeople();
    for (let guess = 0; guess < 10; guess += 1) expect((await wrong(admin.person)).status).toBe(401);
    expect(await admin.does('unlock', admin.person)).toMatchObject(problem(403, 'not-permitted'));
    expect(await wrong(admin.person)).toMatchObject(problem(429, 'locked'));
  });
});

describe('a block', () => {
  it('P18 P19 stays the one it was: nobody puts a later one in its place, with another reason and a list of less', async () => {
    const [ada, admin, person] = [await app.admin(), await app.administratorOfPeople(), await app.newcomer()];
    expect((await ada.does('block', person, { reason: 'Investigation' })).status).toBe(200);
    const exposure = () => admin.person.client.get(`/admin/accounts/${person.has.accountId}/exposure`);
    const before = await exposure();
    app.clock.advance(1_000);
    const again = await admin.does('block', person, { reason: 'On leave' });
    expect(again).toMatchObject({ status: 200, body: { status: 'blocked', blockedReason: 'Investigation' } });
    expect((await exposure()).body).toEqual(before.body);
    expect(await admin.events({ person, type: 'account.blocked' })).toMatchObject([
      { actor: await ada.idOf(ada.person), detail: { reason: 'Investigation' } },
    ]);
  });
});

describe('the action log', () => {
  it('X18 says what an account was created with: its roles, a password that somebody knows, and whether it is for emergencies', async () => {
    const ada = await app.admin();
    const account = { identifier: 'mole@example.org', password: PASSWORD, roles: ['admin'], emergency: true };
    const mole = app.person(account.identifier);
    mole.has.accountId = (await ada.creates(account)).body.accountId;
    expect(await ada.events({ person: mole, type: 'account.created' })).toMatchObject([
      { detail: { roles: ['admin'], password: true, emergency: true } },
    ]);
  });
});
