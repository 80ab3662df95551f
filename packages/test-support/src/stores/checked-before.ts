import assert from 'node:assert/strict';
import { instant } from '@sallyport/core';
import type { PolicyRecord, SessionCheck, Store } from '@sallyport/engine';
import { samplePolicy } from '@sallyport/testing/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ACME, account, accountId, change, flow, NOW, session } from './records.ts';

/** The stores of two processes on one database. */
export interface TwoStores {
  readonly stores: readonly [Store, Store];
  close(): Promise<void>;
}

const cleo = accountId('cleo');
const CHECK: SessionCheck = {
  ...{ tenant: ACME, tokenHash: 'token-of-s1', now: NOW },
  ...{ knownPolicy: 0, touchAfter: 60_000 },
};

/** A store caches the parsed records of a session. The session check nevertheless returns the current records of the database. */
export function sessionCheckedBefore(open: () => Promise<TwoStores>): void {
  let store: Store;
  let other: Store;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await open();
    [store, other] = opened.stores;
    close = opened.close;
    await store.open();
  });
  afterAll(() => close?.());

  it('is checked as another process has written it and its account since', async () => {
    await other.commit(change({ account: account('cleo') }));
    await other.commit(change({ flow: flow('f1') }));
    const newSession = { session: session('s1', 'cleo'), consumes: { flowId: 'f1' } };
    await other.commit(change({ guards: { flow: { id: 'f1', version: 1 } }, newSession }));
    const first = await store.checkSession(CHECK);
    expect(first).toEqual({ session: session('s1', 'cleo'), account: account('cleo') });
    // All callers get the same parsed record, so the record is frozen.
    assert.equal((await store.checkSession(CHECK))?.account, first?.account);
    assert.ok(Object.isFrozen(first?.account.roles));

    const demoted = account('cleo', { version: 2, roles: [] });
    await other.commit(change({ guards: { account: { id: cleo, version: 1 } }, account: demoted }));
    expect(await store.checkSession(CHECK)).toEqual({ session: session('s1', 'cleo'), account: demoted });
    expect(await store.checkSession(CHECK)).toEqual({ session: session('s1', 'cleo'), account: demoted });

    const policy: PolicyRecord = samplePolicy(ACME, 1);
    await other.commit(change({ policy }));
    const both = { session: session('s1', 'cleo'), account: demoted };
    for (const _ of [1, 2]) expect(await store.checkSession(CHECK)).toEqual({ ...both, policy });
    expect(await store.checkSession({ ...CHECK, knownPolicy: 1 })).toEqual(both);

    const raised = session('s1', 'cleo', { version: 2, bindings: ['password-1', 'totp-1'] });
    await other.commit(change({ guards: { session: { id: 's1', version: 1 } }, session: raised }));
    expect(await store.checkSession({ ...CHECK, knownPolicy: 1 })).toEqual({ session: raised, account: demoted });

    const later = { ...CHECK, knownPolicy: 1, now: instant(NOW + 120_000) };
    expect((await other.checkSession(later))?.session.lastSeenAt).toBe(later.now);
    expect((await store.checkSession({ ...later, touchAfter: 300_000 }))?.session.lastSeenAt).toBe(later.now);

    await other.commit(change({ endSessions: { accountId: cleo } }));
    expect(await store.checkSession(later)).toBeUndefined();
    expect(await store.checkSession(CHECK)).toBeUndefined();
  });
}
