import { instant } from '@sallyport/core';
import { hostCode } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import type { AccountId, EventRecord, Store } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, TENANT } from '../embedded.test-support.ts';
import { settled, virtualTimer } from './virtual-timer.test-support.ts';

const [MOLE, OTHER] = ['mole@nowhere.example', 'other@example.org'];

/** What an administrator can bring about at an account of their own making, one act after the other. */
async function vouchedFor(world: Embedded, accountId: AccountId, times: number): Promise<void> {
  const at = instant(world.now);
  const events = Array.from({ length: times }, (_, place): EventRecord => {
    const recipients = { addresses: [MOLE], identifiers: [MOLE] };
    return { tenant: TENANT, id: `vouched-${place}`, at, type: 'enrollment.vouched', accountId, recipients };
  });
  await world.store.commit({ tenant: TENANT, now: at, guards: {}, events });
}

describe('an account whose mail never arrives, and of which there is more to tell than is read at once', () => {
  it('X9 keeps nobody else from being told', async () => {
    const timer = virtualTimer();
    const world = await embedded({
      timer,
      notifyOwner: (notice) => {
        if (notice.addresses.includes(MOLE)) throw new Error('there is no such mailbox');
        world.notices.push(notice);
      },
    });
    await vouchedFor(world, await newAccount(world, MOLE), 13_000);
    await newAccount(world, OTHER);
    const other = new Client(world);
    await other.signsInByMail(OTHER);
    await other.enrollsTotp();
    await settled();
    await timer.pass(15_000);
    await settled();
    const told = world.notices.map(({ event }) => event.type);
    expect(told).toEqual(['factor.enrolled', 'backup-codes.issued']);
    await world.auth.close();
  });
});

describe('a notice that failed here, and that another process sent', () => {
  it('X9 delays no later notice to its owner', async () => {
    const timer = virtualTimer();
    const store = memoryStore();
    const calls: string[] = [];
    const world = await embedded({
      store,
      timer,
      notifyOwner: ({ event }) => {
        calls.push(event.id);
        if (event.id === 'vouched-0') throw new Error('the mailer is down');
      },
    });
    const pass = async (): Promise<void> => {
      world.now += 15_000;
      await timer.pass(15_000);
      await settled();
    };
    const owner = await newAccount(world, OTHER);
    await vouchedFor(world, owner, 1);
    await pass();
    await pass();
    expect(calls).toEqual(['vouched-0', 'vouched-0']);
    const elsewhere = await embedded({ store });
    await elsewhere.auth.runBackgroundWork();
    expect(elsewhere.notices.map(({ event }) => event.id)).toEqual(['vouched-0']);
    await pass();
    await world.auth.people.vouch({ accountId: owner }, { by: hostCode('host') });
    await settled();
    expect(calls).toHaveLength(3);
    await Promise.all([world, elsewhere].map(({ auth }) => auth.close()));
  });
});

describe('a log that is read slowly', () => {
  it('X9 tells nobody twice what was told while it was read', async () => {
    const memory = memoryStore();
    const held: (() => void)[] = [];
    let slow = false;
    const store: Store = {
      ...memory,
      async eventsToNotify(limit) {
        const untold = await memory.eventsToNotify(limit);
        if (slow) await new Promise<void>((answered) => held.push(answered));
        return untold;
      },
    };
    const sent: (() => void)[] = [];
    const world = await embedded({ store, notifyOwner: () => new Promise<void>((arrived) => sent.push(arrived)) });
    await vouchedFor(world, await newAccount(world, OTHER), 1);
    const first = world.auth.runBackgroundWork();
    await settled();
    slow = true;
    const second = world.auth.runBackgroundWork();
    await settled();
    expect([sent.length, held.length]).toEqual([1, 1]);
    for (const arrived of sent) arrived();
    await settled();
    slow = false;
    for (const answered of held) answered();
    await settled();
    for (const arrived of sent) arrived();
    await Promise.all([first, second]);
    expect(sent.length).toBe(1);
  });
});
