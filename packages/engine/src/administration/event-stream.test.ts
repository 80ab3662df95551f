import { instant } from '@sallyport/core';
import type { EventRecord, Sallyport } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { beforeEach, describe, expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import { BEN, type Office, office, somebody } from './office.test-support.ts';

type Query = NonNullable<Parameters<Sallyport['events']>[0]>;

describe('the stream of events', () => {
  let on: Office;
  let end: string;

  beforeEach(async () => {
    on = await office({ tenants: { [TENANT]: {}, globex: {} }, tenant: () => TENANT });
    end = (await read()).next;
  });

  /** Reads all pages to the present end. */
  async function read(
    query: Query = {},
  ): Promise<{ readonly types: string[]; readonly ids: string[]; readonly next: string }> {
    const events: { type: string; id: string }[] = [];
    for (let after = query.after; ; ) {
      const page = await on.world.auth.events({ tenant: TENANT, ...query, after });
      events.push(...page.events);
      if (page.next === after)
        return { types: events.map(({ type }) => type), ids: events.map(({ id }) => id), next: after };
      after = page.next;
    }
  }

  async function happens(...events: readonly Partial<EventRecord>[]): Promise<void> {
    for (const [turn, event] of events.entries()) {
      const now = instant(on.world.now);
      const whole = { tenant: TENANT, id: `e${turn}`, at: now, type: 'session.revoked', ...event } as const;
      await on.world.store.commit({ tenant: TENANT, now, guards: {}, events: [whole] });
    }
  }

  it('X33 comes oldest first from a cursor, each event once if the cursor is kept', async () => {
    const { people } = on.world.auth;
    await people.block({ accountId: on.ben }, { reason: 'left', by: hostCode('hr') });
    await people.unblock({ accountId: on.ben }, { by: hostCode('hr') });
    const first = await on.world.auth.events({ tenant: TENANT, after: end, limit: 1 });
    expect(first.events).toEqual([
      expect.objectContaining({ type: 'account.blocked', accountId: on.ben, actor: { kind: 'host', id: 'hr' } }),
    ]);
    expect(first.events[0]).not.toHaveProperty('tenant');
    expect(first.events[0]).not.toHaveProperty('recipients');
    expect((await read({ after: first.next })).types).toEqual(['account.unblocked']);
    expect((await read({ after: first.next })).types).toEqual(['account.unblocked']);
    expect((await read()).types.slice(-2)).toEqual(['account.blocked', 'account.unblocked']);
  });

  it('X33 always has a cursor, from which later events come, whatever their time', async () => {
    expect(await on.world.auth.events({ tenant: TENANT, after: end })).toEqual({ events: [], next: end });
    await happens({ at: instant(1) });
    expect((await read({ after: end })).ids).toEqual(['e0']);
  });

  it('X33 has filters by person, author, type and time', async () => {
    const cleo = await somebody(on.world, 'cleo');
    const after = (await read()).next;
    const at = (offset: number) => instant(on.world.now + offset);
    await happens(
      { accountId: on.ben, actor: 'system', at: at(0) },
      { accountId: cleo, actor: on.ben, at: at(1) },
      { accountId: cleo, actor: { kind: 'host', id: 'hr' }, type: 'account.blocked', at: at(2) },
      { actor: { kind: 'host' }, type: 'policy.changed', at: at(3) },
    );
    const ids = async (query: Query) => (await read({ after, ...query })).ids;
    expect(await ids({})).toEqual(['e0', 'e1', 'e2', 'e3']);
    expect(await ids({ of: { identifier: BEN } })).toEqual(['e0']);
    expect(await ids({ of: { accountId: cleo } })).toEqual(['e1', 'e2']);
    expect(await ids({ by: 'system' })).toEqual(['e0']);
    expect(await ids({ by: { identifier: BEN } })).toEqual(['e1']);
    expect(await ids({ by: { kind: 'host', id: 'hr' } })).toEqual(['e2']);
    expect(await ids({ by: { kind: 'host' } })).toEqual(['e3']);
    expect(await ids({ type: 'policy.changed' })).toEqual(['e3']);
    expect(await ids({ type: ['policy.changed', 'account.blocked'] })).toEqual(['e2', 'e3']);
    expect(await ids({ type: [] })).toEqual([]);
    expect(await ids({ from: at(1), to: new Date(at(3)) })).toEqual(['e1', 'e2']);
    expect(await ids({ of: { externalId: 'nobody' } })).toEqual([]);
    expect(await ids({ by: { identifier: 'nobody' } })).toEqual([]);
    expect(await ids({ of: { accountId: cleo }, by: 'system' })).toEqual([]);
  });

  it('X33 a filter that matches nothing moves the cursor on, and another filter goes on from there', async () => {
    await happens({});
    const { next } = await read({ after: end, of: { identifier: 'nobody' } });
    expect(next).not.toBe(end);
    await happens({ id: 'late' });
    expect((await read({ after: next })).ids).toEqual(['late']);
  });

  it('X33 goes on over a long part of the log that does not match', async () => {
    const now = instant(on.world.now);
    for (let commit = 0; commit < 30; commit++) {
      const events = Array.from({ length: 100 }, (_, turn) => {
        return { tenant: TENANT, id: `x${commit}-${turn}`, at: now, type: 'session.revoked' } as const;
      });
      await on.world.store.commit({ tenant: TENANT, now, guards: {}, events });
    }
    await happens({ type: 'account.blocked' });
    const page = await on.world.auth.events({ tenant: TENANT, after: end, type: 'account.blocked' });
    expect(page.events.map(({ id }) => id)).toEqual(['e0']);
    expect(await on.world.auth.events({ tenant: TENANT, after: end, limit: 1_000 })).toMatchObject({
      events: { length: 1_000 },
    });
  });

  it.each<[string, object]>([
    ['after', { after: 'x' }],
    ['after', { after: '' }],
    ['after', { after: 7 }],
    ['from', { from: 'yesterday' }],
    ['from', { from: Number.NaN }],
    ['to', { to: new Date('no date') }],
    ['to', { to: 9e15 }],
    ['limit', { limit: 0 }],
    ['limit', { limit: 1_001 }],
    ['limit', { limit: '5' }],
    ['type', { type: 'account.blokked' }],
    ['type', { type: ['account.blocked', 7] }],
    ['type', { type: Array.from({ length: 101 }, () => 'account.blocked') }],
    ['type', { type: 'toString' }],
    ['by', { by: 'ada' }],
    ['by', { by: { kind: 'person' } }],
    ['by', { by: { kind: 'host', id: 7 } }],
    ['by', { by: { accountId: 7 } }],
    ['of', { of: 'ada' }],
    ['of', { of: null }],
    ['of', { of: {} }],
    ['account', { account: 'a' }],
  ])('X33 names the member %s that is malformed: %j', async (member, query) => {
    await expect(on.world.auth.events({ tenant: TENANT, ...query } as Query)).rejects.toThrow(TypeError);
    await expect(on.world.auth.events({ tenant: TENANT, ...query } as Query)).rejects.toThrow(`'${member}'`);
  });

  it('X33 a cursor of another tenant is refused, because it would pass events that were never read', async () => {
    await expect(on.world.auth.events({ tenant: 'globex', after: end })).rejects.toThrow("'after'");
    const other = await on.world.auth.events({ tenant: 'globex' });
    expect(other.events).toEqual([]);
    await expect(on.world.auth.events({ tenant: TENANT, after: other.next })).rejects.toThrow("'after'");
    await expect(on.world.auth.events({ tenant: ' ' })).rejects.toMatchObject({ code: 'bad-tenant' });
  });

  it('X33 an administrator reads the same stream, and a cursor of the other order is malformed', async () => {
    await happens({ actor: { kind: 'host', id: 'hr' } }, { actor: 'system' });
    const { audit } = on.world.auth;
    const ids = (page: object) => ('events' in page ? (page.events as EventRecord[]).map(({ id }) => id) : page);
    expect(ids(await audit.stream(TENANT, { cursor: end }))).toEqual(['e0', 'e1']);
    expect(ids(await audit.stream(TENANT, { cursor: end, actor: 'host:hr' }))).toEqual(['e0']);
    expect(ids(await audit.stream(TENANT, { cursor: end, actor: 'host' }))).toEqual([]);
    expect(ids(await audit.events(TENANT, { actor: 'system', type: ['session.revoked', 'x'] }))).toEqual(['e1']);
    expect(await audit.stream(TENANT, { cursor: 'x' })).toEqual({
      refused: 'malformed-input',
      errors: [{ path: 'cursor', message: expect.any(String) }],
    });
  });
});
