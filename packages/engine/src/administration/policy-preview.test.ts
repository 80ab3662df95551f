import { instant, type PolicyInput } from '@sallyport/core';
import {
  type AccountId,
  type AccountRecord,
  type HostCode,
  hostCode,
  isRefusal,
  type Refusal,
  tenantId,
} from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, type Embedded, embedded, TENANT } from '../embedded.test-support.ts';
import { BEN, office, somebody } from './office.test-support.ts';

const FIRST: PolicyInput<string> = { administrators: ADMINISTRATORS, requiredStrength: 'single' };
const ENHANCED: PolicyInput<string> = { requiredStrength: 'enhanced' };

/** So many accounts with a mailbox and a password, whose ids are in this order. */
async function crowd(
  { store, now: at }: Embedded,
  size: number,
  change: Partial<AccountRecord> | ((place: number) => Partial<AccountRecord>) = {},
): Promise<AccountId[]> {
  const now = instant(at);
  const ids = Array.from({ length: size }, (_, place) => `a${String(place).padStart(4, '0')}` as AccountId);
  for (const [place, id] of ids.entries()) {
    const email = { address: `${id}@example.org`, verifiedAt: now };
    const password = { id: 'p', hash: 'none', provenance: 'independent', changedAt: now } as const;
    const account: AccountRecord = {
      ...{ schema: 1, tenant: TENANT, id, version: 1, epoch: 1, createdAt: now, identifiers: [email.address] },
      ...{ userHandle: id, roles: [], passkeys: [], email, password },
      ...(typeof change === 'function' ? change(place) : change),
    };
    await store.commit({ tenant: TENANT, now, guards: {}, account, events: [] });
  }
  return ids;
}

function answered<Answer extends object>(answer: Answer | Refusal): Answer {
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
}

describe('a policy that is rehearsed', () => {
  it('N5 says who passes, who has to enroll and who is stranded, each with the reasons, and changes nothing', async () => {
    const on = await office();
    const { world, root, ben, commits } = on;
    const cleo = await somebody(world, 'cleo', ['external']);
    await world.auth.people.block({ accountId: cleo }, { reason: 'left', by: hostCode('host') });
    commits.length = 0;
    const policy: PolicyInput<string> = { requiredStrength: 'single', roles: { external: { methods: ['passkey'] } } };
    const because = {
      ...{ code: 'methods-restricted', source: { kind: 'role', role: 'external' }, params: { methods: ['passkey'] } },
      message: expect.any(String),
    };
    const expected = {
      rules: [
        { source: 'tenant', member: 'administrators', before: ADMINISTRATORS, after: null, weaker: false },
        { source: { role: 'external' }, member: 'methods', before: null, after: ['passkey'], weaker: false },
      ],
      moves: [{ from: 'meets', to: 'noWayIn', count: 1 }],
      ...{ setUpChanges: 0, askedForLess: 0, askedForMore: 0 },
      ...{ unaffected: 2, mustEnroll: 0, stranded: 1 },
      accounts: [
        {
          ...{ accountId: cleo, identifier: 'cleo@example.org', impact: 'stranded', because: expect.any(Array) },
          blocked: true,
        },
      ],
    };
    const preview = answered(await world.auth.policy.preview(root.tenant, policy));
    expect(preview).toEqual(expected);
    expect(preview.accounts[0]?.because).toContainEqual(expect.objectContaining({ message: because.message }));
    expect(preview.accounts[0]?.because.map(({ message }) => message).join()).toContain('external');
    expect(await world.auth.policy.preview(TENANT, policy)).toEqual(preview);
    const compared = await world.auth.policy.preview(TENANT, policy, { compare: true });
    expect(compared).toEqual({ ...preview, newlyStranded: 1 });
    const passkeys = { roles: { external: { methods: ['passkey'] } } };
    await world.auth.policy.set(TENANT, { ...FIRST, ...passkeys }, { ifVersion: 1, by: hostCode('host') });
    expect(await world.auth.policy.preview(TENANT, policy, { compare: true })).toMatchObject({ newlyStranded: 0 });
    commits.length = 0;
    const all = answered(await world.auth.policy.preview('default', ENHANCED));
    expect(all).toMatchObject({ unaffected: 0, mustEnroll: 3, stranded: 0 });
    expect(all.accounts.find(({ accountId }) => accountId === ben)).toMatchObject({
      ...{ identifier: BEN, impact: 'must-enroll' },
    });
    expect(commits).toEqual([]);
  });

  it('N5 W4 counts an open invitation as the numbers of people do, until the invitation ends', async () => {
    const { world } = await office({ policy: FIRST });
    const eva = { identifier: 'eva', email: 'eva@example.org', invite: true, by: hostCode('hr') };
    await world.auth.people.create(eva);
    const numbers = async () => {
      const { meets, mustEnroll, noWayIn } = (await world.auth.people.list({ tenant: TENANT })).counts;
      const preview = answered(await world.auth.policy.preview(TENANT, FIRST));
      const { unaffected, stranded } = preview;
      expect({ unaffected, mustEnroll: preview.mustEnroll, stranded }).toEqual({
        ...{ unaffected: meets, mustEnroll, stranded: noWayIn },
      });
      const unmet = (await world.auth.audit.security(TENANT)).mandatesUnmet;
      expect(unmet).toHaveLength(mustEnroll + noWayIn);
      return { mustEnroll, noWayIn };
    };
    expect(await numbers()).toEqual({ mustEnroll: 1, noWayIn: 0 });
    expect(answered(await world.auth.policy.preview(TENANT, { ...FIRST, methods: ['passkey'] }))).toMatchObject({
      ...{ mustEnroll: 1, stranded: 2 },
    });
    await world.auth.people.withdrawInvitation({ identifier: 'eva' }, { by: hostCode('hr') });
    expect(await numbers()).toEqual({ mustEnroll: 0, noWayIn: 1 });
    await world.auth.people.invite({ identifier: 'eva' }, { by: hostCode('hr') });
    expect(await numbers()).toEqual({ mustEnroll: 1, noWayIn: 0 });
    world.now += 8 * 24 * 3_600_000;
    expect(await numbers()).toEqual({ mustEnroll: 0, noWayIn: 1 });
  });

  it('N5 tells an invited person who must set up more, and whose invitation ended, from others', async () => {
    const { world } = await office({ policy: FIRST });
    for (const name of ['eva', 'fay'])
      await world.auth.people.create({
        identifier: name,
        email: `${name}@example.org`,
        invite: true,
        by: hostCode('hr'),
      });
    await world.auth.people.withdrawInvitation({ identifier: 'fay' }, { by: hostCode('hr') });
    await world.auth.people.create({ identifier: 'gil', email: 'gil@example.org', by: hostCode('hr') });
    const told = async (policy: PolicyInput<string>) => {
      const { accounts, setUpChanges, moves } = answered(await world.auth.policy.preview(TENANT, policy));
      const each = accounts.map(({ identifier, setUpChanges: other, notBegun }) => [identifier, other, notBegun]);
      return { setUpChanges, moves, each };
    };
    const nobodyElse = await told({ ...FIRST, session: { idle: '1h' } });
    expect(nobodyElse).toMatchObject({ setUpChanges: 0, moves: [] });
    expect(nobodyElse.each).toEqual(
      expect.arrayContaining([
        ['eva', undefined, 'invited'],
        ['fay', undefined, 'invitation-ended'],
        ['gil', undefined, 'nothing-set-up'],
      ]),
    );
    const { setUpChanges, moves, each } = await told({ ...FIRST, ...ENHANCED });
    expect({ setUpChanges, moves }).toEqual({
      setUpChanges: 1,
      moves: [{ from: 'meets', to: 'mustEnroll', count: 2 }],
    });
    expect(each.slice(0, 2).map(([, other, notBegun]) => [other, notBegun])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(each[2]).toEqual(['eva', true, 'invited']);
  });

  it('N5 W4 says to its author that nobody could administer, and takes no author of another tenant', async () => {
    const { world, root } = await office();
    const nobody: PolicyInput<string> = { ...FIRST, administrators: { policy: ['nobody'] } };
    const preview = (policy: PolicyInput<string>, by?: HostCode | typeof root) =>
      world.auth.policy.preview(TENANT, policy, { by });
    for (const by of [root, hostCode('console')])
      expect(await preview(nobody, by)).toMatchObject({ strandsAdministrators: true, moves: [], stranded: 0 });
    expect(await preview(nobody)).not.toHaveProperty('strandsAdministrators');
    expect(await preview(FIRST, root)).not.toHaveProperty('strandsAdministrators');
    expect(await preview(FIRST, { ...root, tenant: tenantId('other') })).toMatchObject({ errors: [{ path: 'by' }] });
    expect(await preview(FIRST, hostCode(''))).toMatchObject({ refused: 'malformed-input', errors: [{ path: 'by' }] });
  });

  it('N5 X7 has to be one', async () => {
    const { world } = await office();
    const errors = [{ path: 'policy.requiredStrength', message: expect.any(String) }];
    const refused = { refused: 'malformed-input', errors };
    expect(await world.auth.policy.preview(TENANT, { requiredStrength: 1 })).toEqual(refused);
    const names = { methods: ['sso'] };
    expect(await world.auth.policy.preview(TENANT, names)).toMatchObject({
      ...{ refused: 'malformed-input', errors: [{ path: 'policy.methods.0' }] },
    });
    const faulty = {
      get requiredStrength(): never {
        throw new RangeError('of the host itself');
      },
    };
    await expect(world.auth.policy.preview(TENANT, faulty)).rejects.toThrow(new RangeError('of the host itself'));
  });

  it.each([
    [100, false],
    [101, true],
    [102, true],
  ])('N5 lists those it affects by the hundred: of %i a next page is %s', async (size, hasNext) => {
    const world = await embedded();
    const ids = await crowd(world, size);
    const first = answered(await world.auth.policy.preview(TENANT, ENHANCED));
    expect(first).toMatchObject({ unaffected: 0, mustEnroll: size });
    expect(first.accounts.map(({ accountId }) => accountId)).toEqual(ids.slice(0, 100));
    expect(first.next !== undefined).toBe(hasNext);
    if (first.next === undefined) return;
    const rest = answered(await world.auth.policy.preview(TENANT, ENHANCED, { cursor: first.next }));
    expect(rest).toMatchObject({ unaffected: 0, mustEnroll: size });
    expect(rest.accounts.map(({ accountId }) => accountId)).toEqual(ids.slice(100));
    expect(rest.next).toBeUndefined();
  });

  it('N5 lists those who change group before those for whom it is so today already, over its pages', async () => {
    const contractors: PolicyInput = { administrators: {}, roles: { contractor: { requiredStrength: 'enhanced' } } };
    const world = await embedded({ policy: contractors });
    const ids = await crowd(world, 240, (place) => ({ roles: place % 2 === 0 ? ['contractor'] : [] }));
    const [changing, staying] = [ids.filter((_, place) => place % 2 === 1), ids.filter((_, place) => place % 2 === 0)];
    const policy: PolicyInput<string> = { ...contractors, requiredStrength: 'enhanced' };
    const listed: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = answered(await world.auth.policy.preview(TENANT, policy, { cursor }));
      expect(page.moves).toEqual([{ from: 'meets', to: 'mustEnroll', count: 120 }]);
      listed.push(page.accounts.map(({ accountId }) => accountId));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(listed.map(({ length }) => length)).toEqual([100, 100, 40]);
    expect(listed.flat()).toEqual([...changing, ...staying]);
  });

  it('N5 names the first hundred whom the change frees, on the first page alone', async () => {
    const contractors: PolicyInput = { administrators: {}, roles: { contractor: { requiredStrength: 'enhanced' } } };
    const world = await embedded({ policy: contractors });
    const ids = await crowd(world, 103, (place) => ({
      identifiers: [`n${String(999 - place)}@example.org`],
      roles: [place === 102 ? 'employee' : 'contractor'],
    }));
    const policy: PolicyInput<string> = { administrators: {}, roles: { employee: { requiredStrength: 'enhanced' } } };
    const { accounts, freed = [] } = answered(await world.auth.policy.preview(TENANT, policy));
    const names = freed.map(({ identifier }) => identifier);
    expect(names).toEqual(Array.from({ length: 100 }, (_, place) => `n${String(898 + place)}@example.org`));
    expect(accounts).toMatchObject([{ accountId: ids[102], impact: 'must-enroll' }]);
    const cursor = answered(await world.auth.policy.preview(TENANT, ENHANCED)).next;
    expect(answered(await world.auth.policy.preview(TENANT, policy, { cursor })).freed).toBeUndefined();
    expect(answered(await world.auth.policy.preview(TENANT, contractors)).freed).toBeUndefined();
  });

  it('N5 lists the affected by their names, over its pages', async () => {
    const world = await embedded();
    // The order of the names is the reverse of the order of the ids.
    await crowd(world, 102, (place) => ({ identifiers: [`n${String(999 - place)}@example.org`] }));
    const { accounts, next } = answered(await world.auth.policy.preview(TENANT, ENHANCED));
    const rest = answered(await world.auth.policy.preview(TENANT, ENHANCED, { cursor: next }));
    const names = [...accounts, ...rest.accounts].map(({ identifier }) => identifier);
    expect(names).toHaveLength(102);
    expect(names).toEqual(names.toSorted());
    expect(accounts).toHaveLength(100);
  });

  it('X7 refuses a cursor that no page had, also for the list of versions', async () => {
    const world = await embedded();
    await crowd(world, 101);
    const { next = '' } = answered(await world.auth.policy.preview(TENANT, ENHANCED));
    const fault = { code: 'malformed-query', errors: [{ path: 'cursor' }] };
    for (const cursor of ['garbage', 'a0099', next.slice(1)]) {
      await expect(world.auth.policy.preview(TENANT, ENHANCED, { cursor })).rejects.toMatchObject(fault);
      await expect(world.auth.policy.versions(TENANT, { cursor })).rejects.toMatchObject(fault);
    }
    await expect(world.auth.policy.versions(TENANT, { cursor: next })).rejects.toMatchObject(fault);
  });

  it('N5 names who has no identifier by their id', async () => {
    const world = await embedded();
    const [id] = await crowd(world, 1, { identifiers: [] });
    const { accounts } = answered(await world.auth.policy.preview(TENANT, ENHANCED));
    expect(accounts).toMatchObject([{ accountId: id, identifier: id }]);
  });

  it('N5 counts a code that is out, until it ends', async () => {
    const world = await embedded({ policy: { requiredStrength: 'single' } });
    const expiresAt = instant(world.now + 1_000);
    await crowd(world, 1, { enrollmentCode: { hash: 'h', expiresAt, by: 'host' } });
    const vouched: PolicyInput<string> = { ...ENHANCED, enrollment: { firstFactor: 'vouched' } };
    const impact = async () => answered(await world.auth.policy.preview(TENANT, vouched));
    world.now = expiresAt - 1;
    const before = await impact();
    expect(before).toMatchObject({ mustEnroll: 1, stranded: 0, accounts: [{ hasCode: true }] });
    expect(before).toMatchObject({ askedForLess: 0, askedForMore: 0 });
    world.now = expiresAt;
    const after = await impact();
    expect(after).toMatchObject({ mustEnroll: 0, stranded: 1 });
    expect(after.accounts[0]).not.toMatchObject({ hasCode: true });
  });

  it('N5 P21 says which vaults it touches, where the host keeps them', async () => {
    const world = await embedded({ vault: {} });
    const [ada, ben] = await crowd(world, 3);
    const now = instant(world.now);
    for (const [accountId, kind] of [
      [ada, 'secret'],
      [ben, 'emergency'],
    ] as const) {
      if (accountId === undefined) throw new Error('nobody');
      const account = await world.store.readAccount(TENANT, accountId);
      if (account === undefined) throw new Error(accountId);
      await world.store.commit({
        ...{ tenant: TENANT, now, guards: { account: { id: accountId, version: 1 } }, events: [] },
        account: { ...account, version: 2 },
        vault: {
          ...{ schema: 1, tenant: TENANT, accountId, version: 1, keyId: 'k' },
          envelopes: [{ id: 'e', kind, createdAt: now, sealed: 'c2VhbGVk' }],
        },
      });
    }
    const required: PolicyInput<string> = { vault: { emergency: 'required' } };
    const preview = async (policy: PolicyInput<string>) => answered(await world.auth.policy.preview(TENANT, policy));
    expect((await preview(required)).vaults).toEqual({ withoutWay: 0, withoutEmergency: 1 });
    expect((await preview({ methods: ['passkey'] })).vaults).toEqual({ withoutWay: 1, withoutEmergency: 0 });
    expect(await preview({})).not.toMatchObject({ vaults: expect.anything() });
  });
});

describe('the versions of a policy', () => {
  it('X24 are told newest first, fifty at a time', async () => {
    const { world, root } = await office();
    const now = instant(world.now);
    for (let version = 2; version <= 51; version++) {
      const policy = { tenant: TENANT, version, document: {}, changedAt: now, changedBy: 'host:host', release: 'r' };
      await world.store.commit({ tenant: TENANT, now, guards: {}, policy, events: [] });
    }
    const { versions, next } = await world.auth.policy.versions(root.tenant, {});
    expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: 50 }, (_, place) => 51 - place));
    expect(versions[0]).toEqual({ policy: {}, version: 51, changedAt: now, changedBy: 'host:host' });
    expect(versions[0]).not.toHaveProperty('release');
    const rest = {
      versions: [{ policy: FIRST, version: 1, changedAt: now, changedBy: 'system' }],
    };
    expect(await world.auth.policy.versions(TENANT, { cursor: next ?? '' })).toEqual(rest);
    expect(await world.auth.policy.versions('default', { cursor: next ?? '' })).toEqual(rest);
    expect((await world.auth.policy.versions('default')).versions).toEqual(versions);
  });

  it('X24 X20 begin with the code’s, as version 0, where the store of a tenant has none', async () => {
    const tenants = { default: {}, acme: {} };
    const world = await embedded({ policy: FIRST, tenant: () => 'default', tenants });
    const first = { policy: FIRST, version: 0, changedAt: 0, changedBy: 'system' };
    expect(await world.auth.policy.current('acme')).toEqual(first);
    expect(await world.auth.policy.current(tenantId('acme'))).toEqual(first);
    expect(await world.auth.policy.versions('acme')).toEqual({ versions: [] });
    expect(await world.auth.policy.set('acme', ENHANCED, { ifVersion: 0, by: hostCode('host') })).toMatchObject({
      version: 1,
    });
    expect(await world.auth.policy.current('acme')).toMatchObject({
      policy: ENHANCED,
      version: 1,
      changedBy: 'host:host',
    });
    expect(await world.auth.policy.current('default')).toMatchObject({ policy: { requiredStrength: 'single' } });
  });
});
