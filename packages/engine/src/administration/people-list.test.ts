import { instant } from '@sallyport/core';
import type { AccountId, AccountRecord, PeopleQuery, SallyportOptions } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, TENANT } from '../embedded.test-support.ts';
import { settled, virtualTimer } from '../kernel/virtual-timer.test-support.ts';
import { ARMED, BEN, given, guesses, type Office, office, passkey, signsIn, somebody } from './office.test-support.ts';

const DAY = 24 * 60 * 60_000;
const STRICT: SallyportOptions<string>['policy'] = {
  requiredStrength: 'single',
  administrators: ADMINISTRATORS,
  roles: { strict: { requiredStrength: 'enhanced' }, walled: { methods: ['passkey'] } },
};

/** The administrator, and six people who fare differently. */
async function company(options: Partial<SallyportOptions<string>> = {}) {
  const on = await office({ policy: STRICT, ...options });
  const { world, ben } = on;
  const [strict, walled, armed] = [
    await somebody(world, 'strict', ['strict']),
    await somebody(world, 'walled', ['strict', 'walled']),
    await somebody(world, 'armed', ['strict']),
  ];
  await given(world, armed, ARMED);
  const people = { ben, strict, walled, armed };
  const names = new Map<string, string>([
    [on.root.accountId, 'root'],
    ...Object.entries(people).map(([name, id]) => [id, name] as const),
  ]);
  const list = async (query: PeopleQuery = {}) =>
    (await world.auth.people.list({ tenant: TENANT, ...query })).accounts.map(({ accountId }) => names.get(accountId));
  return { on, people, list };
}

function blocks({ world, root }: Office, id: AccountId) {
  return world.auth.people.block({ accountId: id }, { reason: 'left', by: root });
}

describe('the list of accounts', () => {
  it('W4 counts the whole tenant by how the accounts fare, and finds the accounts of each number', async () => {
    const { on, people, list } = await company();
    await guesses(on.world, people.strict, { at: 'password' });
    await blocks(on, people.walled);
    await on.world.auth.people.create({ identifier: 'i', email: 'i@example.org', invite: true, by: hostCode('hr') });
    const page = await on.world.auth.people.list({ tenant: TENANT, query: 'no such name' });
    expect(page.accounts).toEqual([]);
    expect(page.counts).toEqual({
      ...{ all: 6, meets: 3, mustEnroll: 2, noWayIn: 1, locked: 1, blocked: 1 },
      ...{ invited: 1, invitationOpen: 1, invitationOver: 0 },
    });
    const found = async (query: PeopleQuery) => (await list(query)).sort();
    expect(await found({ state: 'noWayIn' })).toEqual(['walled']);
    expect(await found({ state: 'mustEnroll' })).toEqual(['strict', undefined]);
    expect(await found({ state: 'meets' })).toEqual(['armed', 'ben', 'root']);
    expect(await found({ state: 'locked' })).toEqual(['strict']);
    expect(await found({ state: 'blocked' })).toEqual(['walled']);
    expect(await found({ state: 'invited' })).toEqual([undefined]);
    const { accounts } = await on.world.auth.people.list({ tenant: TENANT });
    expect(accounts.filter(({ invited }) => invited).map(({ identifiers }) => identifiers)).toEqual([['i']]);
    expect(await found({ role: 'strict', state: 'all' })).toEqual(['armed', 'strict', 'walled']);
    expect(await found({ role: '' })).toEqual(['ben', undefined]);
    expect(await found({ factor: 'passkey' })).toEqual(['armed']);
    expect(await found({ factor: 'email-code', query: 'ARMED@' })).toEqual(['armed']);
    expect(await found({ role: 'nobody' })).toEqual([]);
    for (const { factor, count } of (await on.world.auth.audit.overview(TENANT)).byStrongestFactor)
      expect((await on.world.auth.people.list({ strongest: factor })).accounts).toHaveLength(count);
    const bare = await somebody(on.world, 'bare');
    await given(on.world, bare, { password: undefined, email: undefined });
    const { byStrongestFactor } = await on.world.auth.audit.overview(TENANT);
    expect(byStrongestFactor).toContainEqual({ factor: 'none', count: 1 });
    expect((await on.world.auth.people.list({ strongest: 'none' })).accounts).toMatchObject([
      { accountId: bare, factors: [] },
    ]);
  });

  it('W4 shows of each account how it fares, its factors from the strongest on, and its last sign-in', async () => {
    const { on, people } = await company({
      displayNames: async (ids) => ({ [ids[0] ?? '']: 'Ann', [people.ben]: '' }),
    });
    const { world } = on;
    world.now += DAY;
    const before = (await world.store.readAccount(TENANT, people.ben))?.version;
    await signsIn(world, BEN);
    const list = async (query: string) => (await world.auth.people.list({ tenant: TENANT, query })).accounts;
    expect(await list('armed@')).toEqual([
      {
        ...{ accountId: people.armed, externalId: undefined, identifiers: ['armed@example.org'], displayName: 'Ann' },
        ...{ createdAt: expect.any(Number), roles: ['strict'], status: 'active', meets: true, group: 'meets' },
        ...{ factors: ['passkey', 'totp', 'email-code', 'password', 'backup-code'], sessions: 0 },
      },
    ]);
    expect(await list(BEN)).toMatchObject([
      { lastSignInAt: world.now, sessions: 1, factors: ['email-code', 'password'] },
    ]);
    expect((await world.store.readAccount(TENANT, people.ben))?.version).toBe(before);
  });

  it('W4 goes on without names if the host does not say them', async () => {
    const timer = virtualTimer();
    const silent = new Promise<never>(() => undefined);
    for (const displayNames of [() => Promise.reject(new Error('down')), () => silent, () => 'Ann' as never]) {
      const { list } = await company({ displayNames, timer });
      const asked = list();
      await settled();
      await timer.pass(2_000);
      expect(await asked).toHaveLength(5);
    }
  });

  it('W4 has a display name from the creation, and finds the account by it', async () => {
    const { world, root } = await office();
    await world.auth.people.create({ identifier: 'eva', displayName: 'Éva Brandt', by: root });
    for (const query of ['éVA b', 'brandt éva', 'Brandt EVA'])
      expect((await world.auth.people.list({ tenant: TENANT, query })).accounts).toMatchObject([
        { identifiers: ['eva'], displayName: 'Éva Brandt' },
      ]);
  });

  it('W4 comes in the asked order, page by page, while accounts come and go', async () => {
    const { world } = await office();
    const { list } = world.auth.people;
    const now = instant(world.now);
    const ids = Array.from(
      { length: 120 },
      (_, place) => `z${String((place * 37) % 120).padStart(3, '0')}` as AccountId,
    );
    for (const [place, id] of ids.entries()) {
      const account: AccountRecord = {
        ...{ schema: 1, tenant: TENANT, id, version: 1, epoch: 1, createdAt: instant(now - place * DAY) },
        ...{ identifiers: [`${place % 7}-${id}`], userHandle: id, roles: ['many'], passkeys: [] },
      };
      await world.store.commit({ tenant: TENANT, now, guards: {}, account, events: [] });
    }
    for (const sort of ['identifier', '-createdAt', '-lastSignInAt', undefined] as const) {
      const shown: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list({ role: 'many', sort, cursor });
        shown.push(...page.accounts.map(({ accountId }) => accountId));
        cursor = page.next;
        await somebody(world, `new${sort ?? 'id'}${shown.length}`);
      } while (cursor !== undefined);
      const byPlace = (id: string) => ids.indexOf(id as AccountId);
      const sorted = ids.toSorted((a, b) => {
        if (sort === 'identifier') return (byPlace(a) % 7) - (byPlace(b) % 7) || (a < b ? -1 : 1);
        return sort === '-createdAt' ? byPlace(a) - byPlace(b) : a < b ? -1 : 1;
      });
      expect(shown, sort).toEqual(sorted);
    }
  });

  it('X7 refuse a cursor that no page of the list in this order had', async () => {
    const { world } = await office();
    for (let place = 0; place < 51; place++) await somebody(world, `person${place}`);
    const list = (asked: PeopleQuery) => world.auth.people.list({ tenant: TENANT, ...asked });
    const { next = '' } = await list({ sort: 'identifier' });
    expect((await list({ sort: 'identifier', cursor: next })).accounts.length).toBeGreaterThan(0);
    const fault = {
      code: 'malformed-query',
      errors: [{ path: 'cursor', message: 'is not the `next` of a page of this list' }],
    };
    for (const cursor of ['', 'x', 'a0049', 'bnVsbA', next.slice(1), `${next}x`])
      await expect(list({ sort: 'identifier', cursor }), cursor).rejects.toMatchObject(fault);
    for (const sort of ['-createdAt', '-lastSignInAt', undefined] as const)
      await expect(list({ sort, cursor: next }), sort).rejects.toMatchObject(fault);
    await expect(world.auth.audit.events(TENANT, { cursor: next })).rejects.toMatchObject(fault);
  });
});

describe('the counts', () => {
  it('W4 W5 follow every change of an account and of the policy', async () => {
    const { on, people } = await company();
    const { people: acts, policy } = on.world.auth;
    const counts = async () => (await acts.list({ tenant: TENANT })).counts;
    expect(await counts()).toMatchObject({ all: 5, meets: 3, mustEnroll: 1, noWayIn: 1 });
    const profile = { policy: expect.any(Number), text: expect.stringContaining('"meets",["reader","strict"]') };
    const written: unknown[] = [];
    on.beforeEvery('commit', ({ profile: told }) => written.push(told));
    await acts.setRoles({ accountId: people.armed }, { roles: ['strict', 'reader'], by: on.root });
    expect(written).toEqual([profile]);
    await acts.setRoles({ accountId: people.strict }, { roles: [], by: on.root });
    expect(await counts()).toMatchObject({ meets: 4, mustEnroll: 0 });
    const strict = { ...STRICT, requiredStrength: 'enhanced' };
    expect(await policy.set(TENANT, strict, { ifVersion: 1, by: hostCode('host') })).toMatchObject({ version: 2 });
    expect(await counts()).toMatchObject({ all: 5, meets: 1, mustEnroll: 3, noWayIn: 1 });
    await acts.delete({ accountId: people.walled }, { by: hostCode('host') });
    expect(await counts()).toMatchObject({ all: 4, noWayIn: 0 });
  });

  it('W4 say how many accounts wait to be judged, and are exact as soon as none does', async () => {
    const { world } = await office();
    const now = instant(world.now);
    for (let place = 0; place < 2_100; place++) {
      const id = `z${place}` as AccountId;
      const account: AccountRecord = {
        ...{ schema: 1, tenant: TENANT, id, version: 1, epoch: 1, createdAt: now, identifiers: [id] },
        ...{ userHandle: id, roles: [], passkeys: [] },
      };
      await world.store.commit({ tenant: TENANT, now, guards: {}, account, events: [] });
    }
    const { list } = world.auth.people;
    expect(await list({ tenant: TENANT })).toMatchObject({ pending: 1_100, counts: { all: 1_002, noWayIn: 1_000 } });
    expect((await world.auth.audit.risks(TENANT)).pending).toBe(100);
    const { counts, pending } = await list({ tenant: TENANT });
    expect(counts).toMatchObject({ all: 2_102, meets: 2, noWayIn: 2_100 });
    expect(pending).toBeUndefined();
    expect((await world.auth.audit.risks(TENANT)).pending).toBeUndefined();
  });

  it('W4 of the days before are kept', async () => {
    const { on } = await company();
    const { world } = on;
    const meets = async () => (await world.auth.audit.overview(TENANT)).days.map((day) => day.meets).slice(-3);
    expect(await meets()).toEqual([0, 0, 3]);
    await somebody(world, 'another');
    expect(await meets()).toEqual([0, 0, 4]);
    world.now += DAY;
    await somebody(world, 'a-third');
    expect(await meets()).toEqual([0, 4, 5]);
    world.now += 2 * DAY;
    expect(await meets()).toEqual([5, undefined, 5]);
  });
});

describe('the risks', () => {
  it('W4 are found with their accounts, the gravest first, and listed by their code', async () => {
    const { on, people, list } = await company();
    const { world } = on;
    await signsIn(world, BEN);
    await blocks(on, people.walled);
    world.now += 91 * DAY;
    await given(world, people.armed, { passkeys: [passkey('k1')], totp: undefined, backupCodes: undefined });
    await guesses(world, people.strict, { at: 'password' });
    const { risks } = await world.auth.audit.risks(TENANT);
    const found = Object.fromEntries(
      risks.map(({ code, accounts }) => [code, accounts.map(({ identifier }) => identifier.split('@')[0])]),
    );
    expect(found).toMatchObject({
      attacked: ['strict'],
      'administrator-without-strong-factor': ['root'],
      'one-passkey-only': ['armed'],
      'no-backup-codes': ['armed'],
    });
    expect(found['dormant']?.sort()).toEqual(['ben', 'root']);
    expect(found['never-signed-in']?.sort()).toEqual(['armed', 'strict']);
    expect(risks.map(({ severity }) => severity)).toEqual(
      risks.map(({ severity }) => severity).toSorted((a, b) => RANK.indexOf(a) - RANK.indexOf(b)),
    );
    for (const { code, count, accounts } of risks) {
      if (code === 'policy-finding') continue;
      expect(accounts).toHaveLength(count);
      expect((await list({ risk: code })).length, code).toBe(count);
    }
  });

  it('N4 name what the analysis finds in the policy', async () => {
    const { on } = await company({ policy: { ...STRICT, roles: { shut: { methods: ['passkey'] } } } });
    const findings = (await on.world.auth.audit.risks(TENANT)).risks.filter(({ code }) => code === 'policy-finding');
    expect(findings).toContainEqual(expect.objectContaining({ severity: 'warning', count: 1, accounts: [] }));
  });
});

const RANK = ['error', 'warning', 'info'];

describe('the overview', () => {
  it('W4 tells if roles come from the host, so that no page offers to give roles', async () => {
    const overview = async (more: Parameters<typeof company>[0]) =>
      (await company(more)).on.world.auth.audit.overview(TENANT);
    expect((await overview({})).rolesFromHost).toBeUndefined();
    expect((await overview({ resolveSubject: () => ['super-admin'] })).rolesFromHost).toBe(true);
  });

  it('W4 counts by role and by strongest factor, tells of the days, and shows what administrators changed', async () => {
    const { on, people } = await company();
    const { world } = on;
    await signsIn(world, BEN);
    expect((await world.auth.audit.overview(TENANT)).attention[0]).toMatchObject({ code: 'noWayIn', count: 1 });
    await blocks(on, people.walled);
    const seen = await world.auth.audit.overview(TENANT);
    expect(seen).toMatchObject({ accounts: 5, meets: 3, mustEnroll: 1, noWayIn: 1, blocked: 1 });
    expect(seen.byRole).toContainEqual({ role: 'strict', meets: 1, mustEnroll: 1, noWayIn: 1 });
    expect(seen.byRole).toContainEqual({ role: 'walled', meets: 0, mustEnroll: 0, noWayIn: 1 });
    expect(seen.byRole.at(-1)).toEqual({ role: '', meets: 1, mustEnroll: 0, noWayIn: 0 });
    expect(seen.byStrongestFactor).toEqual([
      { factor: 'passkey', count: 1 },
      { factor: 'email-code', count: 4 },
    ]);
    expect(seen.days).toHaveLength(30);
    const start = world.now - (world.now % DAY);
    expect(seen.days.map(({ day }) => day)).toEqual(
      Array.from({ length: 30 }, (_, place) => start - (29 - place) * DAY),
    );
    const { items } = await world.store.listEvents(TENANT, { limit: 100, types: ['sign-in.succeeded'] });
    expect(seen.days.at(-1)).toMatchObject({ meets: 3, succeeded: items.length, failed: 0 });
    expect(seen.attention[0]).toMatchObject({ code: 'administrator-without-strong-factor', count: 1 });
    expect(seen.attention.length).toBeLessThanOrEqual(5);
    const { risks } = await world.auth.audit.risks(TENANT);
    expect(seen.urgent).toBe(risks.filter(({ severity }) => severity === 'error').length);
    expect(seen.urgent).toBeGreaterThan(0);
    expect(seen.changes[0]).toMatchObject({ type: 'account.blocked', actor: on.root.accountId });
  });

  it('W4 shows what administrators changed, although an owner changed the own account hundreds of times since', async () => {
    const { on, people } = await company();
    const { store, auth } = on.world;
    const now = instant(on.world.now);
    await blocks(on, people.walled);
    const renamed = (turn: number) =>
      ({
        tenant: TENANT,
        id: `renamed-${turn}`,
        at: now,
        type: 'account.identifier-changed',
        accountId: people.ben,
        actor: people.ben,
      }) as const;
    const events = Array.from({ length: 300 }, (_, turn) => renamed(turn));
    await store.commit({ tenant: TENANT, now, guards: {}, events });
    const { changes } = await auth.audit.overview(TENANT);
    expect(changes[0]).toMatchObject({ type: 'account.blocked', actor: on.root.accountId });
  });

  it('W4 X22 shows what administrators changed beside the newest imported account, however many were imported', async () => {
    const { on, people } = await company();
    const { auth } = on.world;
    await blocks(on, people.walled);
    const rows = Array.from({ length: 20 }, (_, turn) => ({ identifier: `person-${turn}` }));
    for await (const { outcome } of auth.people.import(rows, { by: hostCode('the move') }))
      expect(outcome).toBe('imported');
    const { changes, together } = await auth.audit.overview(TENANT);
    expect(changes).toContainEqual(expect.objectContaining({ type: 'account.blocked', accountId: people.walled }));
    const imported = changes.filter(({ type }) => type === 'account.imported');
    expect(imported).toHaveLength(1);
    expect(together).toMatchObject([{ id: imported[0]?.id, accounts: 20 }]);
  });

  it('X21 shows among the changes that an invitation was taken back, and sent again', async () => {
    const { on } = await company();
    const { auth } = on.world;
    const kim = { identifier: 'kim', email: 'kim@example.org', invite: true, by: hostCode('hr') };
    await auth.people.create(kim);
    const newest = async (): Promise<string | undefined> => (await auth.audit.overview(TENANT)).changes[0]?.type;
    expect(await newest()).toBe('account.invited');
    await auth.people.withdrawInvitation({ identifier: 'kim' }, { by: hostCode('hr') });
    expect(await newest()).toBe('invitation.withdrawn');
    await auth.people.invite({ identifier: 'kim' }, { by: hostCode('hr') });
    expect(await newest()).toBe('invitation.sent');
  });
});
