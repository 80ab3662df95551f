import { instant } from '@sallyport/core';
import type { AccountRecord, Caller } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import { type Planted, planted, sessionOf, tokenOf } from './planted.test-support.ts';

interface Owner extends Planted {
  readonly owner: AccountRecord;
  readonly here: Caller;
  endsOthers(caller?: Partial<Caller>): Promise<unknown>;
}

/** Somebody in two sessions, `here` and `there`. */
async function owner(): Promise<Owner> {
  const plants = await planted();
  const account = await plants.account('dora', { version: 7, epoch: 3 });
  const here = await plants.session(account, 'here', { version: 5 });
  await plants.session(account, 'there');
  return {
    ...plants,
    owner: account,
    here,
    endsOthers: async (caller = {}) =>
      plants.world.auth.sessions.endOthers({ ...here, ...caller }, await plants.live(here)),
  };
}

const withDevice = (id: string): Partial<Caller> => ({ deviceTokens: [tokenOf(id)] });

it('X11 X18 signing out everywhere else keeps this session and this device alone, in one commit with one event', async () => {
  const dora = await owner();
  const device = await dora.device(dora.owner, 'laptop');
  await dora.device(dora.owner, 'phone');
  const session = sessionOf(dora.owner, 'here', instant(dora.world.now), { version: 6, epoch: 4 });
  expect(await dora.endsOthers(withDevice('laptop'))).toBeUndefined();
  expect(dora.commits).toEqual([
    {
      tenant: TENANT,
      now: dora.world.now,
      guards: {
        account: { id: 'dora', version: 7 },
        session: { id: 'here', version: 5 },
        actor: { accountId: 'dora', version: 7, sessionId: 'here' },
        policy: 1,
      },
      keysStay: true,
      account: { ...dora.owner, version: 8, epoch: 4, epochSince: dora.world.now },
      session,
      endSessions: { accountId: 'dora', except: 'here' },
      forgetDevices: { accountId: 'dora' },
      device: { ...device, epoch: 4 },
      events: [
        {
          tenant: TENANT,
          id: expect.any(String),
          at: dora.world.now,
          type: 'session.revoked',
          accountId: 'dora',
          actor: 'dora',
          detail: { all: 'others' },
        },
      ],
    },
  ]);
  expect(await dora.sessions(dora.owner)).toEqual([session]);
  expect(await dora.store.listDevices(TENANT, dora.owner.id)).toEqual([{ ...device, epoch: 4 }]);
  expect(await dora.live(dora.here)).toMatchObject({ id: 'here' });
});

it.each([
  ['that shows no token', {}],
  ['that the account does not know', withDevice('tablet')],
  ['that the account forgot with an earlier epoch', withDevice('old')],
])('X11 signing out everywhere else from a device %s forgets every device', async (_, caller) => {
  const dora = await owner();
  await dora.device(dora.owner, 'phone');
  await dora.device(dora.owner, 'old', { epoch: 2 });
  expect(await dora.endsOthers(caller)).toBeUndefined();
  expect(dora.commits).toMatchObject([{ forgetDevices: { accountId: 'dora' } }]);
  expect(dora.commits[0]).not.toHaveProperty('device');
  expect(await dora.store.listDevices(TENANT, dora.owner.id)).toEqual([]);
});

it.each<[string, (dora: Owner) => Promise<unknown>]>([
  [
    'whose account was blocked',
    ({ changes, owner: account, world }) =>
      changes(account, { block: { at: instant(world.now), by: 'system', reason: 'left' } }),
  ],
  ['whose account began another epoch', ({ changes, owner: account }) => changes(account, { epoch: 4 })],
  ['whose password was replaced', ({ changes, owner: account }) => changes(account, { password: undefined })],
  ['that was ended', ({ ends, owner: account }) => ends(account, 'here')],
  [
    'whose account was deleted',
    ({ store, owner: { id, version }, world }) =>
      store.commit({
        ...{ tenant: TENANT, now: instant(world.now), guards: { account: { id, version } } },
        ...{ deleteAccount: { id }, events: [] },
      }),
  ],
])('X11 X18 a session %s since it was checked signs nobody out', async (_, happens) => {
  const dora = await owner();
  const { auth } = dora.world;
  const session = await dora.live(dora.here);
  await happens(dora);
  expect(await auth.sessions.endOthers(dora.here, session)).toEqual({ refused: 'no-session' });
  expect(dora.commits).toEqual([]);
});

it('X11 signing out everywhere else is tried anew when something came in between, thirty times at most', async () => {
  const dora = await owner();
  dora.beforeTheNext('commit', () => dora.changes(dora.owner, { roles: ['reader'] }));
  dora.loses(29, 'account');
  expect(await dora.endsOthers()).toBeUndefined();
  expect(dora.commits).toHaveLength(30);
  expect(await dora.stored(dora.owner)).toMatchObject({ version: 9, epoch: 4, roles: ['reader'] });
  dora.commits.length = 0;
  dora.loses(30, 'session');
  expect(await dora.endsOthers()).toEqual({ refused: 'store-unavailable' });
  expect(dora.commits).toHaveLength(30);
});

it('X11 the session that stays is not refused while it signs out everywhere else a second time', async () => {
  for (const verb of ['readAccount', 'listSessions', 'commit'] as const) {
    const dora = await owner();
    const session = await dora.live(dora.here);
    const { sessions } = dora.world.auth;
    dora.beforeTheNext(verb, () => sessions.endOthers(dora.here, session));
    expect([verb, await sessions.endOthers(dora.here, session)]).toEqual([verb, undefined]);
    expect(await dora.stored(dora.owner)).toMatchObject({ version: 9, epoch: 5 });
    expect(await dora.live(dora.here)).toMatchObject({ id: 'here' });
  }
});

it('X11 the store is asked for devices only where one shows a token', async () => {
  const dora = await owner();
  await dora.endsOthers();
  expect(dora.reads).toEqual(['readAccount', 'listSessions']);
  dora.reads.length = 0;
  await dora.endsOthers(withDevice('laptop'));
  expect(dora.reads).toEqual(['readAccount', 'listSessions', 'listDevices']);
});
