import { instant } from '@sallyport/core';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, TENANT } from '../embedded.test-support.ts';
import { MOST_TRIES } from '../kernel/limits.ts';
import { DORA, type Owner, owner } from './own-account.test-support.ts';

const MINUTE = 60_000;

/** Dora at her laptop, and a minute later at her phone. */
async function withPhone() {
  const dora = await owner();
  const begun = instant(dora.world.now);
  dora.world.now += MINUTE;
  const phone = new Client(dora.world);
  phone.caller = { ...phone.caller, userAgent: 'a phone' };
  await phone.signsInByMail(DORA);
  await dora.events();
  const ids = (await dora.world.store.listDevices(TENANT, dora.accountId)).map(({ id }) => id);
  return { dora, phone, begun, ids };
}

/** The ids of the devices that are stored, of whatever epoch. */
async function stored({ world, accountId }: Owner): Promise<string[]> {
  return (await world.store.listDevices(TENANT, accountId)).map(({ id }) => id);
}

/** Writes down a device that signed in before the owner signed out everywhere. */
async function leaves({ world, accountId, account }: Owner, id: string): Promise<void> {
  const { epoch } = await account();
  const at = instant(world.now);
  const seen = { createdAt: at, lastSeenAt: at, proved: ['password'] };
  const device = { id, tokenHash: `token-of-${id}`, accountId, epoch: epoch - 1, ...seen };
  await world.store.commit({ tenant: TENANT, now: at, guards: {}, device, events: [] });
}

describe('the devices of an account', () => {
  it('X5 are told, the last seen first, and which of them is at hand', async () => {
    const { dora, phone, begun, ids } = await withPhone();
    const { me } = dora.world.auth;
    const now = dora.world.now;
    const seen = [
      { id: ids[0], createdAt: now, lastSeenAt: now, userAgent: 'a phone' },
      { id: ids[1], createdAt: begun, lastSeenAt: begun, userAgent: undefined },
    ];
    const at = (place: number) => seen.map((device, index) => ({ ...device, current: index === place }));
    expect(await me(await phone.session()).devices(phone.caller)).toEqual(at(0));
    expect(await me(await dora.session()).devices(dora.client.caller)).toEqual(at(1));
    const { deviceTokens: _, ...nowhere } = phone.caller;
    expect(await me(await phone.session()).devices(nowhere)).toEqual(at(2));
  });

  it('X5 are not those from before the owner signed out everywhere', async () => {
    const dora = await owner();
    const { me, sessions } = dora.world.auth;
    await sessions.endOthers(dora.client.caller, await dora.session());
    await leaves(dora, 'old');
    await dora.events();
    expect(await stored(dora)).toHaveLength(2);
    expect(await me(await dora.session()).devices(dora.client.caller)).toMatchObject([{ current: true }]);
    expect(await me(await dora.session()).forgetDevice('old')).toEqual({ refused: 'not-found' });
    expect(await stored(dora)).toContain('old');
    expect(await dora.events()).toEqual([]);
  });
});

describe('a device that its owner forgets', () => {
  it('X5 is a stranger’s from then on: with an event, and the other one stays', async () => {
    const { dora, phone, ids } = await withPhone();
    const { me } = dora.world.auth;
    const [device = '', kept = ''] = ids;
    expect(await me(await dora.session()).forgetDevice(device)).toBeUndefined();
    expect(await stored(dora)).toEqual([kept]);
    const { accountId } = dora;
    const forgotten = {
      tenant: TENANT,
      id: expect.any(String),
      at: dora.world.now,
      type: 'device.forgotten',
      accountId,
      actor: accountId,
      detail: { device },
    };
    expect(await dora.events()).toEqual([forgotten]);
    await dora.world.auth.runBackgroundWork();
    expect(dora.world.notices.at(-1)).toEqual({ event: forgotten, addresses: [DORA], identifiers: [DORA] });
    expect(await phone.session()).toMatchObject({ accountId });
    expect(await me(await dora.session()).forgetDevice(device)).toEqual({ refused: 'not-found' });
    expect(await dora.events()).toEqual([]);
  });

  it('X5 is forgotten though the account changes just then', async () => {
    const { dora, ids } = await withPhone();
    const session = await dora.session();
    dora.beforeTheNext('commit', () => dora.has({}));
    expect(await dora.world.auth.me(session).forgetDevice(ids[0] ?? '')).toBeUndefined();
    expect(await stored(dora)).toEqual([ids[1]]);
    expect(await dora.events()).toHaveLength(1);
  });

  it('X17 stays where the account never stops changing: that is tried so often, and no more', async () => {
    const { dora, ids } = await withPhone();
    const session = await dora.session();
    dora.beforeEvery('commit', () => dora.has({}));
    const before = dora.commits.length;
    const refused = await dora.world.auth.me(session).forgetDevice(ids[0] ?? '');
    expect(refused).toEqual({ refused: 'store-unavailable' });
    expect(dora.commits.length - before).toBe(MOST_TRIES);
    expect(await stored(dora)).toEqual(ids);
    expect(await dora.events()).toEqual([]);
  });

  it('X11 stays where the session is over that forgets it, or was ended just then', async () => {
    const { dora, phone, ids } = await withPhone();
    const { me, sessions } = dora.world.auth;
    const over = await dora.session();
    await sessions.end(dora.client.caller, over);
    await dora.events();
    const before = dora.commits.length;
    expect(await me(over).forgetDevice(ids[0] ?? '')).toEqual({ refused: 'no-session' });
    expect(dora.commits.length - before).toBe(1);
    const session = await phone.session();
    dora.beforeTheNext('commit', () => sessions.end(phone.caller, session));
    expect(await me(session).forgetDevice(ids[0] ?? '')).toEqual({ refused: 'no-session' });
    expect(await stored(dora)).toEqual(ids);
    expect((await dora.events()).filter(({ type }) => type === 'device.forgotten')).toEqual([]);
  });

  it('X11 goes with an account that is deleted: nothing is left to forget', async () => {
    const { dora, ids } = await withPhone();
    const session = await dora.session();
    await dora.world.auth.people.delete({ accountId: dora.accountId }, { by: hostCode('host') });
    expect(await dora.world.auth.me(session).forgetDevice(ids[0] ?? '')).toEqual({ refused: 'no-session' });
  });
});
