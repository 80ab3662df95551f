import { type Grant, instant } from '@sallyport/core';
import { memoryStore } from '@sallyport/storage-memory';
import { sampleSession } from '@sallyport/testing/store';
import { describe, expect, it } from 'vitest';
import { tenantId } from '../state/tenant-id.ts';
import { asStored, type EngineCommit } from './commit.ts';
import { GrantedSession, KeptSession } from './granted-session.ts';

const tenant = tenantId('default');
const session = sampleSession(tenant, 's1', 'ada');
const shared = { tenant, now: instant(0), guards: {}, events: [] };

describe('N3 a session opens by a grant', () => {
  it.each([{}, { scope: { tenant: 'default', accountId: 'ada', flowId: 'f1', policyVersion: 1 } }, null])(
    'and not by what looks like one: %j',
    (forged) => {
      expect(() => new GrantedSession(forged as unknown as Grant, session, 'f1', 1)).toThrow(
        'a session is made from a grant',
      );
    },
  );

  it('which the type of a change says of a record that somebody made by hand', () => {
    // @ts-expect-error a record is no granted session
    const change: EngineCommit = { ...shared, newSession: { session, consumes: { singleUse: 'm' } } };
    expect(change.newSession).toBeDefined();
  });

  it('and is raised by one: a record with more evidence is no session that goes on', () => {
    const proved = { method: 'totp', at: instant(5) } as const;
    for (const more of [
      { evidence: [...session.evidence, proved] },
      { expiresAt: instant(session.expiresAt + 1) },
      { id: 'another' },
      { accountId: 'someone else' as typeof session.accountId },
    ]) {
      expect(() => new KeptSession(session, { ...session, ...more }), JSON.stringify(more)).toThrow('by a grant alone');
    }
    const next = { ...session, tokenHash: 'another token', epoch: session.epoch + 1 };
    expect(asStored({ ...shared, session: new KeptSession(session, next) })).toEqual({ ...shared, session: next });
    // @ts-expect-error a record is neither granted nor kept
    const change: EngineCommit = { ...shared, session };
    expect(change.session).toBeDefined();
  });

  it('and the store refuses one that consumes nothing', async () => {
    const newSession = { session, consumes: { singleUse: 'nobody wrote it' } };
    await expect(memoryStore().commit({ ...shared, newSession })).rejects.toThrow();
  });

  it('and a change that opens none is stored as it is', () => {
    expect(asStored({ ...shared })).toEqual(shared);
  });
});
