import { instant } from '@sallyport/core';
import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, provesNow, rewritesAccount, storedAccount, TENANT } from '../../embedded.test-support.ts';
import { Browser } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import {
  accepted,
  acting,
  administersPolicy,
  EVE,
  eve,
  office,
  plants,
  roleEvents,
  THIEFS,
  thiefIsOut,
} from './planting.test-support.ts';

/** The host tells every account's roles: Pia administers people, and Eve has none until the host promotes her. */
async function hosted(clubs: readonly string[] = []) {
  const told = new Map<string, readonly string[]>();
  const at = await office({ resolveSubject: (id) => told.get(id) ?? [] }, clubs);
  told.set((await at.pia.session()).accountId, ['admin']);
  const planted = await plants(at.world, at.pia);
  const promotes = (role = 'super-admin') => void told.set(planted.id, [role]);
  return { ...at, planted, promotes };
}

const PLANTED = ['password', 'external-id:club', 'totp', 'email', 'backup-code'];

describe('an account that the host promotes while the session of the thief who planted it is live', () => {
  it('N15 W4 X18 is cleared when that session asks for a right, and the session ends', async () => {
    const { world, club, planted, promotes } = await hosted();
    await provesNow(world, world.store, planted.thief);
    expect(await administersPolicy(world, planted.thief)).toEqual({ refused: 'not-permitted' });
    promotes();
    expect(await administersPolicy(world, planted.thief)).toEqual({ refused: 'no-session' });
    const { password, totp, email, externalIds } = await storedAccount(world.store, planted.id);
    expect([password, totp, email, externalIds]).toEqual([undefined, undefined, undefined, undefined]);
    await thiefIsOut(world, club, planted);
    expect(await roleEvents(world, planted.id)).toMatchObject([
      { actor: 'system', detail: { from: [], to: ['super-admin'], ended: PLANTED } },
    ]);
  });

  it('N15 W4 lets that session make no act that was let through before the promotion', async () => {
    const { world, pia, planted, promotes } = await hosted();
    const { people, policy } = world.auth;
    promotes('admin');
    const session = await provesNow(world, world.store, planted.thief);
    const ben = { identifier: 'ben@example.org', password: PASSWORD };
    expect(await people.create({ ...ben, by: session })).toEqual({ refused: 'no-session' });
    const victim = (await pia.session()).accountId;
    expect(await people.block({ accountId: victim }, { reason: 'stolen', by: session })).toEqual({
      refused: 'no-session',
    });
    promotes();
    const { version: ifVersion } = await policy.current(TENANT);
    const document = { requiredStrength: 'single', administrators: { policy: ['reader'] } } as const;
    expect(await policy.set(session.tenant, document, { ifVersion, by: session })).toEqual({ refused: 'no-session' });
    expect((await policy.current(TENANT)).version).toBe(ifVersion);
    expect(isRefusal(await people.create({ ...ben, by: await acting(world, pia) }))).toBe(false);
  });

  it('N15 W4 X25 is cleared also when the host says at once that the roles changed', async () => {
    const { world, club, planted, promotes } = await hosted();
    promotes();
    accepted(await world.auth.people.rolesChanged({ accountId: planted.id }, { by: hostCode('host') }));
    await expect(planted.thief.session()).rejects.toThrow('no-session');
    await thiefIsOut(world, club, planted);
  });

  it('N15 W4 ends no session of an owner who set everything up alone, and that session administers', async () => {
    const told = new Map<string, readonly string[]>();
    const { world } = await office({ resolveSubject: (id) => told.get(id) ?? [] });
    const made = accepted(
      await world.auth.people.create({ identifier: EVE, email: EVE, password: PASSWORD, by: hostCode('host') }),
    );
    const owner = new Client(world);
    await owner.keeps(world.auth.signIn.begin(owner.caller, { identifier: EVE, password: PASSWORD }));
    await provesNow(world, world.store, owner);
    told.set(made.accountId, ['super-admin']);
    expect(isRefusal(await administersPolicy(world, owner))).toBe(false);
  });
});

it('N15 W4 a code that is issued after the host took the role goes when the host gives the role again', async () => {
  const { world, pia, planted, promotes } = await hosted();
  const { people } = world.auth;
  const account = { accountId: planted.id };
  const tells = async () => accepted(await people.rolesChanged(account, { by: hostCode('host') }));
  promotes();
  await tells();
  expect((await storedAccount(world.store, planted.id)).clearedFor).toEqual([{ rank: 'policy' }]);
  promotes('reader');
  // The host's answer is not written yet when Pia vouches.
  accepted(await people.vouch(account, { by: await acting(world, pia) }));
  const { clearedFor, enrollmentCode } = await storedAccount(world.store, planted.id);
  expect([clearedFor, enrollmentCode]).toEqual([undefined, expect.anything()]);
  promotes();
  await tells();
  expect((await storedAccount(world.store, planted.id)).enrollmentCode).toBeUndefined();
});

it('N15 W4 an account that gets a role is cleared once, and keeps what is set up with the right to do so', async () => {
  const { world, pia } = await office();
  const { id } = await plants(world, pia);
  const { people } = world.auth;
  accepted(await people.setRoles({ accountId: id }, { roles: ['admin'], force: true, by: hostCode('host') }));
  expect((await storedAccount(world.store, id)).clearedFor).toEqual([{ rank: 'people' }]);
  accepted(await people.vouch({ accountId: id }, { by: await acting(world, pia) }));
  accepted(
    await people.setMethods(
      { accountId: id },
      { methods: ['password', 'sso', 'passkey'], force: true, by: hostCode('host') },
    ),
  );
  expect((await storedAccount(world.store, id)).enrollmentCode).toBeDefined();
});

it('N15 X13 W4 a recovery by the link alone leaves the password, if the address goes with the role of the host', async () => {
  const told = new Map<string, readonly string[]>();
  const { world } = await office({ resolveSubject: (id) => told.get(id) ?? [] });
  const { people, recovery } = world.auth;
  const made = accepted(await people.create({ identifier: EVE, password: PASSWORD, by: hostCode('host') }));
  const id = made.accountId as AccountId;
  const email = { address: 'pia@evil.example', verifiedAt: instant(world.now), setUpBy: 'pia' };
  await rewritesAccount(world.store, id, (account) => ({ ...account, email }));
  const thief = new Client(world);
  await recovery.begin(thief.caller, { identifier: EVE });
  await world.auth.runBackgroundWork();
  const { token = '' } = world.mails.findLast(({ kind }) => kind === 'recovery') ?? {};
  const before = await storedAccount(world.store, id);
  told.set(id, ['admin']);
  expect(await recovery.confirm(thief.caller, { token, next: THIEFS })).toEqual({ refused: 'invalid-credentials' });
  expect(await storedAccount(world.store, id)).toEqual(before);
  told.set(id, []);
  expect(await recovery.confirm(thief.caller, { token, next: THIEFS })).toEqual({ status: 'recovered' });
});

describe('X18 roles that the host changed since the last sign-in', () => {
  async function evesRoles() {
    const told = new Map<string, readonly string[]>();
    const { world } = await office({ resolveSubject: (id) => told.get(id) ?? [] });
    const input = { identifier: EVE, password: PASSWORD, roles: ['reader'], by: hostCode('host') } as const;
    const { accountId: id } = accepted(await world.auth.people.create(input));
    const signsIn = async () => {
      const owner = new Client(world);
      await owner.keeps(world.auth.signIn.begin(owner.caller, { identifier: EVE, password: PASSWORD }));
    };
    const details = async () => (await roleEvents(world, id as AccountId)).map(({ detail }) => detail);
    return { world, told, id: id as AccountId, signsIn, details };
  }

  it('X18 are logged by the sign-in that writes them, once', async () => {
    const { told, id, signsIn, details } = await evesRoles();
    const changes = [
      { from: ['reader'], to: ['admin', 'reader'] },
      { from: ['admin', 'reader'], to: [] },
    ] as const;
    for (const { to } of changes) {
      told.set(id, to);
      await signsIn();
      await signsIn();
    }
    expect(await details()).toEqual(changes);
  });

  it('X18 are not written with the methods of the account, but by the next sign-in', async () => {
    const { world, told, id, signsIn, details } = await evesRoles();
    told.set(id, ['writer']);
    accepted(await world.auth.people.setMethods({ accountId: id }, { methods: ['password'], by: hostCode('host') }));
    const { methods, roles } = await storedAccount(world.store, id);
    expect([methods, roles, await details()]).toEqual([['password'], ['reader'], []]);
    await signsIn();
    expect(await details()).toEqual([{ from: ['reader'], to: ['writer'] }]);
  });
});

describe('a provider at which the thief has an identity', () => {
  it('N15 W4 X18 is not who gives the role that the host tells: its identity signs nobody in', async () => {
    const { world, club, planted, promotes } = await hosted();
    promotes();
    const thief = new Browser(world);
    const state = await thief.leaves('club');
    const code = club.signsIn({ subject: 'pia' });
    expect(await thief.returns({ state, code }, 'club')).toBe('invalid-credentials');
    expect(await world.store.listSessions(TENANT, planted.id, forAdapters(world.auth).now())).toEqual([]);
    expect(await administersPolicy(world, planted.thief)).toEqual({ refused: 'no-session' });
  });

  it('N15 W4 nor if it gives a role of its own that administers less', async () => {
    const { world, club, planted, promotes } = await hosted(['admin']);
    promotes();
    const thief = new Browser(world);
    const state = await thief.leaves('club');
    const code = club.signsIn({ subject: 'pia', roles: ['admin'] });
    expect(await thief.returns({ state, code }, 'club')).toBe('invalid-credentials');
    expect(await administersPolicy(world, planted.thief)).toEqual({ refused: 'no-session' });
    expect((await storedAccount(world.store, planted.id)).externalIds ?? []).toEqual([]);
  });

  it('N15 W4 keeps the identity that it asserted itself where its own role is what administers', async () => {
    const { world } = await hosted();
    const owner = new Browser(world);
    expect(await owner.signsIn(eve)).toBe('complete');
    await provesNow(world, world.store, owner);
    expect(isRefusal(await administersPolicy(world, owner))).toBe(false);
  });
});
