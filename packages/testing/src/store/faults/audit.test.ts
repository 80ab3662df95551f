import type { Commit } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { expect, it } from 'vitest';
import { accountId, NOW, sampleAccount, sampleEvent, sampleSession, tenantId } from '../sample-records.ts';
import { audited } from './audit.test-support.ts';

const tenant = tenantId('acme');
const told = (id: string, type: 'account.blocked' | 'sign-in.succeeded' | 'account.created' | 'sign-in.failed') =>
  sampleEvent(tenant, id, { type });

async function problemsOf(change: Partial<Commit>): Promise<readonly string[]> {
  const { store, problems } = audited(memoryStore());
  const created = { tenant, now: NOW, guards: {}, account: sampleAccount(tenant, 'cleo') };
  await store.commit({ ...created, events: [told('e1', 'account.created')] });
  await store.commit({ tenant, now: NOW, guards: {}, events: [], ...change });
  return problems();
}

const blocked = {
  guards: { account: { id: accountId('cleo'), version: 1 } },
  account: sampleAccount(tenant, 'cleo', { version: 2, block: { at: NOW, by: 'ada', reason: 'a lost laptop' } }),
};
const opened = {
  uses: [{ key: 'm', expiresAt: sampleSession(tenant, 's', 'cleo').expiresAt }],
  newSession: { session: sampleSession(tenant, 's1', 'cleo'), consumes: { singleUse: 'm' } },
};

it('the audit finds what the action log does not tell, tells twice, or makes up', async () => {
  expect(await problemsOf({ ...blocked, events: [told('e2', 'account.blocked')] })).toEqual([]);
  expect(await problemsOf({ ...opened, events: [told('e2', 'sign-in.succeeded')] })).toEqual([]);
  expect(await problemsOf({ events: [told('e2', 'sign-in.failed')] })).toEqual([]);
  expect(await problemsOf(blocked)).toEqual(['a block was told by 0 events ()']);
  expect(await problemsOf(opened)).toEqual(['a session, or its next token was told by 0 events ()']);
  const twice = [told('e2', 'account.blocked'), told('e3', 'account.blocked')];
  expect((await problemsOf({ ...blocked, events: twice }))[0]).toContain('told by 2 events');
  expect(await problemsOf({ events: [told('e2', 'account.blocked')] })).toEqual([
    'account.blocked tells what never happened',
  ]);
});

it('the audit finds an event that was lost on its way into the log', async () => {
  const inner = memoryStore();
  const losing = { ...inner, commit: (change: Commit) => inner.commit({ ...change, events: change.events.slice(1) }) };
  const { store, problems } = audited(losing);
  await store.commit({ tenant, now: NOW, guards: {}, events: [told('e1', 'sign-in.failed')] });
  expect(await problems()).toEqual(['1 events were committed, and 0 are logged']);
});
