import {
  ACME,
  account,
  accountId,
  change,
  event,
  flow,
  LIMITS,
  NOW,
  session,
} from '@sallyport/test-support/stores/records';
import { sampleMembership, sampleOrganisation } from '@sallyport/testing/store';
import { expect, it } from 'vitest';
import type { SqliteDatabase } from './connection/database.ts';
import { sqliteStore } from './sqlite-store.ts';
import { onSqlite, TestFile } from './testing/sqlite.test-support.ts';

onSqlite('the statements of a step, a check and a sweep', (driver) => {
  it('X26 find their rows by an index', async () => {
    const file = new TestFile(driver);
    const database = file.connect();
    const sent = new Set<string>();
    const listening: SqliteDatabase = {
      exec: (sql) => database.exec(sql),
      prepare: (sql) => {
        sent.add(sql);
        return database.prepare(sql);
      },
    };
    const store = sqliteStore(listening);
    await store.open();
    sent.clear();
    const cleo = accountId('cleo');
    const attempt = { authenticator: 'password', limits: LIMITS, perDevice: true };
    await store.commit(change({ account: account('cleo'), flow: flow('f1', { accountId: cleo }) }));
    await store.beginStep({
      ...{ tenant: ACME, now: NOW, knownPolicy: 0, flowHash: 'token-of-f1', attempt },
      account: { kind: 'identifier', value: 'cleo' },
      ...{ sessionHash: 'none', deviceHashes: ['none'] },
    });
    await store.commit(
      change({
        guards: { flow: { id: 'f1', version: 1 }, account: { id: cleo, version: 1 }, policy: 0, administrators: 0 },
        account: account('cleo', { version: 2 }),
        newSession: { session: session('s1', 'cleo'), consumes: { flowId: 'f1' } },
        clearCounters: { subject: 'cleo', by: 'administrator' },
        endSessions: { accountId: cleo },
        forgetDevices: { accountId: cleo },
        uses: [{ key: 'once', expiresAt: NOW }],
        events: [event('e1')],
      }),
    );
    await store.checkSession({ tenant: ACME, tokenHash: 'token-of-s1', now: NOW, knownPolicy: 0, touchAfter: -1 });
    await store.hasPasskey('none');
    await store.commit(
      change({ organisation: sampleOrganisation(ACME, 'o1'), membership: sampleMembership(ACME, 'o1', 'cleo') }),
    );
    const entered = { organisation: 'o1', knownVersion: 0 };
    const check = { tenant: ACME, tokenHash: 'token-of-s1', now: NOW, knownPolicy: 0, touchAfter: 1 };
    expect((await store.checkSession({ ...check, in: entered }))?.membership?.roles).toEqual(['member']);
    await store.beginStep({
      tenant: ACME,
      now: NOW,
      knownPolicy: 0,
      account: { kind: 'id', value: cleo },
      in: entered,
    });
    await store.readOrganisation?.(ACME, 'o1', 1);
    await store.readMembership?.(ACME, 'o1', cleo);
    await store.listOrganisations?.(ACME, { limit: 9 });
    await store.listOrganisationVersions?.(ACME, 'o1', { limit: 9 });
    await store.listMemberships?.(ACME, 'o1', { limit: 9 });
    await store.listMembershipsOf?.(ACME, cleo);
    await store.commit(change({ removeMembership: { organisation: 'o1', accountId: cleo } }));
    await store.listAccounts(ACME, { limit: 9, name: 'cleo' });
    await store.listEvents(ACME, { limit: 9, order: 'oldest-first' });
    await store.eventsToNotify(9);
    await store.unsealedTenants({ limit: 9 });
    await store.sweep(NOW, [{ types: ['sign-in.failed'], before: NOW }]);
    const scans = [...sent].filter((sql) => /^\s*(select|update|delete)/i.test(sql)).flatMap((sql) => plan(sql));
    await file.close();
    expect(sent.size).toBeGreaterThan(40);
    expect(scans).toEqual([]);

    /** The steps that read a whole table, and not the values of a list. The few tenants, hours and reuses are read in order. */
    function plan(sql: string): readonly string[] {
      const values = [...sql.matchAll(/\?/g)].map(() => null);
      const steps = database.prepare(`explain query plan ${sql}`).all(...values);
      return steps
        .map((step) => String(Object(step).detail))
        .filter(
          (detail) =>
            /^SCAN /.test(detail) &&
            !/USING |json_each|sallyport_unknown_failures|sallyport_event_stream|sallyport_reuse/.test(detail),
        )
        .map((detail) => `${detail}: ${sql}`);
    }
  });
});
