import assert from 'node:assert/strict';
import { instant } from '@sallyport/core';
import type { SessionCheck, Store } from '@sallyport/engine';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ParsedSessions } from './parsed-sessions.ts';
import { onPostgres, poolOn } from './pg-server.test-support.ts';
import { postgresStore } from './postgres-store.ts';
import { ACME, account, accountId, change, flow, NOW, session } from './records.test-support.ts';

const cleo = accountId('cleo');

describe('what was parsed of sessions', () => {
  /** Counts how often the texts of cleo's session were parsed. */
  const counting = () => {
    let parsed = 0;
    return {
      parse: () => {
        parsed += 1;
        return { session: session('s1', 'cleo'), account: account('cleo', { roles: ['employee'] }) };
      },
      parsed: () => parsed,
    };
  };

  it('is kept while both texts are the same, and parsed anew when either is another', () => {
    const sessions = new ParsedSessions();
    const { parse, parsed } = counting();
    const first = sessions.of('token', ['session', 'account'], parse);
    expect(sessions.of('token', ['session', 'account'], parse)).toBe(first);
    expect(parsed()).toBe(1);
    expect(sessions.of('token', ['session', 'account, blocked'], parse)).not.toBe(first);
    expect(sessions.of('token', ['session, raised', 'account, blocked'], parse)).not.toBe(first);
    expect(parsed()).toBe(3);
    sessions.of('token of another', ['session, raised', 'account, blocked'], parse);
    expect(parsed()).toBe(4);
  });

  it('cannot be changed by who gets it: others get it as well', () => {
    const { account: got } = new ParsedSessions().of('token', ['session', 'account'], counting().parse);
    expect(() => Object.assign(got.roles, ['super-admin'])).toThrow(TypeError);
    expect(() => Object.assign(got, { emergency: true })).toThrow(TypeError);
  });

  it('is forgotten when the session is over', () => {
    const sessions = new ParsedSessions();
    const { parse, parsed } = counting();
    sessions.of('token', ['session', 'account'], parse);
    sessions.forget('token');
    sessions.of('token', ['session', 'account'], parse);
    expect(parsed()).toBe(2);
  });

  it('is no more than the limit, of whatever is in use least', () => {
    const texts = ['x'.repeat(5), 'x'.repeat(5)] as const;
    const sessions = new ParsedSessions(100);
    const used = counting();
    const left = counting();
    sessions.of('left', texts, left.parse);
    for (let other = 0; other < 12; other++) {
      sessions.of('used', texts, used.parse);
      sessions.of(`other ${other}`, texts, counting().parse);
    }
    expect(used.parsed()).toBe(1);
    sessions.of('left', texts, left.parse);
    expect(left.parsed()).toBe(2);
  });

  it('of documents longer than the limit is of the last two alone', () => {
    const sessions = new ParsedSessions(10);
    const { parse, parsed } = counting();
    for (const token of ['a', 'b', 'a', 'b']) sessions.of(token, ['x'.repeat(50), 'y'], parse);
    expect(parsed()).toBe(2);
    for (const token of ['a', 'b', 'c', 'a']) sessions.of(token, ['x'.repeat(50), 'y'], parse);
    expect(parsed()).toBe(4);
  });
});

onPostgres('a session that was checked before', (server) => {
  let pool: Pool;
  let store: Store;
  let other: Store;

  beforeAll(async () => {
    const url = await server().createDatabase();
    pool = poolOn(url);
    [store, other] = [postgresStore(pool), postgresStore(pool)];
    await store.open();
  });
  afterAll(() => pool.end());

  const check: SessionCheck = {
    tenant: ACME,
    tokenHash: 'token-of-s1',
    now: NOW,
    knownPolicy: 0,
    touchAfter: 60_000,
  };

  it('is checked as another process has written it and its account since', async () => {
    await other.commit(change({ account: account('cleo') }));
    await other.commit(change({ flow: flow('f1') }));
    const opens = { session: session('s1', 'cleo'), consumes: { flowId: 'f1' } };
    await other.commit(change({ guards: { flow: { id: 'f1', version: 1 } }, opens }));
    const first = await store.checkSession(check);
    expect(first).toEqual({ session: session('s1', 'cleo'), account: account('cleo') });
    assert.equal((await store.checkSession(check))?.account, first?.account);

    const demoted = account('cleo', { version: 2, roles: [] });
    await other.commit(change({ guards: { account: { id: cleo, version: 1 } }, account: demoted }));
    expect(await store.checkSession(check)).toEqual({ session: session('s1', 'cleo'), account: demoted });

    const later = { ...check, now: instant(NOW + 120_000) };
    expect((await other.checkSession(later))?.session.lastSeenAt).toBe(later.now);
    expect((await store.checkSession(later))?.session.lastSeenAt).toBe(later.now);

    await other.commit(change({ endSessions: { accountId: cleo } }));
    expect(await store.checkSession(later)).toBeUndefined();
  });
});
