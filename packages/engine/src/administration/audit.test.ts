import { instant } from '@sallyport/core';
import type { AccountId, AccountRecord, AuditPage, EventRecord } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, TENANT } from '../embedded.test-support.ts';
import {
  ARMED,
  BEN,
  given,
  guesses,
  type Office,
  office,
  recordOf,
  signsIn,
  somebody,
  viewOf,
} from './office.test-support.ts';

const QUARTER = 15 * 60_000;
const DAY = 24 * 60 * 60_000;

describe('the accounts that an administrator sees', () => {
  it('W4 come fifty at a time, each as it is seen alone, with its own lock', async () => {
    const { world, ben, root } = await office();
    const { people } = world.auth;
    await signsIn(world, BEN);
    await guesses(world, ben, { at: 'totp' });
    const { accounts, counts, next } = await people.list({ tenant: TENANT });
    expect(next).toBeUndefined();
    const nobody = { mustEnroll: 0, noWayIn: 0, blocked: 0, invited: 0, invitationOpen: 0, invitationOver: 0 };
    expect(counts).toEqual({ ...nobody, all: 2, meets: 2, locked: 1 });
    const [alone, other] = [
      await people.find({ tenant: TENANT, accountId: ben }),
      await people.find({ tenant: TENANT, accountId: root.accountId }),
    ];
    expect(alone).toEqual({ ...viewOf(ben, BEN), status: 'locked', until: world.now + QUARTER, sessions: 1 });
    expect(other).toMatchObject({ status: 'active', sessions: 1 });
    expect(accounts.map(({ accountId, status }) => ({ accountId, status }))).toEqual(
      [ben, root.accountId].sort().map((accountId) => ({ accountId, status: accountId === ben ? 'locked' : 'active' })),
    );
    const found = await people.list({ tenant: TENANT, query: 'BEN@' });
    expect(found).toEqual({ accounts: accounts.filter(({ accountId }) => accountId === ben), counts });
    expect(await people.list({ tenant: TENANT, query: 'nobody' })).toEqual({ accounts: [], counts });
    expect(await people.find({ tenant: TENANT, accountId: 'nobody' })).toBeUndefined();
  });

  it('W4 go on where the page before ended', async () => {
    const { world } = await office();
    const { people } = world.auth;
    const now = instant(world.now);
    for (let place = 0; place < 49; place++) {
      const id = `z${place}` as AccountId;
      const account: AccountRecord = {
        ...{ schema: 1, tenant: TENANT, id, version: 1, epoch: 1, createdAt: now, identifiers: [id] },
        ...{ userHandle: id, roles: [], passkeys: [] },
      };
      await world.store.commit({ tenant: TENANT, now, guards: {}, account, events: [] });
    }
    const first = await people.list({ tenant: TENANT });
    expect(first.accounts).toHaveLength(50);
    const rest = await people.list({ tenant: TENANT, cursor: first.next ?? '' });
    expect(rest.accounts).toHaveLength(1);
    expect(rest.next).toBeUndefined();
    const ids = [...first.accounts, ...rest.accounts].map(({ accountId }) => accountId);
    expect(new Set(ids).size).toBe(51);
  });

  it('W4 X11 have as many sessions as are of their present epoch', async () => {
    const { world, ben } = await office();
    await signsIn(world, BEN);
    await signsIn(world, BEN);
    expect(await world.auth.people.find({ tenant: TENANT, accountId: ben })).toMatchObject({ sessions: 2 });
    await given(world, ben, { epoch: (await recordOf(world, ben)).epoch + 1, emergency: true, methods: ['password'] });
    expect(await world.auth.people.find({ tenant: TENANT, accountId: ben })).toEqual({
      ...viewOf(ben, BEN),
      ...{ sessions: 0, emergency: true, methods: ['password'] },
    });
  });
});

describe('the action log', () => {
  /** So many events of somebody, the newest first. */
  async function happened({ world, ben }: Office, times: number): Promise<EventRecord[]> {
    const events: EventRecord[] = Array.from({ length: times }, (_, place) => ({
      ...{ tenant: TENANT, id: `e${place}`, at: instant(world.now + place), type: 'session.revoked', actor: 'system' },
      ...{ accountId: ben, recipients: { addresses: [BEN], identifiers: [BEN] } },
    }));
    await world.store.commit({ tenant: TENANT, now: instant(world.now), guards: {}, events });
    return events.reverse();
  }

  it('X18 is told newest first, fifty at a time, without the tenant and whom to tell', async () => {
    const on = await office();
    const { audit } = on.world.auth;
    const events = (await happened(on, 51)).map(({ tenant: _, recipients: __, ...event }) => event);
    const filter = { account: on.ben, type: 'session.revoked' };
    const first = await audit.events(TENANT, filter);
    expect(first.events).toStrictEqual(events.slice(0, 50));
    const names = { [on.ben]: BEN };
    const rest = await audit.events(TENANT, { ...filter, cursor: first.next ?? '' });
    expect(rest).toEqual({ events: events.slice(50), names });
    expect((await audit.events(TENANT, { ...filter, limit: 51 })).events).toHaveLength(51);
    for (const limit of [0, -1, 1.5, 1_001])
      await expect(audit.events(TENANT, { ...filter, limit })).rejects.toThrow(
        "'limit' is a whole number from 1 to 1000",
      );
    on.world.now += 51;
    const pages: AuditPage[] = [];
    for await (const page of audit.pages(TENANT, { ...filter, order: 'oldest-first' })) pages.push(page);
    expect(pages.flatMap((page) => page.events)).toStrictEqual(events.toReversed());
    expect(pages[0]?.names).toEqual(names);
  });

  it('X18 W4 of a table ends at the moment of its first page, however slowly somebody reads', async () => {
    const on = await office();
    await happened(on, 3);
    on.world.now += 3;
    const asked = { type: 'session.revoked', order: 'oldest-first' } as const;
    const read: string[] = [];
    for await (const page of on.world.auth.audit.pages(TENANT, asked)) {
      read.push(...page.events.map(({ id }) => id));
      const now = instant(++on.world.now);
      const late = { tenant: TENANT, id: `late-${now}`, at: now, type: 'session.revoked', accountId: on.ben } as const;
      await on.world.store.commit({ tenant: TENANT, now, guards: {}, events: [late] });
    }
    expect(read).toEqual(['e0', 'e1', 'e2']);
  });

  it('X33 names owners, authors and setters of the page, and nobody who is deleted', async () => {
    const { world, ben, root } = await office();
    const { people, audit } = world.auth;
    const [cleo, dora] = [await somebody(world, 'cleo'), await somebody(world, 'dora')];
    const now = instant(world.now);
    const event = { ...{ tenant: TENANT, id: 'e1', at: now }, type: 'factor.enrolled', accountId: ben } as const;
    const setUpBy = `${cleo} ${dora} provider:corp`;
    await world.store.commit({ tenant: TENANT, now, guards: {}, events: [{ ...event, detail: { setUpBy } }] });
    await people.block({ accountId: ben }, { reason: 'left', by: root });
    await people.delete({ accountId: dora }, { by: hostCode('hr') });
    const { names } = await audit.events(TENANT, { account: ben });
    expect(names).toEqual({ [ben]: BEN, [root.accountId]: 'root@example.org', [cleo]: 'cleo@example.org' });
    const ofDora = await audit.stream(TENANT, { account: dora });
    expect(ofDora).toMatchObject({ names: {} });
  });

  it('X33 shows the pseudonym of the log for a deleted author of a policy', async () => {
    const { world } = await office();
    const { people, audit, policy } = world.auth;
    const dora = await somebody(world, 'dora');
    const [now, known] = [instant(world.now), await world.store.readPolicy(TENANT)];
    if (known === undefined) throw new Error('no policy is stored');
    const next = { ...known, version: known.version + 1, changedBy: dora, changedAt: now };
    await world.store.commit({ tenant: TENANT, now, guards: { policy: known.version }, policy: next, events: [] });
    expect((await policy.versions(TENANT)).versions[0]).toMatchObject({ changedBy: dora });
    await people.delete({ accountId: dora }, { by: hostCode('hr') });
    const { events } = await audit.events(TENANT, { type: 'account.deleted' });
    const pseudonym = events[0]?.accountId;
    expect(pseudonym).not.toBe(dora);
    expect((await policy.versions(TENANT)).versions[0]).toMatchObject({ changedBy: pseudonym });
    expect(await policy.current(TENANT)).toMatchObject({ changedBy: pseudonym });
  });

  it('X33 counts by the hour what its filters list', async () => {
    const on = await office();
    await happened(on, 3);
    const hour = Math.floor(on.world.now / 3_600_000) * 3_600_000;
    const { audit } = on.world.auth;
    const filter = { account: on.ben, type: 'session.revoked' };
    expect(await audit.hours(TENANT, filter)).toEqual([{ hour, count: 3, failed: 0 }]);
    expect(await audit.hours(TENANT, { ...filter, actor: 'host' })).toEqual([]);
  });

  it('X18 is told of one account, of one type, or of everything', async () => {
    const on = await office();
    const { world, ben, root } = on;
    const { people, audit } = world.auth;
    await people.block({ accountId: ben }, { reason: 'left', by: root });
    const types = async (filter: { account?: string; type?: string }) =>
      (await audit.events(TENANT, filter)).events.map(({ type, accountId }) => [type, accountId]);
    const blocked = ['account.blocked', ben];
    const created = ['account.created', ben];
    expect(await types({ account: ben })).toEqual([blocked, created]);
    expect(await types({ type: 'account.blocked' })).toEqual([blocked]);
    expect(await types({ account: root.accountId, type: 'account.blocked' })).toEqual([]);
    expect((await types({})).slice(0, 2)).toEqual([blocked, created]);
    expect((await types({})).map(([type]) => type)).toContain('policy.changed');
  });
});

describe('the security view', () => {
  it('P17 P19 has who is locked, blocked or short of a mandate, the failures of a day, and the version in force', async () => {
    const { world, ben, root } = await office();
    const { auth } = world;
    expect(await auth.audit.security(TENANT)).toEqual({
      ...{ locked: [], blocked: [], failuresByHour: [], mandatesUnmet: [], policyVersion: 1 },
    });
    await guesses(world, ben, { at: 'password' });
    await guesses(world, ben, { at: 'totp', times: 9 });
    await guesses(world, ben, { at: 'mail:recovery' });
    const until = world.now + QUARTER;
    world.now += 60_000;
    await guesses(world, ben, { at: 'backup-code' });
    await auth.people.block({ accountId: ben }, { reason: 'left', by: root });
    const cleo = await somebody(world, 'cleo', ['treasurer']);
    await given(world, root.accountId, { totp: ARMED.totp });
    const roles = { treasurer: { requiredStrength: 'enhanced' } } as const;
    await auth.policy.set(
      TENANT,
      { administrators: ADMINISTRATORS, requiredStrength: 'single', roles },
      { ifVersion: 1, by: hostCode('host') },
    );
    const shared = { accountId: ben, identifier: BEN };
    const seen = await auth.audit.security(TENANT);
    expect(seen).toEqual({
      locked: [
        { ...shared, authenticator: 'password', until },
        { ...shared, authenticator: 'backup-code', until: until + 60_000 },
      ],
      blocked: [{ ...shared, since: world.now, by: root.accountId, reason: 'left' }],
      failuresByHour: [],
      mandatesUnmet: [{ accountId: cleo, identifier: 'cleo@example.org', because: expect.any(Array) }],
      policyVersion: 2,
    });
    expect(seen.mandatesUnmet[0]?.because).toContainEqual(
      expect.objectContaining({
        code: 'strength-required',
        message: expect.stringContaining("the strength 'enhanced'"),
      }),
    );
    world.now = until;
    expect((await auth.audit.security(TENANT)).locked).toMatchObject([{ authenticator: 'backup-code' }]);
  });

  it('P19 reads only the accounts that it lists, and says how many accounts wait to be judged', async () => {
    const { world, beforeEvery, ben, root } = await office();
    const now = instant(world.now);
    for (let place = 0; place < 1_100; place++) {
      const id = `z${place}` as AccountId;
      const account: AccountRecord = {
        ...{ schema: 1, tenant: TENANT, id, version: 1, epoch: 1, createdAt: now, identifiers: [id] },
        ...{ userHandle: id, roles: [], passkeys: [] },
      };
      await world.store.commit({ tenant: TENANT, now, guards: {}, account, events: [] });
    }
    await world.auth.people.block({ accountId: ben }, { reason: 'left', by: root });
    beforeEvery('listAccounts', () => expect.unreachable('reads every account'));
    const first = await world.auth.audit.security(TENANT);
    expect(first).toMatchObject({ pending: 100, blocked: [{ accountId: ben }] });
    expect(first.mandatesUnmet).toHaveLength(1_000);
    const { pending, more, mandatesUnmet } = await world.auth.audit.security(TENANT);
    expect(pending).toBeUndefined();
    expect(more).toEqual({ locked: 0, blocked: 0, mandatesUnmet: 100 });
    const ids = mandatesUnmet.map(({ accountId }) => accountId);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids).toHaveLength(1_000);
  });

  it('P17 counts the failures of the last day, by the hour', async () => {
    const { world } = await office();
    const { auth, store } = world;
    const hour = Math.floor(world.now / 3_600_000) * 3_600_000;
    for (const at of [hour, hour + 1, hour + 3_600_000]) {
      const now = instant(at);
      await store.commit({ tenant: TENANT, now, guards: {}, countUnknownFailure: true, events: [] });
    }
    const seen = async () => (await auth.audit.security(TENANT)).failuresByHour;
    world.now = hour + 3_600_000;
    const both = [
      { hour, count: 2 },
      { hour: hour + 3_600_000, count: 1 },
    ];
    expect(await seen()).toEqual(both);
    world.now = hour + DAY;
    expect(await seen()).toEqual(both);
    world.now = hour + DAY + 3_600_000;
    expect(await seen()).toEqual(both.slice(1));
  });

  it('P3 names who has no identifier by their id, and counts whom an administrator vouched for as able', async () => {
    const { world, ben } = await office({
      policy: { requiredStrength: 'single', enrollment: { firstFactor: 'vouched' } },
    });
    const { auth } = world;
    await guesses(world, ben, { at: 'password' });
    const roles = { treasurer: { requiredStrength: 'enhanced' } } as const;
    await auth.policy.set(
      TENANT,
      { requiredStrength: 'single', roles, enrollment: { firstFactor: 'vouched' } },
      { ifVersion: 1, by: hostCode('host') },
    );
    await given(world, ben, { identifiers: [], roles: ['treasurer'] });
    const { locked, mandatesUnmet } = await auth.audit.security(TENANT);
    expect(locked).toMatchObject([{ accountId: ben, identifier: ben }]);
    expect(mandatesUnmet).toMatchObject([{ accountId: ben, identifier: ben }]);
    await auth.people.vouch({ accountId: ben }, { by: hostCode('host') });
    const vouched = (await auth.audit.security(TENANT)).mandatesUnmet;
    expect(vouched).toHaveLength(1);
    expect(vouched[0]?.because).not.toEqual(mandatesUnmet[0]?.because);
  });
});
