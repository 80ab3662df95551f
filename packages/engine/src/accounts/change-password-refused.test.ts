import { hostCode } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { PASSWORD, TENANT } from '../embedded.test-support.ts';
import { emptyDirectory } from '../empty-directory.test-support.ts';
import {
  CHANGES,
  DORA,
  NEXT,
  type Owner,
  ownerAtProvider,
  ownerWithoutMailbox,
  ownerWithPassword,
  passwordIsTaken,
} from './change-password.test-support.ts';

const WRONG = { current: 'not this battery', next: NEXT };
const IN_DIRECTORY = { id: 'link', method: 'ldap', provider: 'ldap', subject: 'uuid-1' } as const;

/** The guesses that are counted; mails have a budget of their own. */
const counters = async ({ world }: Owner) =>
  (await world.store.listCounters(TENANT)).filter(({ authenticator }) => !authenticator.startsWith('mail:'));

/** All that a change of password could have touched. */
async function standing(owner: Owner) {
  const { world, accountId } = owner;
  const account = await world.store.readAccount(TENANT, accountId);
  return [account, await owner.sessions(), await world.store.listDevices(TENANT, accountId)];
}

describe('a new password that is refused', () => {
  it.each([
    ['too short', 'short', { code: 'too-short', message: 'Use at least 8 characters.', limit: 8 }],
    [
      'the identifier',
      DORA,
      { code: 'too-personal', message: 'This password is too close to your name, or to the name of this site.' },
    ],
    [
      'a password hash',
      '$2b$10$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
      { code: 'password-hash', message: expect.any(String) },
    ],
    ['the name of the site', 'Larkspur & Sons', { code: 'too-personal', message: expect.any(String) }],
    ['a word of the name of the site', 'larkspur1', { code: 'too-personal', message: expect.any(String) }],
  ])('X12 for being %s is told as such, and no guess is counted for it', async (_, next, fault) => {
    const owner = await ownerWithPassword({ name: 'Larkspur & Sons' });
    const before = await standing(owner);
    for (const current of [PASSWORD, WRONG.current])
      expect(await owner.changes({ current, next })).toEqual({
        refused: 'malformed-input',
        errors: [{ path: 'next', ...fault }],
      });
    expect(await standing(owner)).toEqual(before);
    expect(await counters(owner)).toEqual([]);
    await owner.world.auth.close();
  });

  it('X12 for being the mail address is told as such, where another identifier is signed in with', async () => {
    const owner = await ownerWithPassword();
    await owner.world.auth.people.rename(
      { accountId: owner.accountId },
      { identifier: 'the-other-name', by: hostCode('host') },
    );
    const session = await owner.world.auth.sessions.guard(owner.caller, { needs: 'session' });
    if ('refused' in session) throw new Error(session.refused);
    const { changePassword } = owner.world.auth.me(session);
    expect(await changePassword(owner.caller, { current: PASSWORD, next: DORA })).toMatchObject({
      errors: [{ path: 'next', code: 'too-personal' }],
    });
    await owner.world.auth.close();
  });
});

describe('a wrong current password', () => {
  it('X4 P17 is refused, one event, and one guess of this device', async () => {
    const owner = await ownerWithPassword();
    const { world, accountId } = owner;
    const [device] = await world.store.listDevices(TENANT, accountId);
    const before = await standing(owner);
    const events = await owner.eventsFromNow();
    expect(await owner.changes(WRONG)).toEqual({ refused: 'invalid-credentials' });
    const failed = { tenant: TENANT, id: expect.any(String), at: world.now, type: 'sign-in.failed' };
    expect(await events()).toEqual([{ ...failed, accountId, actor: accountId, method: 'password' }]);
    expect(await counters(owner)).toMatchObject([
      { subject: accountId, authenticator: 'password', device: device?.tokenHash },
    ]);
    expect(await standing(owner)).toEqual(before);
    expect(await passwordIsTaken(world, PASSWORD)).toBe(true);
    await world.auth.close();
  });

  it('X4 P16 locks with the tenth, which is told; even the right one is refused then, until the lock ends', async () => {
    const owner = await ownerWithPassword();
    const { world, accountId } = owner;
    const events = await owner.eventsFromNow();
    for (let guess = 0; guess < 10; guess += 1)
      expect(await owner.changes(WRONG), `${guess}`).toEqual({ refused: 'invalid-credentials' });
    const types = (await events()).map(({ type }) => type);
    expect(types).toEqual([...Array.from({ length: 10 }, () => 'sign-in.failed'), 'account.locked']);
    const [locked] = (await events()).slice(-1);
    expect(locked).toEqual({
      tenant: TENANT,
      id: expect.any(String),
      at: world.now,
      type: 'account.locked',
      accountId,
    });
    await world.auth.runBackgroundWork();
    expect(world.notices.map(({ event, addresses }) => [event.type, addresses])).toContainEqual([
      'account.locked',
      [DORA],
    ]);
    const until = world.now + 15 * 60_000;
    expect(await owner.changes(CHANGES)).toEqual({ refused: 'locked', until });
    world.now = until - 1;
    expect(await owner.changes(CHANGES)).toEqual({ refused: 'locked', until });
    world.now = until;
    expect(await owner.changes(CHANGES)).toMatchObject({ answer: { status: 'complete' } });
    await world.auth.close();
  });

  it('X9 is one that is left out where there is a password', async () => {
    const owner = await ownerWithPassword();
    const before = await standing(owner);
    expect(await owner.changes({ next: NEXT })).toEqual({ refused: 'invalid-credentials' });
    expect(await standing(owner)).toEqual(before);
    expect(await counters(owner)).toEqual([]);
    await owner.world.auth.close();
  });

  it('X9 is one that is given where there is none', async () => {
    const owner = await ownerAtProvider('no password');
    const before = await standing(owner);
    expect(await owner.changes(CHANGES)).toEqual({ refused: 'invalid-credentials' });
    expect(await standing(owner)).toEqual(before);
    await owner.world.auth.close();
  });
});

describe('a right current password', () => {
  it('X4 is no guess: it is given back with the change, which forgives the guesses at the former password', async () => {
    const owner = await ownerWithPassword();
    await owner.changes(WRONG);
    expect(await counters(owner)).toHaveLength(1);
    await owner.changes(CHANGES);
    expect(await counters(owner)).toEqual([]);
    await owner.world.auth.close();
  });

  it('X4 is given back once, however often the change is made again', async () => {
    const owner = await ownerWithPassword();
    const { commits } = owner;
    owner.loses(2, 'account');
    expect(await owner.changes(CHANGES)).toMatchObject({ answer: { status: 'complete' } });
    expect(commits.map(({ giveBack }) => giveBack !== undefined)).toEqual([true, false, false]);
    expect(commits[0]?.giveBack).toMatchObject({ subject: owner.accountId, authenticator: 'password' });
    expect(await counters(owner)).toEqual([]);
    await owner.world.auth.close();
  });
});

describe('a change of password that is not allowed', () => {
  it('P9 is one where the policy takes no passwords: refused, and no guess is counted', async () => {
    const owner = await ownerAtProvider('password', [], {
      policy: { requiredStrength: 'single', roles: { staff: { methods: ['sso'] } } },
    });
    await owner.plants((account) => ({ ...account, roles: ['staff'] }));
    const before = await standing(owner);
    for (const input of [CHANGES, WRONG, { next: NEXT }])
      expect(await owner.changes(input)).toEqual({ refused: 'method-not-allowed' });
    expect(await standing(owner)).toEqual(before);
    expect(await counters(owner)).toEqual([]);
    await owner.world.auth.close();
  });

  it.each([
    ['in use', { directory: emptyDirectory }],
    ['that the host has no more', {}],
  ])('P12 X5 is one whose password is a directory’s, %s: refused, and no guess is counted', async (_, options) => {
    const owner = await ownerAtProvider('no password', [], options);
    const { now } = forAdapters(owner.world.auth);
    await owner.plants((account) => ({
      ...account,
      externalIds: [...(account.externalIds ?? []), { ...IN_DIRECTORY, linkedAt: now() }],
    }));
    const before = await standing(owner);
    for (const input of [CHANGES, { next: NEXT }])
      expect(await owner.changes(input)).toEqual({ refused: 'method-not-allowed' });
    expect(await standing(owner)).toEqual(before);
    expect(await counters(owner)).toEqual([]);
    await owner.world.auth.close();
  });

  it('P12 is one beside a directory’s password: an account has one source of passwords', async () => {
    const owner = await ownerAtProvider('password', [], { directory: emptyDirectory });
    const { now } = forAdapters(owner.world.auth);
    await owner.plants((account) => ({
      ...account,
      externalIds: [...(account.externalIds ?? []), { ...IN_DIRECTORY, linkedAt: now() }],
    }));
    expect(await owner.changes(CHANGES)).toEqual({ refused: 'method-not-allowed' });
    expect(await counters(owner)).toEqual([]);
    await owner.world.auth.close();
  });

  it('X11 is one of an account that was deleted', async () => {
    const owner = await ownerWithPassword();
    await owner.world.auth.people.delete({ accountId: owner.accountId }, { by: hostCode('host') });
    expect(await owner.changes(CHANGES)).toEqual({ refused: 'no-session' });
    await owner.world.auth.close();
  });
});

describe('what happens while the new password is hashed', () => {
  it('X11 a block ends the session, and the password stays', async () => {
    const owner = await ownerWithPassword();
    const { world, accountId } = owner;
    const { password } = await owner.account();
    owner.beforeTheNext('readAccount', () =>
      world.auth.people.block({ accountId }, { reason: 'left', by: hostCode('host') }),
    );
    expect(await owner.changes(CHANGES)).toEqual({ refused: 'no-session' });
    expect((await owner.account()).password).toEqual(password);
    expect(await counters(owner)).toEqual([]);
    await world.auth.close();
  });

  it('X11 a session of an earlier epoch is over, even before its record is gone', async () => {
    const owner = await ownerWithPassword();
    const { password } = await owner.account();
    owner.beforeTheNext('readAccount', () => owner.plants((account) => ({ ...account, epoch: account.epoch + 1 })));
    expect(await owner.changes(CHANGES)).toEqual({ refused: 'no-session' });
    expect((await owner.account()).password).toEqual(password);
    expect(await counters(owner)).toEqual([]);
    await owner.world.auth.close();
  });

  it('X11 signing out ends it at the commit', async () => {
    const owner = await ownerWithPassword();
    const { world } = owner;
    const { password } = await owner.account();
    owner.beforeTheNext('commit', () => world.auth.sessions.end(owner.caller, owner.session));
    expect(await owner.changes(CHANGES)).toEqual({ refused: 'no-session' });
    expect((await owner.account()).password).toEqual(password);
    expect(await counters(owner)).toEqual([]);
    await world.auth.close();
  });

  it.each([
    ['is another by then', { id: 'another', hash: 'of another', provenance: 'independent', changedAt: 0 }],
    ['is taken away', undefined],
  ])('X9 what was proved of a password that %s counts no more', async (_, password) => {
    const owner = await ownerAtProvider('password');
    owner.beforeTheNext('readAccount', () =>
      owner.plants((account) => ({ ...account, password: password as typeof account.password })),
    );
    expect(await owner.changes(CHANGES)).toEqual({ refused: 'invalid-credentials' });
    expect((await owner.account()).password).toEqual(password);
    expect(await counters(owner)).toEqual([]);
    await owner.world.auth.close();
  });

  it('X9 a first password is not set over one that was set by then', async () => {
    const owner = await ownerAtProvider('no password');
    const first = {
      id: 'first',
      hash: 'of the first',
      provenance: 'independent',
      changedAt: forAdapters(owner.world.auth).now(),
    } as const;
    owner.beforeTheNext('readAccount', () => owner.plants((account) => ({ ...account, password: first })));
    expect(await owner.changes({ next: NEXT })).toEqual({ refused: 'invalid-credentials' });
    expect((await owner.account()).password).toEqual(first);
    await owner.world.auth.close();
  });

  it('P12 a first password is not set beside a directory’s that was linked by then', async () => {
    const owner = await ownerAtProvider('no password', [], { directory: emptyDirectory });
    const linked = { ...IN_DIRECTORY, linkedAt: forAdapters(owner.world.auth).now() };
    owner.beforeTheNext('readAccount', () =>
      owner.plants((account) => ({ ...account, externalIds: [...(account.externalIds ?? []), linked] })),
    );
    expect(await owner.changes({ next: NEXT })).toEqual({ refused: 'invalid-credentials' });
    expect((await owner.account()).password).toBeUndefined();
    await owner.world.auth.close();
  });

  it('X12 an account without a mailbox is refused what is too personal as anybody is', async () => {
    const owner = await ownerWithoutMailbox({ name: 'Larkspur & Sons' });
    expect(await owner.changes({ current: PASSWORD, next: 'Larkspur & Sons' })).toMatchObject({
      errors: [{ path: 'next', code: 'too-personal' }],
    });
    await owner.world.auth.close();
  });
});

it('X4 a right current password is no guess if the act is refused after the password was compared', async () => {
  const policy = {
    requiredStrength: 'baseline',
    administrators: { policy: ['super-admin'], people: ['admin'] },
  } as const;
  const owner = await ownerWithPassword({ policy });
  const { auth } = owner.world;
  await owner.plants((account) => ({
    ...account,
    roles: ['ops'],
    password: account.password && { ...account.password, setUpBy: 'somebody' },
  }));
  const { version } = await auth.policy.current(TENANT);
  const put = await auth.policy.set(
    TENANT,
    { ...policy, administrators: { ...policy.administrators, people: ['admin', 'ops'] } },
    { ifVersion: version, by: hostCode('host') },
  );
  expect(put).not.toHaveProperty('refused');
  for (let guess = 0; guess < 3; guess++) {
    expect(await owner.changes(CHANGES)).toEqual({ refused: 'no-session' });
    owner.world.now += 31_000;
  }
  expect(await counters(owner)).toEqual([]);
  await auth.close();
});
