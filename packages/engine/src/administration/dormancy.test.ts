import type { PolicyInput } from '@sallyport/core';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD, storedAccount } from '../embedded.test-support.ts';

const DAY = 86_400_000;
const DORA = 'dora@example.org';
const DORMANT: PolicyInput<string> = { requiredStrength: 'single', dormant: { after: '90d', then: 'block' } };

async function signsIn({ auth }: Embedded, identifier = DORA) {
  const caller = new Client({ auth } as Embedded).caller;
  const reply = await auth.signIn.begin(caller, { identifier, password: PASSWORD });
  return 'refused' in reply ? reply.refused : reply.answer.status;
}

const typesOf = async ({ auth }: Embedded) =>
  (await auth.events({ type: ['account.dormant', 'account.blocked', 'account.unblocked'], limit: 500 })).events.map(
    ({ type, actor, detail }) =>
      [type, typeof actor === 'string' ? actor : undefined, detail?.['reason']]
        .filter((part) => part !== undefined)
        .join(' '),
  );

async function after(world: Embedded, days: number): Promise<void> {
  world.now += days * DAY;
  await world.auth.runBackgroundWork();
}

describe('X21 an account without a sign-in for long', () => {
  it('is told, then blocked, once in all processes, and comes back by an administrator', async () => {
    const world = await embedded({ policy: DORMANT });
    const id = await newAccount(world, DORA);
    expect(await signsIn(world)).toBe('complete');
    await after(world, 75);
    expect(await typesOf(world)).toEqual([]);
    const other = await embedded({ policy: DORMANT, store: world.store });
    for (const [days, events] of [
      [1, ['account.dormant system']],
      [13, ['account.dormant system']],
      [1, ['account.dormant system', 'account.blocked system dormant']],
    ] as const) {
      world.now += days * DAY;
      other.now = world.now;
      await Promise.all([world, other, world, other].map(({ auth }) => auth.runBackgroundWork()));
      expect(await typesOf(world)).toEqual(events);
    }
    expect(new Set([...world.notices, ...other.notices].map(({ event }) => event.type))).toEqual(
      new Set(['account.dormant', 'account.blocked']),
    );
    expect((await storedAccount(world.store, id)).block).toMatchObject({ by: hostCode('system'), reason: 'dormant' });
    expect(await signsIn(world)).toBe('account-blocked');
    await world.auth.people.unblock({ accountId: id }, { by: hostCode('host') });
    await after(world, 1);
    expect((await typesOf(world)).at(-1)).toBe('account.unblocked');
    expect(await signsIn(world)).toBe('complete');
    expect((await storedAccount(world.store, id)).dormancy).toBeUndefined();
    await Promise.all([world, other].map(({ auth }) => auth.close()));
  });

  it('counts from the creation if nobody signed in, and begins anew with a sign-in after the notice', async () => {
    const world = await embedded({ policy: DORMANT });
    await newAccount(world, DORA);
    await after(world, 76);
    expect(await signsIn(world)).toBe('complete');
    await after(world, 14);
    await after(world, 40);
    expect(await typesOf(world)).toEqual(['account.dormant system']);
    await after(world, 22);
    expect(await typesOf(world)).toEqual(['account.dormant system', 'account.dormant system']);
    await world.auth.close();
  });

  it('stays if it is an emergency account, or the last that administers the policy', async () => {
    const world = await embedded({ policy: DORMANT });
    await world.auth.people.create({ identifier: 'glass', password: PASSWORD, emergency: true, by: hostCode('host') });
    const root = {
      identifier: 'root@example.org',
      email: 'root@example.org',
      password: PASSWORD,
      by: hostCode('host'),
    };
    await world.auth.people.create({ ...root, roles: ['super-admin'] });
    for (const days of [76, 14, 14]) await after(world, days);
    expect(await typesOf(world)).toEqual([]);
    await world.auth.close();
  });

  it('stays where the policy does not name it', async () => {
    const world = await embedded({ policy: { requiredStrength: 'single' } });
    await newAccount(world, DORA);
    for (const days of [400, 400]) await after(world, days);
    expect(await typesOf(world)).toEqual([]);
    await world.auth.close();
  });
});
