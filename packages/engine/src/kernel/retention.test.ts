import { instant } from '@sallyport/core';
import type { EventRetentionOptions } from '@sallyport/engine';
import type { EventType } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { Client, embedded, newAccount, TENANT } from '../embedded.test-support.ts';
import { READ_FOR_INVITATIONS } from './invitation-events.ts';
import { eventRetention } from './retention.ts';

const OWNER = 'dora@example.org';
const DAY = 86_400_000;

/** The types that are left in the log so many days after a sign-in and a failure. */
async function typesAfter(days: number, eventRetention?: EventRetentionOptions): Promise<string[]> {
  const world = await embedded(eventRetention === undefined ? {} : { eventRetention });
  await newAccount(world, OWNER);
  const client = new Client(world);
  await world.auth.signIn.begin(client.caller, { identifier: OWNER, password: 'a wrong one' });
  await client.signsInByMail(OWNER);
  await world.auth.runBackgroundWork();
  world.now += days * DAY;
  await world.auth.runBackgroundWork();
  const { items } = await world.store.listEvents(TENANT, { limit: 100 });
  await world.auth.close();
  return items.map(({ type }) => type).reverse();
}

describe('how long events are kept', () => {
  it('P17 is 90 days for what strangers bring about, and 400 for the rest', async () => {
    const all = ['policy.changed', 'account.created', 'sign-in.failed', 'sign-in.started', 'sign-in.succeeded'];
    expect(await typesAfter(89)).toEqual(all);
    expect(await typesAfter(91)).toEqual(['policy.changed', 'account.created', 'sign-in.succeeded']);
    expect(await typesAfter(401)).toEqual([]);
  });

  it("P17 is the host's choice, by type", async () => {
    const asked = { 'sign-in.failed': '7d', 'policy.changed': 'forever', others: '30d' } as const;
    expect(await typesAfter(8, asked)).not.toContain('sign-in.failed');
    expect(await typesAfter(8, asked)).toContain('sign-in.started');
    expect(await typesAfter(31, asked)).toEqual(['policy.changed', 'sign-in.started']);
    expect(await typesAfter(4_000, asked)).toEqual(['policy.changed']);
  });

  it('P17 is at least seven days for what an open invitation into an organisation is judged by', async () => {
    const ofAll = eventRetention({ others: '1d', 'account.blocked': '8d' })(instant(0));
    const kept = (type: EventType) => ofAll.find(({ types }) => types.includes(type))?.before;
    for (const type of READ_FOR_INVITATIONS) expect(kept(type)).toBe(type === 'account.blocked' ? -8 * DAY : -7 * DAY);
    expect(kept('account.created')).toBe(-DAY);
    expect(eventRetention({ others: 'forever' })(instant(0)).flatMap(({ types }) => types)).not.toContain(
      'organisation.member-invited',
    );
  });

  it('X9 is longer for an event whose owner has not been told', async () => {
    const world = await embedded({
      notifyOwner: () => {
        throw new Error('the mailer is down');
      },
    });
    await newAccount(world, OWNER);
    const client = new Client(world);
    await client.signsInByMail(OWNER);
    await client.enrollsTotp();
    world.now += 500 * DAY;
    await world.auth.runBackgroundWork();
    const { items } = await world.store.listEvents(TENANT, { limit: 100 });
    expect(items.map(({ type }) => type)).toEqual(expect.arrayContaining(['factor.enrolled', 'backup-codes.issued']));
    await world.auth.close();
  });

  it.each<[Record<string, string>, string]>([
    [{ 'sign-in.failed': 'a while' }, 'bad-duration'],
    [{ others: '0d' }, 'bad-duration'],
    [{ 'sign-in.fialed': '7d' }, 'unknown-event-type'],
  ])('%j is told at start-up', async (asked, code) => {
    await expect(embedded({ eventRetention: asked })).rejects.toMatchObject({ code, name: 'SallyportConfigError' });
  });
});
