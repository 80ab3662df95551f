import type { PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal, type Sallyport } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { imports } from '../administration/import-people.test-support.ts';
import { contendedStore } from '../contended-store.test-support.ts';
import {
  Client,
  type Embedded,
  embedded,
  newAccount,
  PASSWORD,
  signedIn,
  storedAccount,
  TENANT,
} from '../embedded.test-support.ts';
import { emptyDirectory } from '../empty-directory.test-support.ts';
import { DORA, ownerWithoutMailbox, ownerWithPassword } from './change-password.test-support.ts';

const HISTORY: PolicyInput<string> = { passwords: { history: 4 } };
const NAMES = ['first', 'second', 'third', 'fourth', 'fifth'].map((name) => `the ${name} set of new words`);
const usedBefore = (limit = 4) => ({
  refused: 'malformed-input',
  errors: [{ path: 'next', code: 'used-before', message: expect.any(String), limit }],
});

/** Somebody in a session, who changes the password again and again. */
async function changing(policy: PolicyInput<string> = HISTORY) {
  const world = await embedded({ policy });
  const client = await signedIn(world, DORA);
  const { accountId } = await client.session();
  return {
    world,
    client,
    accountId,
    account: () => storedAccount(world.store, accountId),
    async changes(current: string, next: string) {
      const changed = await world.auth.me(await client.session()).changePassword(client.caller, { current, next });
      if (!isRefusal(changed)) await client.keeps(Promise.resolve(changed));
      return isRefusal(changed) ? changed : 'changed';
    },
  };
}

describe('earlier passwords of an account', () => {
  it('X27 the last four are refused, the present one included, and the fifth is taken', async () => {
    const { world, changes, account } = await changing();
    const [a = '', b = '', c = '', d = ''] = NAMES;
    expect(await changes(PASSWORD, PASSWORD)).toEqual(usedBefore(1));
    expect(await changes(PASSWORD, a)).toBe('changed');
    expect(await changes(a, b)).toBe('changed');
    expect(await changes(b, c)).toBe('changed');
    for (const next of [PASSWORD, a, b]) expect(await changes(c, next), next).toEqual(usedBefore());
    expect(await changes(c, c)).toEqual(usedBefore(1));
    expect(await changes(c, d)).toBe('changed');
    expect((await account()).formerPasswords).toHaveLength(3);
    expect(await changes(d, PASSWORD)).toBe('changed');
    await world.auth.close();
  });

  it('X27 are neither compared nor kept without a history, and the typed present password is no new one', async () => {
    const { world, changes, account } = await changing({});
    const [other = ''] = NAMES;
    expect(await changes(PASSWORD, PASSWORD)).toEqual(usedBefore(1));
    expect(await changes(PASSWORD, other)).toBe('changed');
    expect(await changes(other, PASSWORD)).toBe('changed');
    expect(await account()).not.toHaveProperty('formerPasswords');
    await world.auth.close();
  });

  it('X27 go with the account’s next change, if the history becomes shorter', async () => {
    const { world, changes, account, accountId } = await changing();
    await changes(PASSWORD, NAMES[0] ?? '');
    await changes(NAMES[0] ?? '', NAMES[1] ?? '');
    const set = await world.auth.policy.set(
      'default',
      { passwords: { history: 2 } },
      { ifVersion: 1, by: hostCode('host') },
    );
    expect(set).toMatchObject({ version: 2 });
    await world.auth.people.rename({ accountId }, { identifier: 'dora', by: hostCode('host') });
    expect((await account()).formerPasswords).toHaveLength(1);
    await world.auth.close();
  });

  it('X27 stay when the password goes to a directory', async () => {
    const world = await embedded({ policy: HISTORY, directory: emptyDirectory });
    const accountId = await newAccount(world, DORA);
    const { password } = await storedAccount(world.store, accountId);
    const externalIds = [{ provider: 'ldap', subject: 'uuid-1' }];
    expect(
      await world.auth.people.setExternalIds({ accountId }, { externalIds, by: hostCode('host') }),
    ).not.toHaveProperty('refused');
    const after = await storedAccount(world.store, accountId);
    expect(after.password).toBeUndefined();
    expect(after.formerPasswords).toEqual([password?.hash]);
    await world.auth.close();
  });

  it('X27 are in no view, list, event and answer', async () => {
    const { world, client, changes, account, accountId } = await changing();
    await changes(PASSWORD, NAMES[0] ?? '');
    const [former = ''] = (await account()).formerPasswords ?? [];
    expect(former).toMatch(/^\$argon2id\$/);
    const session = await client.session();
    const shown = [
      world.auth.me(session).view(),
      session,
      await world.store.listEvents(TENANT, { limit: 100 }),
      await world.auth.people.exposure({ accountId }),
      world.notices,
      world.logged,
    ];
    expect(JSON.stringify(shown)).not.toContain(former);
    await world.auth.close();
  });

  it('X27 are gone with the account', async () => {
    const { world, changes, accountId } = await changing();
    await changes(PASSWORD, NAMES[0] ?? '');
    await world.auth.people.delete({ accountId }, { by: hostCode('host') });
    expect(await world.store.readAccount(TENANT, accountId)).toBeUndefined();
    await world.auth.close();
  });

  it('X27 are compared again in each try of the commit, so that 20 changes at once break no rule', async () => {
    const { world, changes, account } = await changing();
    await changes(PASSWORD, NAMES[0] ?? '');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, place) => changes(NAMES[0] ?? '', place % 2 === 0 ? PASSWORD : (NAMES[1] ?? ''))),
    );
    expect(answers.filter((answer) => answer === 'changed')).toHaveLength(1);
    expect((await account()).formerPasswords).toHaveLength(2);
    await world.auth.close();
  });

  it('X27 a history that comes into force after the first judgement is asked too', async () => {
    const owner = await ownerWithPassword({ policy: {} });
    const [former = ''] = NAMES;
    const other = await owner.world.auth.people.create({ identifier: 'other', password: former, by: hostCode('host') });
    if (isRefusal(other)) throw new Error(other.refused);
    const { password } = await storedAccount(owner.world.store, other.accountId);
    await owner.plants((account) => ({ ...account, formerPasswords: [password?.hash ?? ''] }));
    owner.beforeTheNext('readAccount', () =>
      owner.world.auth.policy.set('default', HISTORY, { ifVersion: 1, by: hostCode('host') }),
    );
    expect(await owner.changes({ current: PASSWORD, next: former })).toEqual(usedBefore());
    await owner.world.auth.close();
  });

  it('X27 X4 are no oracle: a wrong present password is told first, and counted', async () => {
    const { world, changes } = await changing({ ...HISTORY, lockout: { maxFailures: 3 } });
    for (let guess = 0; guess < 3; guess += 1)
      expect(await changes('not this battery', PASSWORD)).toEqual({ refused: 'invalid-credentials' });
    expect(await changes('not this battery', PASSWORD)).toMatchObject({ refused: 'locked' });
    await world.auth.close();
  });
});

describe('a password that the former system alone judges', () => {
  const ELSEWHERE = 'words of the former system';

  it('X22 X27 is imported and used unjudged, and becomes a former one like any other', async () => {
    const world = await embedded({
      policy: { requiredStrength: 'single', passwords: { minimum: 64, history: 4 } },
      verifyElsewhere: ({ password }) => (password === ELSEWHERE ? 'right' : 'wrong'),
    });
    const rows = [{ identifier: 'ada', passwordElsewhere: true }] as const;
    const [report] = await imports(world, rows);
    expect(report).toMatchObject({ outcome: 'imported' });
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: 'ada', password: ELSEWHERE }));
    await world.auth.close();
  });

  it('X27 is compared as it is typed, and kept as a hash', async () => {
    const owner = await ownerWithoutMailbox({
      policy: { requiredStrength: 'single', ...HISTORY },
      verifyElsewhere: ({ password }) => (password === ELSEWHERE ? 'right' : 'wrong'),
    });
    await owner.plants(({ password, ...account }) => ({
      ...account,
      importedAs: 'ada',
      password: password && { ...password, hash: '$elsewhere$' },
    }));
    expect(await owner.changes({ current: ELSEWHERE, next: ELSEWHERE })).toEqual(usedBefore(1));
    expect(await owner.changes({ current: ELSEWHERE, next: PASSWORD })).toMatchObject({
      answer: { status: 'complete' },
    });
    expect((await owner.account()).formerPasswords).toEqual([expect.stringMatching(/^\$argon2id\$/)]);
    await owner.world.auth.close();
  });
});

describe('earlier passwords in a recovery', () => {
  /** Somebody who follows a link, with or without an authenticator app. */
  async function whoAsked(has: 'app' | 'no app', policy: PolicyInput<string> = HISTORY) {
    const world = await embedded({ policy });
    const owner = await signedIn(world, DORA);
    const app = has === 'app' ? await owner.enrollsTotp() : undefined;
    const { accountId } = await owner.session();
    const link = await mailedLink(world, owner);
    const client = new Client(world);
    return {
      world,
      app,
      client,
      accountId,
      confirms: (next: string): ReturnType<Sallyport['recovery']['confirm']> =>
        world.auth.recovery.confirm(client.caller, { token: link, next }),
      guesses: async () =>
        (await world.store.listCounters(TENANT))
          .filter(({ authenticator }) => authenticator === 'reset-token')
          .map(({ counter: { total, open } }) => ({ total, open })),
    };
  }

  async function mailedLink(world: Embedded, { caller }: Client): Promise<string> {
    await world.auth.recovery.begin(caller, { identifier: DORA });
    await world.auth.runBackgroundWork();
    return world.mails.at(-1)?.token ?? '';
  }

  it('X27 are refused, the link stays good, and the refusal is a counted guess', async () => {
    const { world, confirms, guesses } = await whoAsked('no app');
    expect(await confirms(PASSWORD)).toEqual(usedBefore());
    expect(await guesses()).toEqual([{ total: 1, open: [] }]);
    expect(await confirms(NAMES[0] ?? '')).toEqual({ status: 'recovered' });
    expect(await guesses()).toEqual([{ total: 1, open: [] }]);
    await world.auth.close();
  });

  it('X27 are compared again in the try that replaces the password: a history may have come into force', async () => {
    const { store, beforeTheNext } = contendedStore();
    const world = await embedded({ store });
    const owner = await signedIn(world, DORA);
    const token = await mailedLink(world, owner);
    beforeTheNext('readAccount', () =>
      world.auth.policy.set('default', HISTORY, { ifVersion: 1, by: hostCode('host') }),
    );
    const { caller } = new Client(world);
    expect(await world.auth.recovery.confirm(caller, { token, next: PASSWORD })).toEqual(usedBefore());
    await world.auth.close();
  });

  it('X4 X27 tell a reader of the mailbox no more about the password than ten guesses would', async () => {
    const { world, confirms, guesses } = await whoAsked('app');
    for (let guess = 0; guess < 10; guess += 1)
      expect(await confirms(`${NAMES[0]} ${guess}`), `${guess}`).toMatchObject({ answer: { status: 'continue' } });
    expect(await confirms(PASSWORD)).toMatchObject({ refused: 'locked' });
    expect(await guesses()).toEqual([{ total: 10, open: [] }]);
    await world.auth.runBackgroundWork();
    expect(world.notices.map(({ event }) => event.type)).toContain('account.locked');
    await world.auth.close();
  });

  it('X4 X27 twenty at once are ten guesses', async () => {
    const { world, confirms } = await whoAsked('app');
    const answers = await Promise.all(Array.from({ length: 20 }, (_, place) => confirms(`${NAMES[0]} ${place}`)));
    expect(answers.filter((answer) => 'answer' in answer)).toHaveLength(10);
    expect(answers.filter((answer) => isRefusal(answer) && answer.refused === 'locked')).toHaveLength(10);
    await world.auth.close();
  });

  it('X27 the flow replaces the password, keeps the former one, and clears the guesses', async () => {
    const { world, client, app, confirms, guesses, accountId } = await whoAsked('app');
    await client.keeps(confirms(NAMES[0] ?? '') as Parameters<Client['keeps']>[0]);
    expect(await guesses()).toEqual([{ total: 1, open: [] }]);
    world.now += 60_000;
    const code = client.totp(app?.secret ?? '');
    await client.keeps(world.auth.signIn.code(client.caller, 'totp', { code }));
    expect((await storedAccount(world.store, accountId)).formerPasswords).toHaveLength(1);
    expect(await guesses()).toEqual([]);
    await world.auth.close();
  });

  it('X27 other rules end a recovery that waits for its other factor', async () => {
    const { world, client, app, confirms } = await whoAsked('app', {});
    await client.keeps(confirms(PASSWORD) as Parameters<Client['keeps']>[0]);
    await world.auth.policy.set('default', HISTORY, { ifVersion: 1, by: hostCode('host') });
    world.now += 60_000;
    const code = client.totp(app?.secret ?? '');
    expect(await world.auth.signIn.code(client.caller, 'totp', { code })).toEqual({
      refused: 'flow-expired',
      keep: { mode: 'token', flow: null },
    });
    expect(await confirms(PASSWORD)).toEqual(usedBefore());
    await world.auth.close();
  });
});
