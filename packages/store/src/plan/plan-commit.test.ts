import {
  accountId,
  later,
  NOW,
  sampleAccount,
  sampleDevice,
  sampleEvent,
  sampleFlow,
  sampleSamlRequest,
  sampleSession,
} from '@sallyport/testing/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Commit } from '../commit.ts';
import { lookUpKeysOf } from '../look-up-keys.ts';
import { ACME, COMMITS, commitOf } from './commit.test-support.ts';
import type { CommitPlan, Guard, Lock, Write } from './plan.ts';
import { planCommit } from './plan-commit.ts';

const cleo = accountId('cleo');
const ben = accountId('ben');

describe('the plan of a commit', () => {
  it('of a sign-in: locks and checks what the sign-in rests on, and writes in one order', () => {
    const next = sampleAccount(ACME, 'cleo', { version: 3 });
    const session = sampleSession(ACME, 's1', 'cleo');
    const device = sampleDevice('cleo', 'd1');
    const events = [sampleEvent(ACME, 'e1')];
    const singleUses = [{ key: 'code', expiresAt: later(60_000) }];
    const plan = planCommit(
      commitOf({
        guards: { flow: { id: 'f1', version: 2, tokenHash: 'hash' }, account: { id: cleo, version: 2 }, policy: 4 },
        newSession: { session, consumes: { flowId: 'f1' } },
        ...{ account: next, keysStay: true, device, uses: singleUses, events },
        clearCounters: { subject: 'cleo', by: 'stranger', authenticators: ['totp'] },
      }),
    );
    expect(plan.guards).toEqual([
      { guard: 'lock', kind: 'flow', ids: ['f1'] },
      { guard: 'version', kind: 'flow', id: 'f1', version: 2, obstacle: 'flow', tokenHash: 'hash' },
      { guard: 'lock', kind: 'account', ids: ['cleo'] },
      { guard: 'version', kind: 'account', id: 'cleo', version: 2, obstacle: 'account' },
      { guard: 'in-force', kind: 'policy', version: 4, obstacle: 'policy' },
      { guard: 'unused', kind: 'single-use', keys: ['code'], obstacle: 'used' },
    ]);
    expect(plan.writes).toEqual([
      { write: 'remove', kind: 'flow', ids: ['f1'] },
      { write: 'insert', kind: 'session', record: session },
      { write: 'replace', kind: 'account', record: next, keys: undefined },
      { write: 'note', kind: 'signIn', accountId: 'cleo', at: NOW },
      { write: 'put', kind: 'device', record: device },
      {
        ...{ write: 'reset', kind: 'counter', subject: 'cleo' },
        resets: [{ authenticators: ['totp'], device: 'none', resets: 'all' }],
      },
      { write: 'use', kind: 'single-use', singleUses },
      { write: 'append', kind: 'event', events },
    ]);
  });

  it('of a SAML request: guards the version before, and removes the earlier request first', () => {
    const next = sampleSamlRequest(ACME, 'r1', { version: 3 });
    const guards = { samlRequest: { id: 'r1', version: 2 } };
    const plan = planCommit(commitOf({ guards, samlRequest: next, endSamlRequest: { id: 'r0' } }));
    expect(plan.guards).toEqual([
      { guard: 'lock', kind: 'samlRequest', ids: ['r1'] },
      { guard: 'version', kind: 'samlRequest', id: 'r1', version: 2, obstacle: 'samlRequest' },
    ]);
    expect(plan.writes).toEqual([
      { write: 'remove', kind: 'samlRequest', ids: ['r0'] },
      { write: 'replace', kind: 'samlRequest', record: next },
    ]);
    expect(planCommit(commitOf({ samlRequest: next })).writes).toEqual([
      { write: 'insert', kind: 'samlRequest', record: next },
    ]);
  });

  it('X11 of an act on another account: locks both accounts and all sessions in the order of their ids', () => {
    const plan = planCommit(
      commitOf({
        guards: { account: { id: cleo, version: 1 }, actor: { accountId: ben, version: 7, sessionId: 's8' } },
        endSessions: { accountId: cleo, provedBy: ['totp'] },
      }),
    );
    expect(plan.guards).toEqual([
      { guard: 'lock', kind: 'account', ids: ['ben', 'cleo'] },
      { guard: 'version', kind: 'account', id: 'cleo', version: 1, obstacle: 'account' },
      { guard: 'lock', kind: 'session', ids: ['s8'], accountIds: ['cleo'] },
      { guard: 'version', kind: 'account', id: 'ben', version: 7, obstacle: 'actor' },
      { guard: 'live', kind: 'session', id: 's8', obstacle: 'actor' },
    ]);
    expect(plan.writes).toEqual([
      { write: 'remove', kind: 'session', accountId: 'cleo', except: [], only: undefined, provedBy: ['totp'] },
    ]);
  });

  it('a new account brings its keys, which must be free', () => {
    const account = sampleAccount(ACME, 'dora');
    const keys = lookUpKeysOf(account);
    const { guards, writes } = planCommit(commitOf({ account }));
    expect(guards).toEqual([{ guard: 'free', kind: 'account', keys, id: 'dora', isNew: true, obstacle: 'key' }]);
    expect(writes).toEqual([
      { write: 'insert', kind: 'account', record: account, keys },
      { write: 'note', kind: 'signIn', accountId: 'dora', at: undefined },
    ]);
  });

  it('the next state of an account brings its keys, unless the keys stay', () => {
    const account = sampleAccount(ACME, 'cleo', { version: 2 });
    const asked = commitOf({ guards: { account: { id: cleo, version: 1 } }, account });
    const keys = lookUpKeysOf(account);
    expect(planCommit(asked).writes).toEqual([{ write: 'replace', kind: 'account', record: account, keys }]);
    expect(planCommit(asked).guards.at(-1)).toMatchObject({ guard: 'free', isNew: false, keys });
    const staying = planCommit({ ...asked, keysStay: true });
    expect(staying.writes).toEqual([{ write: 'replace', kind: 'account', record: account, keys: undefined }]);
    expect(staying.guards.at(-1)).toMatchObject({ guard: 'version', obstacle: 'account' });
  });

  it('a deletion removes sessions, account and devices, and writes nothing else of the account', () => {
    const plan = planCommit(
      commitOf({
        guards: {
          account: { id: cleo, version: 1 },
          session: { id: 's1', version: 1 },
          flow: { id: 'f1', version: 1 },
        },
        deleteAccount: { id: cleo },
        session: sampleSession(ACME, 's1', 'cleo', { version: 2 }),
        newSession: { session: sampleSession(ACME, 's2', 'cleo'), consumes: { flowId: 'f1' } },
        endSessions: { accountId: cleo },
        device: sampleDevice('cleo', 'd1'),
        forgetDevices: { accountId: cleo },
        clearCounters: { subject: 'cleo', by: 'administrator' },
      }),
    );
    expect(plan.writes).toEqual([
      { write: 'remove', kind: 'flow', ids: ['f1'] },
      { write: 'remove', kind: 'session', accountId: 'cleo', except: [] },
      { write: 'remove', kind: 'account', id: 'cleo' },
      { write: 'remove', kind: 'device', accountId: 'cleo' },
    ]);
  });

  it('ending sessions and forgetting devices spares the session and the device of the commit', () => {
    const { writes } = planCommit(
      commitOf({
        guards: { session: { id: 's3', version: 1 } },
        session: sampleSession(ACME, 's3', 'cleo', { version: 2 }),
        endSessions: { accountId: cleo, except: 's1' },
        device: sampleDevice('cleo', 'd1'),
        forgetDevices: { accountId: cleo, only: 'd2' },
      }),
    );
    const removals = writes.filter(({ write }) => write === 'remove');
    expect(removals).toEqual([
      { write: 'remove', kind: 'session', accountId: 'cleo', except: ['s1', 's3'] },
      { write: 'remove', kind: 'device', accountId: 'cleo', except: 'd1', only: 'd2' },
    ]);
  });

  it('X3 a single-use value that a commit uses twice is a conflict', () => {
    const singleUse = { key: 'm2', expiresAt: later(60_000) };
    const other = { key: 'm1', expiresAt: later(60_000) };
    const once = planCommit(commitOf({ uses: [singleUse, other] }));
    expect(once.guards).toEqual([{ guard: 'unused', kind: 'single-use', keys: ['m1', 'm2'], obstacle: 'used' }]);
    expect(once.writes).toEqual([{ write: 'use', kind: 'single-use', singleUses: [other, singleUse] }]);
    const twice = planCommit(commitOf({ uses: [singleUse, other, singleUse] }));
    expect(twice.guards).toEqual([...once.guards, { guard: 'never', obstacle: 'used' }]);
  });

  it('the first administrators are inserted, and later ones replace them', () => {
    const record = (version: number) => ({ tenant: ACME, version, accountIds: [cleo] });
    for (const [version, write] of [
      [1, 'insert'],
      [2, 'replace'],
    ] as const) {
      const plan = planCommit(commitOf({ administrators: record(version) }));
      expect(plan.guards).toEqual([
        { guard: 'lock', kind: 'administrators' },
        { guard: 'in-force', kind: 'administrators', version: version - 1, obstacle: 'administrators' },
      ]);
      expect(plan.writes).toEqual([{ write, kind: 'administrators', record: record(version) }]);
    }
  });

  it('refuses a commit that contradicts itself, with a code', () => {
    const malformed = commitOf({ deleteAccount: { id: cleo } });
    expect(() => planCommit(malformed)).toThrow(
      expect.objectContaining({ code: 'malformed-commit', name: 'MalformedCommit' }),
    );
    expect(() => planCommit(malformed)).toThrow('malformed commit: only a guarded account is deleted');
    expect(() => planCommit(commitOf({ flow: sampleFlow(ACME, 'f1') }))).not.toThrow();
  });
});

const KINDS: readonly Lock['kind'][] = ['flow', 'samlRequest', 'account', 'session', 'administrators', 'organisation'];

const isLock = (guard: Guard): guard is Lock => guard.guard === 'lock';

/** The records that a write touches, as texts. Removals by account are written `of ACCOUNT`. */
function touched(write: Write): readonly string[] {
  switch (write.kind) {
    case 'flow':
    case 'samlRequest':
    case 'session':
    case 'account':
      if (write.write !== 'remove') return [`${write.kind} ${write.record.id}`];
      if (write.kind === 'session') return [`session of ${write.accountId}`];
      return write.kind === 'account' ? [`account ${write.id}`] : write.ids.map((id) => `${write.kind} ${id}`);
    case 'single-use':
      return write.singleUses.map(({ key }) => `single-use value ${key}`);
    case 'event':
      return write.events.map(({ id }) => `event ${id}`);
    case 'signIn':
      return [`sign-in ${write.accountId}`];
    default:
      return [JSON.stringify([write.write, write.kind])];
  }
}

function each(promise: (plan: CommitPlan, commit: Commit) => void): void {
  fc.assert(
    fc.property(COMMITS, (commit) => promise(planCommit(commit), commit)),
    { numRuns: 300 },
  );
}

describe('every plan', () => {
  it('X11 locks kinds in one order, and the ids of a kind in ascending order', () => {
    each(({ guards }) => {
      const locks = guards.filter(isLock);
      const ranks = locks.map(({ kind }) => KINDS.indexOf(kind));
      expect(ranks).toEqual([...new Set(ranks)].sort());
      for (const lock of locks) {
        if (lock.kind === 'administrators') continue;
        expect(lock.ids).toEqual([...new Set(lock.ids)].sort());
      }
    });
  });

  it('locks each record before the check that reads the record', () => {
    each(({ guards }) => {
      for (const [place, guard] of guards.entries()) {
        if (guard.guard !== 'version' && guard.guard !== 'live') continue;
        const locks = guards.slice(0, place).filter(isLock);
        expect(locks.some((lock) => lock.kind === guard.kind && lock.ids.some((id) => id === guard.id))).toBe(true);
      }
    });
  });

  it('locks the sessions that it removes', () => {
    each(({ guards, writes }) => {
      const lock = guards.filter(isLock).find((one) => one.kind === 'session');
      for (const write of writes) {
        if (write.write !== 'remove' || write.kind !== 'session') continue;
        expect(lock?.kind).toBe('session');
        if (lock?.kind !== 'session') continue;
        const { accountId: owner, only } = write;
        expect(only === undefined ? lock.accountIds.includes(owner) : lock.ids.includes(only)).toBe(true);
      }
    });
  });

  it('replaces only what a check found at the version before', () => {
    each(({ guards, writes }) => {
      for (const write of writes) {
        if (write.write !== 'replace' || write.kind === 'administrators') continue;
        if (write.kind === 'membership') {
          const { organisation, accountId, version } = write.record;
          const guard = { guard: 'member', organisation, accountId, version: version - 1 };
          expect(guards).toContainEqual(expect.objectContaining(guard));
          continue;
        }
        const { id, version } = write.record;
        const guard = { guard: 'version', kind: write.kind, id, version: version - 1 };
        expect(guards).toContainEqual(expect.objectContaining(guard));
      }
    });
  });

  it('writes no record twice, and of a kind removes before it writes', () => {
    each(({ writes }) => {
      const names = writes.flatMap((write) =>
        write.write === 'remove' && write.kind === 'device' ? [] : touched(write),
      );
      expect(names).toEqual([...new Set(names)]);
      const kinds = writes.map(({ kind }) => kind);
      expect(kinds.filter((kind, place) => kind !== kinds[place - 1])).toEqual([...new Set(kinds)]);
      for (const [place, { write, kind }] of writes.entries()) {
        if (write !== 'remove') continue;
        const before = writes.slice(0, place).filter((one) => one.kind === kind);
        expect(before.every((one) => one.write === 'remove')).toBe(true);
      }
    });
  });

  it('writes nothing of an account that it deletes', () => {
    each(({ writes }, { deleteAccount }) => {
      for (const write of writes) {
        if (deleteAccount === undefined || write.write === 'remove' || !('record' in write)) continue;
        expect('accountId' in write.record ? write.record.accountId : undefined).not.toBe(deleteAccount.id);
      }
    });
  });

  it('forgets no member of the commit', () => {
    const gone = ({ deleteAccount }: Commit, owner: string | undefined): boolean =>
      deleteAccount !== undefined && owner === deleteAccount.id;
    each((plan, commit) => {
      const { newSession, session, endSessions, device, forgetDevices, clearCounters } = commit;
      const dropped: Partial<Record<keyof Commit, boolean>> = {
        // Consuming a flow is an effect of `newSession` also if the account is deleted.
        newSession: gone(commit, newSession?.session.accountId),
        session: gone(commit, session?.accountId),
        endSessions: gone(commit, endSessions?.accountId),
        device: gone(commit, device?.accountId),
        forgetDevices: gone(commit, forgetDevices?.accountId),
        clearCounters: gone(commit, clearCounters?.subject),
      };
      for (const [name, value] of Object.entries(commit)) {
        const member = name as keyof Commit;
        const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
        if (isEmpty || dropped[member] === true || member === 'tenant' || member === 'now' || member === 'guards')
          continue;
        const without = { ...commit, [member]: member === 'events' ? [] : undefined };
        let other: CommitPlan | undefined;
        try {
          other = planCommit(without);
        } catch {
          continue; // The member is needed by another member.
        }
        expect(other, member).not.toEqual(plan);
      }
    });
  });

  it('leaves the commit as it was, and is the same again', () => {
    each((plan, commit) => {
      const before = structuredClone(commit);
      expect(planCommit(commit)).toEqual(plan);
      expect(commit).toEqual(before);
    });
  });
});
