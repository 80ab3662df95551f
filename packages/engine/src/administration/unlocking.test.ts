import { instant } from '@sallyport/core';
import type { AccountId } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { GONE, TENANT } from '../embedded.test-support.ts';
import {
  actOnBen,
  BEN,
  guardsOfRoot,
  guesses,
  type Office,
  office,
  recordOf,
  signsIn,
  somebody,
  viewOf,
} from './office.test-support.ts';

const QUARTER = 15 * 60_000;
const DEVICE = 'the hash of a device';

const unlocks = ({ world, root, ben }: Office, id: AccountId = ben) =>
  world.auth.people.unlock({ accountId: id }, { by: root });
const countersOf = ({ world, ben }: Office) => world.store.listCounters(TENANT, [ben]);

async function knowsDevice({ world, ben }: Office): Promise<void> {
  const { epoch } = await recordOf(world, ben);
  const now = instant(world.now);
  const proved = ['password', 'totp'];
  const device = { id: 'd1', tokenHash: DEVICE, accountId: ben, epoch, createdAt: now, lastSeenAt: now, proved };
  await world.store.commit({ tenant: TENANT, now, guards: {}, device, events: [] });
}

describe('the end of a lock, by an administrator', () => {
  it('P16 forgets every guess, with one event, and changes nothing of the account but its version', async () => {
    const on = await office();
    const { world, ben, commits } = on;
    await guesses(world, ben, { at: 'password' });
    const before = await recordOf(world, ben);
    expect(await unlocks(on)).toEqual(viewOf(ben, BEN));
    expect(commits).toEqual([
      {
        ...{ tenant: TENANT, now: instant(world.now) },
        guards: { ...(await guardsOfRoot(on)), account: { id: ben, version: before.version } },
        account: { ...before, version: before.version + 1 },
        keysStay: true,
        clearCounters: { subject: ben, by: 'administrator' },
        events: [actOnBen(on, 'account.unlocked', on.root.accountId)],
      },
    ]);
    expect(await countersOf(on)).toEqual([]);
    expect(await recordOf(world, ben)).toEqual({ ...before, version: before.version + 1 });
    expect(await unlocks(on)).toEqual(viewOf(ben, BEN));
    expect(commits).toHaveLength(1);
  });

  it('P16 X25 is host code’s as well', async () => {
    const on = await office();
    await guesses(on.world, on.ben, { at: 'totp' });
    const done = await on.world.auth.people.unlock({ identifier: BEN }, { by: hostCode('console') });
    expect(done).toEqual(viewOf(on.ben, BEN));
    const { version } = await recordOf(on.world, on.ben);
    expect(on.commits.at(-1)).toMatchObject({
      events: [actOnBen(on, 'account.unlocked', { kind: 'host', id: 'console' })],
      guards: { account: { id: on.ben, version: version - 1 } },
    });
  });

  it('P16 X4 refills no budget that is not used up, and none of mails', async () => {
    const on = await office();
    const { world, ben, commits } = on;
    await guesses(world, ben, { at: 'password', times: 9 });
    await guesses(world, ben, { at: 'mail:recovery', times: 10 });
    expect(await unlocks(on)).toEqual(viewOf(ben, BEN));
    expect(commits).toEqual([]);
    expect(await countersOf(on)).toHaveLength(2);
    await guesses(world, ben, { at: 'password', times: 1 });
    await unlocks(on);
    expect(commits).toHaveLength(1);
    expect(await countersOf(on)).toMatchObject([{ authenticator: 'mail:recovery', counter: { recent: 10 } }]);
  });

  it.each([
    [1, 1],
    [0, 0],
  ])('P16 is for a lock that still lasts: with %i ms to go it is ended', async (left, times) => {
    const on = await office();
    await guesses(on.world, on.ben, { at: 'password' });
    on.world.now += QUARTER - left;
    await unlocks(on);
    expect(on.commits).toHaveLength(times);
  });

  it('P16 X5 shows the lock of a known device, and ends it: nobody else is locked', async () => {
    const on = await office();
    const { world, ben, commits } = on;
    await knowsDevice(on);
    await guesses(world, ben, { at: 'totp', deviceHashes: [DEVICE] });
    const deviceLock = { until: world.now + QUARTER };
    expect(await world.auth.people.find({ tenant: TENANT, accountId: ben })).toEqual({
      ...viewOf(ben, BEN),
      deviceLock,
    });
    commits.length = 0;
    expect(await unlocks(on)).toEqual(viewOf(ben, BEN));
    expect(commits).toHaveLength(1);
    expect(await countersOf(on)).toEqual([]);
  });

  it('W4 is for others alone: one’s own lock is not ended by oneself, and nobody’s is no reason to tell', async () => {
    const on = await office();
    const { world, root, commits } = on;
    await guesses(world, root.accountId, { at: 'totp' });
    expect(await unlocks(on, root.accountId)).toEqual({ refused: 'not-permitted' });
    expect(await unlocks(on, GONE)).toEqual({ refused: 'not-found' });
    expect(commits).toEqual([]);
    expect(await world.auth.people.unlock({ accountId: root.accountId }, { by: hostCode('host') })).toMatchObject({
      status: 'active',
    });
  });

  it('W4 is refused to whom it is not for, before anything is looked at', async () => {
    const on = await office();
    const { world, ben } = on;
    await somebody(world, 'pia', ['admin']);
    const pia = await (await signsIn(world, 'pia@example.org')).session();
    await guesses(world, on.root.accountId, { at: 'totp' });
    on.commits.length = 0;
    expect(await world.auth.people.unlock({ accountId: on.root.accountId }, { by: pia })).toEqual({
      refused: 'not-permitted',
    });
    await guesses(world, ben, { at: 'totp' });
    expect(await world.auth.people.unlock({ accountId: ben }, { by: pia })).toEqual(viewOf(ben, BEN));
    await world.auth.people.setRoles({ accountId: pia.accountId }, { roles: [], by: hostCode('host') });
    expect(await world.auth.people.unlock({ accountId: ben }, { by: pia })).toEqual({ refused: 'not-permitted' });
  });

  it('X17 is made again where others are quicker, thirty times', async () => {
    const on = await office();
    await guesses(on.world, on.ben, { at: 'password' });
    on.loses(99, 'account');
    expect(await unlocks(on)).toEqual({ refused: 'store-unavailable' });
    expect(on.commits).toHaveLength(30);
    on.commits.length = 0;
    on.loses(29, 'actor');
    expect(await unlocks(on)).toEqual(viewOf(on.ben, BEN));
    expect(on.commits).toHaveLength(30);
    await guesses(on.world, on.ben, { at: 'password' });
    on.loses(1, 'account');
    expect(await on.world.auth.people.unlock({ accountId: on.ben }, { by: hostCode('host') })).toEqual(
      viewOf(on.ben, BEN),
    );
    expect(on.commits).toHaveLength(32);
  });

  it('X11 is refused where the administrator’s session is ended first', async () => {
    const on = await office();
    const { world, client, root, ben } = on;
    await guesses(world, ben, { at: 'password' });
    on.beforeTheNext('commit', () => world.auth.sessions.end(client.caller, root));
    expect(await unlocks(on)).toEqual({ refused: 'no-session' });
    expect(await countersOf(on)).toHaveLength(1);
  });
});

describe('an account that is locked', () => {
  it('P16 is seen as such until the latest of its locks ends', async () => {
    const { world, ben, root } = await office();
    const seen = () => world.auth.people.find({ tenant: TENANT, accountId: ben });
    const start = world.now;
    await guesses(world, ben, { at: 'password' });
    world.now += 60_000;
    await guesses(world, ben, { at: 'totp' });
    await guesses(world, ben, { at: 'mail:recovery' });
    await guesses(world, root.accountId, { at: 'password' });
    const until = start + 60_000 + QUARTER;
    expect(await seen()).toEqual({ ...viewOf(ben, BEN), status: 'locked', until });
    world.now = until - 1;
    expect(await seen()).toEqual({ ...viewOf(ben, BEN), status: 'locked', until });
    world.now = until;
    expect(await seen()).toEqual(viewOf(ben, BEN));
  });

  it('P16 P18 is seen as blocked if it is that too', async () => {
    const { world, ben } = await office();
    await guesses(world, ben, { at: 'password' });
    await world.auth.people.block({ accountId: ben }, { reason: 'left', by: hostCode('host') });
    const seen = await world.auth.people.find({ tenant: TENANT, accountId: ben });
    const until = world.now + QUARTER;
    const blockedSince = world.now;
    expect(seen).toEqual({ ...viewOf(ben, BEN), status: 'blocked', blockedReason: 'left', blockedSince, until });
  });
});
