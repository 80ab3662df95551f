import type { Store } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Administration } from '../support/administration.ts';
import type { Reply } from '../support/client.ts';
import { complete, problem } from '../support/expectations.ts';
import { interleaving } from '../support/interleaving-store.ts';
import type { Person } from '../support/person.ts';
import {
  FIRST_POLICY,
  PASSWORD,
  type Quickstart,
  quickstartForThisFile,
  quickstartForThisTest,
} from '../support/quickstart.ts';

const policy = { ...FIRST_POLICY, roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } } as const;
const reason = { reason: 'Investigation' };

/** A store that holds back the next commit until another act is done. */
class Gate {
  #held: (() => void)[] = [];
  #waits = false;

  readonly around = (store: Store): Store =>
    Object.assign(Object.create(store), {
      commit: async (change: Parameters<Store['commit']>[0]) => {
        if (this.#waits) {
          this.#waits = false;
          await new Promise<void>((go) => this.#held.push(go));
        }
        return store.commit(change);
      },
    });

  /** Runs `other` between the last read and the commit of `does`. */
  async beside(does: () => Promise<Reply>, other: () => Promise<unknown>): Promise<Reply> {
    this.#waits = true;
    const reply = does();
    await expect.poll(() => this.#held.length).toBe(1);
    await other();
    for (const go of this.#held.splice(0)) go();
    return reply;
  }
}

const gate = new Gate();
const app = await quickstartForThisFile({ policy, aroundStore: gate.around });

/** An administrator with a recent proof of every factor. */
async function administrator(role = 'admin', world: Quickstart = app): Promise<Administration> {
  const person = await world.newcomer(role);
  await person.proves('password', 'email-code');
  await person.enrollsTotp();
  expect(await person.proves('password', 'totp')).toMatchObject(complete('enhanced'));
  return new Administration(person);
}

async function personWithEverything(): Promise<Person> {
  const person = await app.newcomer();
  await person.proves('password', 'email-code');
  await person.enrollsTotp();
  await person.provesStrongest();
  await person.enrollsPasskey('Laptop');
  await person.provesStrongest();
  // Locks the account, so that an administrator can unlock the account.
  for (let guess = 0; guess < 10; guess += 1) await person.stranger().signInWithPassword();
  return person;
}

/** Every act of administration of the contract. */
const ACTS: readonly (readonly [string, (admin: Administration, person: Person, passkey: string) => Promise<Reply>])[] =
  [
    ['creates an account', (admin) => admin.creates({ identifier: 'mole@example.org', password: PASSWORD })],
    ['deletes an account', (admin, person) => admin.deletes(person)],
    ['sets roles', (admin, person) => admin.sets('roles', person, ['employee'])],
    ['sets methods', (admin, person) => admin.sets('methods', person, ['password'])],
    ['blocks', (admin, person) => admin.does('block', person, reason)],
    ['unblocks', (admin, person) => admin.does('unblock', person)],
    ['unlocks', (admin, person) => admin.does('unlock', person)],
    ['vouches', (admin, person) => admin.does('enrollment-code', person)],
    ['resets two-step', (admin, person) => admin.does('reset-two-step', person)],
    ['resets passkeys', (admin, person) => admin.does('reset-passkeys', person)],
    [
      'revokes a passkey',
      async (admin, person, passkey) =>
        admin.person.client.delete(`/admin/accounts/${await admin.idOf(person)}/passkeys/${passkey}`),
    ],
  ];

describe('an administrator who loses the right while an act is on its way', () => {
  it.each(ACTS)('W4 %s no more', async (_, act) => {
    const ada = await app.admin();
    const person = await personWithEverything();
    const passkey = encodeURIComponent((await person.account()).factors.passkeys[0]?.id ?? '');
    const losses: readonly [(who: Person) => Promise<unknown>, object][] = [
      [(who) => ada.does('block', who, reason), problem(401, 'no-session')],
      [(who) => ada.sets('roles', who, []), problem(403, 'not-permitted')],
      [(who) => who.elsewhere(who.client.copy()).signsOut(), problem(401, 'no-session')],
    ];
    for (const [loses, refused] of losses) {
      const admin = await administrator();
      await Promise.all([ada.idOf(admin.person), admin.idOf(person)]);
      const before = await ada.sees(person);
      const events = (await ada.events({ person })).length;
      expect(
        await gate.beside(
          () => act(admin, person, passkey),
          () => loses(admin.person),
        ),
      ).toMatchObject(refused);
      expect(await ada.sees(person)).toEqual(before);
      expect((await ada.events({ person })).length).toBe(events);
    }
    const found = await ada.person.client.get<{ accounts: unknown[] }>('/admin/accounts?query=mole');
    expect(found.body.accounts).toEqual([]);
  });

  it('W4 changes the policy no more', async () => {
    const ada = await app.admin();
    const before = await ada.policy();
    const admin = await administrator('super-admin');
    await ada.idOf(admin.person);
    const match = { 'if-match': `"${before.version}"` };
    const put = () => admin.person.client.put('/admin/policy', { policy: FIRST_POLICY }, match);
    const reply = await gate.beside(put, () => ada.sets('roles', admin.person, []));
    expect(reply).toMatchObject(problem(403, 'not-permitted'));
    expect(await ada.policy()).toEqual(before);
  });

  it('W4 is one of two who block each other at the same moment: one of them succeeds', async () => {
    const own = await quickstartForThisTest({ policy, aroundStore: interleaving });
    const [pia, tom] = [await administrator('admin', own), await administrator('admin', own)];
    await Promise.all([pia.idOf(tom.person), tom.idOf(pia.person)]);
    const replies = await Promise.all([pia.does('block', tom.person, reason), tom.does('block', pia.person, reason)]);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 401 || status === 403)).toHaveLength(1);
    const ada = await own.admin();
    const blocked = [await ada.sees(pia.person), await ada.sees(tom.person)].filter(
      ({ status }) => status === 'blocked',
    );
    expect(blocked).toHaveLength(1);
  });

  it('W4 whose own account changes otherwise meanwhile is not kept from anything', async () => {
    const [admin, person] = [await administrator(), await app.newcomer()];
    await admin.idOf(person);
    const rename = () => admin.person.elsewhere(admin.person.client.copy()).client.post('/account/backup-codes');
    const reply = await gate.beside(() => admin.does('block', person, reason), rename);
    expect(reply.status).toBe(200);
  });
});

describe('a session that is ended while it changes its own account', () => {
  it.each<[string, (person: Person, passkey: string) => Promise<Reply>]>([
    ['renames a passkey', ({ client }, passkey) => client.patch(`/account/passkeys/${passkey}`, { name: 'Mine now' })],
    ['removes a passkey', ({ client }, passkey) => client.delete(`/account/passkeys/${passkey}`)],
    ['removes the app', ({ client }) => client.delete('/account/totp')],
    ['makes backup codes', ({ client }) => client.post('/account/backup-codes')],
    [
      'sets a password',
      ({ client }) => client.post('/account/password', { current: PASSWORD, next: 'the one of the thief' }),
    ],
    ['begins to set up an app', ({ client }) => client.post('/enroll/totp')],
    ['adds a passkey', (person) => person.enrollsPasskey('Theirs', createAuthenticator())],
    ['deletes the account', ({ client }) => client.delete('/account')],
    ['ends another session', ({ client }) => client.delete('/account/sessions')],
  ])('X9 X11 %s no more', async (_, act) => {
    const person = await personWithEverything();
    const thief = person.elsewhere();
    await thief.provesStrongest();
    const ada = await app.admin();
    const passkey = encodeURIComponent((await person.account()).factors.passkeys[0]?.id ?? '');
    const { sessions: _sessions, ...before } = await ada.sees(person);
    const reply = await gate.beside(
      () => act(thief, passkey),
      async () => expect((await person.client.delete('/account/sessions')).status).toBe(200),
    );
    expect(reply).toMatchObject(problem(401, 'no-session'));
    expect(await ada.sees(person)).toMatchObject(before);
    expect((await person.session()).status).toBe(200);
    expect(await person.elsewhere().proves('passkey')).toMatchObject(complete());
  });

  it('X9 X11 moves the mailbox no more', async () => {
    const person = await personWithEverything();
    const thief = person.elsewhere();
    await thief.provesStrongest();
    const email = `theirs.${person.identifier}`;
    expect((await thief.client.post('/account/email', { email })).status).toBe(200);
    const { token } = await app.nextMail(email, 'token', 0);
    const reply = await gate.beside(
      () => thief.client.post('/account/email/confirm', { token }),
      () => person.client.delete('/account/sessions'),
    );
    expect(reply).toMatchObject(problem(401, 'no-session'));
    expect((await person.account()).email).toBe(person.identifier);
  });
});
