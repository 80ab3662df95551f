import { instant } from '@sallyport/core';
import {
  type AccountId,
  type ExposureItem,
  hostCode,
  isRefusal,
  type PersonView,
  type Refusal,
} from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, GONE, TENANT } from '../embedded.test-support.ts';
import {
  actOnBen,
  BEN,
  given,
  guardsOfRoot,
  type Office,
  office,
  recordOf,
  signsIn,
  somebody,
  viewOf,
} from './office.test-support.ts';

const REASON = 'a lost laptop';
const REACH: ExposureItem = { id: 'crm', label: 'Customers', access: 'write' };
const HOST = { kind: 'host', id: 'console' } as const;

type Answer = Promise<PersonView | Refusal>;

/** The same acts by an administrator and by host code. */
const ACTORS = [
  [
    'an administrator',
    {
      actor: ({ root }: Office) => root.accountId,
      name: ({ root }: Office) => root.accountId as string,
      guards: guardsOfRoot,
      block: ({ world, root }: Office, id: AccountId, reason = REASON): Answer =>
        world.auth.people.block({ accountId: id }, { reason, by: root }),
      unblock: ({ world, root }: Office, id: AccountId): Answer =>
        world.auth.people.unblock({ accountId: id }, { by: root }),
    },
  ],
  [
    'host code',
    {
      actor: () => HOST,
      name: () => 'host:console',
      guards: async () => ({}),
      block: ({ world }: Office, id: AccountId, reason = REASON): Answer =>
        world.auth.people.block({ accountId: id }, { reason, by: hostCode('console') }),
      unblock: ({ world }: Office, id: AccountId): Answer =>
        world.auth.people.unblock({ accountId: id }, { by: hostCode('console') }),
    },
  ],
] as const;

describe.each(ACTORS)('a block by %s', (_, { actor, name, guards, block, unblock }) => {
  it('X18 X25 has a reason that can be read', async () => {
    const on = await office();
    for (const reason of ['', ' ', '\n', '\u200b', '\u202e'])
      expect(await block(on, on.ben, reason)).toMatchObject({ refused: 'malformed-input' });
    expect(on.commits).toEqual([]);
  });

  it('P18 P19 ends every session and forgets every device, is told with its reason, and records what the account had access to', async () => {
    const items = [{ ...REACH, lastUsedAt: instant(7) }, REACH];
    const asked: unknown[] = [];
    const on = await office({
      exposure: (...about) => {
        asked.push(about);
        return items;
      },
    });
    const { world, ben, commits } = on;
    const client = await signsIn(world, BEN);
    const before = await given(world, ben, { externalId: 'user-7' });
    world.now += 1_000;
    const at = instant(world.now);
    const answer = await block(on, ben);
    const isHost = actor(on) === HOST;
    expect(answer).toEqual({
      ...viewOf(ben, BEN),
      ...{ externalId: 'user-7', status: 'blocked', blockedReason: REASON, blockedSince: at },
    });
    expect(asked).toEqual([[ben, TENANT, 'user-7']]);
    const recorded = {
      at,
      by: name(on),
      reason: REASON,
      exposure: { asOf: at, items },
      fromAbove: isHost ? undefined : true,
    };
    expect(commits.at(-1)).toEqual({
      ...{ tenant: TENANT, now: at, keysStay: true },
      account: { ...before, version: before.version + 1, epoch: before.epoch + 1, epochSince: at, block: recorded },
      guards: { policy: 1, ...(await guards(on)), account: { id: ben, version: before.version } },
      ...{ endSessions: { accountId: ben }, forgetDevices: { accountId: ben } },
      events: [actOnBen(on, 'account.blocked', actor(on), { detail: { reason: REASON } })],
    });
    await expect(client.session()).rejects.toThrow('no-session');
  });

  it('P18 of an account that is blocked leaves the block that is there, and writes nothing', async () => {
    const items = [[REACH], []];
    const on = await office({ exposure: () => items.shift() ?? [] });
    const { world, ben, commits } = on;
    await block(on, ben);
    const record = await recordOf(world, ben);
    world.now += 1_000;
    expect(await block(on, ben, 'another reason')).toMatchObject({ status: 'blocked', blockedReason: REASON });
    expect(await recordOf(world, ben)).toEqual(record);
    expect(commits).toHaveLength(1);
  });

  it('P18 is lifted, with one event; what it ended stays ended', async () => {
    const on = await office();
    const { world, ben, commits } = on;
    await block(on, ben);
    const { block: _, ...rest } = await recordOf(world, ben);
    expect(await unblock(on, ben)).toEqual(viewOf(ben, BEN));
    const dormancy = { since: instant(world.now) };
    expect(await recordOf(world, ben)).toEqual({ ...rest, dormancy, version: rest.version + 1 });
    expect(commits.at(-1)).toEqual({
      ...{ tenant: TENANT, now: instant(world.now), keysStay: true },
      account: await recordOf(world, ben),
      guards: { policy: 1, ...(await guards(on)), account: { id: ben, version: rest.version } },
      events: [actOnBen(on, 'account.unblocked', actor(on))],
    });
  });

  it('P18 is lifted where there is none, and nothing is written: a link on its way to the owner stays good', async () => {
    const on = await office();
    const { world, ben, commits } = on;
    await world.auth.recovery.begin(new Client(world).caller, { identifier: BEN });
    await world.auth.runBackgroundWork();
    const before = await recordOf(world, ben);
    expect(before.recovery).toBeDefined();
    commits.length = 0;
    expect(await unblock(on, ben)).toEqual(viewOf(ben, BEN));
    expect(await recordOf(world, ben)).toEqual(before);
    expect(commits).toEqual([]);
  });

  it('P18 W4 is refused for nobody, and for the last administrator', async () => {
    const { on, asked } = await officeThatTells();
    const { root, commits } = on;
    expect(await block(on, GONE)).toEqual({ refused: 'not-found' });
    expect(await unblock(on, GONE)).toEqual({ refused: 'not-found' });
    expect(asked).toEqual([]);
    expect(await block(on, root.accountId)).toEqual({ refused: 'policy-strands-administrators' });
    expect(commits).toEqual([]);
  });
});

/** The host tells that an account has access to nothing, and notes which accounts it is asked for. */
async function officeThatTells() {
  const asked: AccountId[] = [];
  const exposure = (id: AccountId) => {
    asked.push(id);
    return [];
  };
  return { on: await office({ exposure }), asked };
}

describe('what an account has access to', () => {
  const exposure = async ({ world }: Office, id: AccountId) =>
    world.auth.people.exposure({ tenant: TENANT, accountId: id });

  it('P19 is what was recorded with the block, and what the host says now for anybody else', async () => {
    const items = [[REACH], [], [{ ...REACH, id: 'now' }]];
    const on = await office({ exposure: () => items.shift() ?? [] });
    const { world, ben, root } = on;
    expect(await exposure(on, GONE)).toEqual({ refused: 'not-found' });
    await world.auth.people.block({ accountId: ben }, { reason: REASON, by: root });
    const asOf = instant(world.now);
    world.now += 1_000;
    expect(await exposure(on, ben)).toEqual({ asOf, items: [REACH] });
    expect(await exposure(on, root.accountId)).toEqual({ asOf: asOf + 1_000, items: [] });
    await world.auth.people.unblock({ accountId: ben }, { by: root });
    expect(await exposure(on, ben)).toEqual({ asOf: asOf + 1_000, items: [{ ...REACH, id: 'now' }] });
  });

  it('P19 is nothing where the host says nothing: no block records it', async () => {
    const on = await office();
    const { world, ben, root } = on;
    expect(await exposure(on, ben)).toEqual({ asOf: world.now, items: [] });
    await world.auth.people.block({ accountId: ben }, { reason: REASON, by: root });
    const { block } = await recordOf(world, ben);
    expect(block).toEqual({ at: world.now, by: root.accountId, reason: REASON, fromAbove: true });
    expect(await exposure(on, ben)).toEqual({ asOf: world.now, items: [] });
    expect(world.logged).toEqual([]);
  });

  it('P19 keeps of each item what is asked for, and nothing that the host says beside it', async () => {
    const told = [
      { ...REACH, secret: 's3cret', lastUsedAt: undefined },
      { ...REACH, lastUsedAt: 0 },
    ];
    const on = await office({ exposure: () => told as readonly ExposureItem[] });
    const found = await exposure(on, on.ben);
    expect(isRefusal(found) || found.items).toStrictEqual([REACH, { ...REACH, lastUsedAt: 0 }]);
  });

  it('P18 P19 is recorded as far as every store keeps it, with a mark where it is cut', async () => {
    const long = { id: 'i'.repeat(257), label: `\0${'l'.repeat(256)}`, access: 'read\ud83d' };
    const told = [long, ...Array.from({ length: 500 }, (_, at) => ({ ...REACH, id: `${at}` }))];
    const on = await office({ exposure: () => told });
    await on.world.auth.people.block({ accountId: on.ben }, { reason: REASON, by: on.root });
    const { items = [] } = (await recordOf(on.world, on.ben)).block?.exposure ?? {};
    expect(items).toHaveLength(500);
    expect(items[0]).toEqual({
      id: `${'i'.repeat(255)}…`,
      label: `\uFFFD${'l'.repeat(254)}…`,
      access: 'read\uFFFD',
    });
    expect(items.slice(-2)).toEqual([
      { ...REACH, id: '497' },
      { id: '…', label: '… (+2)', access: '…' },
    ]);
    const whole = await office({ exposure: () => told.slice(1) });
    expect(await exposure(whole, whole.ben)).toMatchObject({ items: told.slice(1) });
  });

  it.each([
    ['a text', 'everything'],
    ['nothing', null],
    ['a list of another kind', new Uint8Array()],
    ['no item', [null]],
    ['an id that is no text', [{ ...REACH, id: 7 }]],
    ['a label that is no text', [{ ...REACH, label: 7 }]],
    ['an access that is no text', [{ ...REACH, access: 7 }]],
    ['a date that is no number', [{ ...REACH, lastUsedAt: '2031' }]],
    ['a date that is never', [{ ...REACH, lastUsedAt: Number.NaN }]],
    ['a date without end', [REACH, { ...REACH, lastUsedAt: Number.POSITIVE_INFINITY }]],
    ['a date after the last', [{ ...REACH, lastUsedAt: 8.65e15 }]],
    ['no date at all', [{ ...REACH, lastUsedAt: null }]],
  ])('P18 P19 is left out of a block, and the operator told, where the host answers %s', async (_, told) => {
    const on = await office({ exposure: () => told as never });
    const { world, ben, root } = on;
    expect(await world.auth.people.block({ accountId: ben }, { reason: REASON, by: root })).toMatchObject({
      status: 'blocked',
    });
    expect((await recordOf(world, ben)).block).toEqual({
      at: world.now,
      by: root.accountId,
      reason: REASON,
      fromAbove: true,
    });
    expect(world.logged).toEqual([['the host could not say what an account has access to', { accountId: ben }]]);
    expect(await exposure(on, ben)).toEqual({ asOf: world.now, items: [] });
  });
});

describe('a block by a policy administrator', () => {
  it('P18 W4 is ended by a policy administrator alone, and so is one of a people administrator that was made again', async () => {
    const { world, root, ben } = await office();
    const { people } = world.auth;
    await somebody(world, 'pia', ['admin']);
    const pia = await (await signsIn(world, 'pia@example.org')).session();
    expect(isRefusal(await people.block({ accountId: ben }, { reason: REASON, by: pia }))).toBe(false);
    expect(isRefusal(await people.unblock({ accountId: ben }, { by: pia }))).toBe(false);
    expect(isRefusal(await people.block({ accountId: ben }, { reason: REASON, by: pia }))).toBe(false);
    expect(isRefusal(await people.block({ accountId: ben }, { reason: 'More than that', by: root }))).toBe(false);
    expect((await recordOf(world, ben)).block).toMatchObject({ by: pia.accountId, reason: REASON, fromAbove: true });
    const blocks = (await world.store.listEvents(TENANT, { limit: 50 })).items.filter(
      ({ type }) => type === 'account.blocked',
    );
    expect(blocks.map(({ actor }) => actor)).toEqual([root.accountId, pia.accountId, pia.accountId]);
    expect(await people.unblock({ accountId: ben }, { by: pia })).toEqual({ refused: 'not-permitted' });
    expect(await people.delete({ accountId: ben }, { by: pia })).toEqual({ refused: 'not-permitted' });
    expect(isRefusal(await people.block({ accountId: ben }, { reason: REASON, by: pia }))).toBe(false);
    expect((await recordOf(world, ben)).block?.fromAbove).toBe(true);
    expect(isRefusal(await people.unblock({ accountId: ben }, { by: root }))).toBe(false);
    expect((await recordOf(world, ben)).block).toBeUndefined();
  });

  it('P18 W4 is not made again by a people administrator: what a policy administrator gave since stays good', async () => {
    const { world, root, ben, commits } = await office();
    const { people } = world.auth;
    await somebody(world, 'pia', ['admin']);
    const pia = await (await signsIn(world, 'pia@example.org')).session();
    await people.block({ accountId: ben }, { reason: REASON, by: root });
    await people.vouch({ accountId: ben }, { by: root });
    const before = await recordOf(world, ben);
    expect(before.enrollmentCode).toBeDefined();
    commits.length = 0;
    expect(await people.block({ accountId: ben }, { reason: 'Another', by: pia })).toMatchObject({ status: 'blocked' });
    expect(await recordOf(world, ben)).toEqual(before);
    expect(commits).toEqual([]);
    // Who may not block may not do so again either, and learns nothing of the block.
    await somebody(world, 'dora');
    const dora = await (await signsIn(world, 'dora@example.org')).session();
    expect(await people.block({ accountId: ben }, { reason: REASON, by: dora })).toEqual({ refused: 'not-permitted' });
    for (const accountId of [ben, root.accountId])
      expect(await people.unblock({ accountId }, { by: pia })).toEqual({ refused: 'not-permitted' });
  });
});

it('P19 the host is asked what an account has access to for nobody who may not block it', async () => {
  const { on, asked } = await officeThatTells();
  const { world, root, ben } = on;
  const { people } = world.auth;
  for (const [name, roles] of [
    ['pia', ['admin']],
    ['dora', []],
  ] as const)
    await somebody(world, name, roles);
  const pia = await (await signsIn(world, 'pia@example.org')).session();
  const dora = await (await signsIn(world, 'dora@example.org')).session();
  const weak = await (await signsIn(world, 'pia@example.org', ['password'])).session();
  for (const [accountId, by, refused] of [
    [root.accountId, pia, 'not-permitted'],
    [ben, dora, 'not-permitted'],
    [ben, weak, 'insufficient-strength'],
  ] as const)
    expect(await people.block({ accountId }, { reason: REASON, by })).toMatchObject({ refused });
  expect(asked).toEqual([]);
  await people.block({ accountId: ben }, { reason: REASON, by: pia });
  expect(asked).toEqual([ben]);
});
