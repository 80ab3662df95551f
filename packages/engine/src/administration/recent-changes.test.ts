import { instant } from '@sallyport/core';
import type { AccountId, EventView } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import { type Office, office, somebody } from './office.test-support.ts';

type Happened = Pick<EventView, 'type' | 'actor' | 'accountId' | 'detail'> & { readonly after?: number };

/** Writes these events in their order, `after` milliseconds after the event before. */
async function happen({ world }: Office, events: readonly Happened[]): Promise<void> {
  for (const [place, { after = 10, ...event }] of events.entries()) {
    world.now += after;
    const at = instant(world.now);
    const whole = { ...event, tenant: TENANT, id: `happened-${place}`, at };
    await world.store.commit({ tenant: TENANT, now: at, guards: {}, events: [whole] });
  }
}

async function changesOf({ world }: Office) {
  const { changes, together, helpIns } = await world.auth.audit.overview(TENANT);
  return { changes: changes.map(({ id }) => id), together, helpIns };
}

const many = (size: number): AccountId[] => Array.from({ length: size }, (_, place) => `m${place}` as AccountId);

describe('the recent changes of the overview', () => {
  it('W4 have one entry for an act on many accounts, with the number of accounts and the time of the oldest', async () => {
    const on = await office();
    const actor = on.root.accountId;
    const blocked = many(250).map(
      (accountId): Happened => ({ type: 'account.blocked', actor, accountId, detail: { reason: 'left' } }),
    );
    await happen(on, [{ type: 'account.unlocked', actor, accountId: on.ben }, ...blocked]);
    const { changes, together } = await changesOf(on);
    expect(changes.slice(0, 2)).toEqual(['happened-250', 'happened-0']);
    expect(together).toEqual([{ id: 'happened-250', accounts: 250, since: on.world.now - 249 * 10 }]);
  });

  it.each<[string, Partial<Happened>]>([
    ['another reason', { detail: { reason: 'sold' } }],
    ['another author', { actor: { kind: 'host', id: 'hr' } }],
    ['another act', { type: 'account.unblocked' }],
    ['the same account', { accountId: 'one' as AccountId }],
    ['more than a minute later', { after: 61_000 }],
  ])('W4 have an entry for each act: %s', async (_, other) => {
    const on = await office();
    const first: Happened = {
      ...{
        type: 'account.blocked',
        actor: on.root.accountId,
        accountId: 'one' as AccountId,
        detail: { reason: 'left' },
      },
    };
    await happen(on, [first, { ...first, accountId: 'two' as AccountId, ...other }]);
    const { changes, together } = await changesOf(on);
    expect(changes.slice(0, 2)).toEqual(['happened-1', 'happened-0']);
    expect(together).toEqual([]);
  });

  it('W4 X18 have one entry for a help-in, with what the help-in removed', async () => {
    const on = await office();
    const whom = { actor: on.root.accountId, accountId: on.ben, after: 0 } as const;
    const types = ['two-step.reset', 'passkeys.reset', 'password.reset'] as const;
    await happen(on, [{ ...whom, type: 'account.unlocked' }, ...types.map((type): Happened => ({ ...whom, type }))]);
    const { changes, together, helpIns } = await changesOf(on);
    expect(changes.slice(0, 2)).toEqual(['happened-1', 'happened-0']);
    expect(together).toEqual([]);
    const [helpIn] = helpIns;
    expect([helpIn?.id, helpIns.length]).toEqual(['happened-1', 1]);
    expect(helpIn?.removed.map(({ type }) => type).sort()).toEqual(['passkeys.reset', 'password.reset']);
  });

  it('W4 X18 counts the failed sign-ins that have an entry beside all failures', async () => {
    const on = await office();
    const { world } = on;
    const cleo = await somebody(world, 'cleo');
    const before = (await world.auth.audit.overview(TENANT)).days.at(-1)?.succeeded ?? 0;
    await happen(on, [
      { type: 'sign-in.failed', accountId: cleo },
      { type: 'sign-in.failed', accountId: on.ben },
      { type: 'sign-in.succeeded', accountId: cleo },
    ]);
    const now = instant(world.now);
    await world.store.commit({ tenant: TENANT, now, guards: {}, events: [], countUnknownFailure: true });
    const today = (await world.auth.audit.overview(TENANT)).days.at(-1);
    expect(today).toMatchObject({ failed: 3, failedLogged: 2, succeeded: before + 1 });
  });
});
