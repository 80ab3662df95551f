import { instant } from '@sallyport/core';
import { type Commit, type Store, tenantId } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { sampleAccount, sampleSession } from '@sallyport/testing/store';
import { describe, expect, it } from 'vitest';
import { Scheduler } from '../scheduler/scheduler.ts';
import { simulatedStore } from './store.ts';
import { settled } from './turns.ts';

const tenant = tenantId('default');
const account = sampleAccount(tenant, 'ada');
const now = account.createdAt;
const expiresAt = instant(now + 3_600_000);
const opening = (id: string, more: Partial<Commit> = {}): Commit => ({
  tenant,
  now,
  guards: {},
  uses: [{ key: `opens ${id}`, expiresAt }],
  newSession: { session: sampleSession(tenant, id, 'ada', { createdAt: now }), consumes: { singleUse: `opens ${id}` } },
  events: [],
  ...more,
});

/** A store with one session, and a commit under way that ends all sessions of the account and has taken its snapshot. */
async function ending(): Promise<{ inner: Store; write(): Promise<readonly string[]> }> {
  const inner = memoryStore();
  await inner.commit({ tenant, now, guards: {}, account, events: [] });
  await inner.commit(opening('first'));
  const scheduler = new Scheduler(() => {});
  const watched = simulatedStore(inner, scheduler, { change: async () => async () => {}, check: async () => {} });
  void watched.commit({ tenant, now, guards: {}, endSessions: { accountId: account.id }, events: [] });
  const next = async (): Promise<void> => {
    const [task] = scheduler.pending;
    if (task !== undefined) await scheduler.turn(task, 'answered');
    await settled();
  };
  await next();
  return {
    inner,
    async write() {
      await next();
      return (await inner.listSessions(tenant, account.id, now)).map(({ id }) => id);
    },
  };
}

describe('N13 a change that ends sessions in bulk', () => {
  it('ends the sessions of its snapshot', async () => {
    const { write } = await ending();
    expect(await write()).toEqual([]);
  });

  it('misses a session that was inserted after the snapshot, as a real database does', async () => {
    const { inner, write } = await ending();
    expect(await inner.commit(opening('second'))).toEqual({ outcome: 'committed' });
    expect(await write()).toEqual(['second']);
  });
});
