import { instant, type PolicyInput, type WayInMethod } from '@sallyport/core';
import { hostCode, isRefusal, type LiveSession, type SallyportOptions } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { GONE, PASSWORD, TENANT } from '../embedded.test-support.ts';
import {
  ARMED,
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

const CLEO = 'cleo@example.org';
const NOT_PERMITTED = { refused: 'not-permitted' };

/** An administrator of people, beside the office. */
async function withPia(options?: Partial<SallyportOptions<string>>): Promise<Office & { readonly pia: LiveSession }> {
  const on = await office(options);
  await somebody(on.world, 'pia', ['admin']);
  const pia = await (await signsIn(on.world, 'pia@example.org')).session();
  on.commits.length = 0;
  return { ...on, pia };
}

describe('an account that is made', () => {
  it('W4 X18 by an administrator has what they say and each role once, with one event', async () => {
    const on = await office();
    const { world, root, commits } = on;
    const input = { identifier: ' Cleo@Example.org ', email: CLEO, password: PASSWORD, roles: ['reader', 'reader'] };
    const made = await world.auth.people.create({ ...input, by: root });
    if (isRefusal(made)) throw new Error(made.refused);
    expect(made).toEqual({
      ...viewOf(made.accountId, CLEO),
      roles: ['reader'],
      setUpByOthers: ['password', 'email'],
    });
    expect(commits).toHaveLength(1);
    expect(commits[0]).toMatchObject({
      ...{ tenant: TENANT, now: world.now },
      guards: await guardsOfRoot(on),
      account: { id: made.accountId, identifiers: [CLEO], roles: ['reader'], emergency: undefined },
      events: [
        {
          ...{ type: 'account.created', accountId: made.accountId, actor: root.accountId },
          detail: { roles: ['reader'], password: true, email: 'c•••@example.org', emergency: undefined },
        },
      ],
    });
  });

  it('X7 W12 with a misspelt role keeps it, and the operator is told once which role was meant', async () => {
    const { world } = await office();
    const told = () => world.logged.filter((words) => JSON.stringify(words).includes('"code":"unknown-role"'));
    for (const identifier of ['one', 'two'])
      expect(
        await world.auth.people.create({ identifier, roles: ['super-admn', 'writer'], by: hostCode('test') }),
      ).toMatchObject({
        roles: ['super-admn', 'writer'],
      });
    await world.auth.people.setRoles({ identifier: 'one' }, { roles: ['supr-admin'], by: hostCode('test') });
    expect(told().map((words) => JSON.stringify(words))).toEqual([
      expect.stringContaining("did you mean 'super-admin'?"),
      expect.stringContaining("names the role 'supr-admin'"),
    ]);
  });

  it('W4 X16 for emergencies, or to administer the policy, is made by a policy administrator alone', async () => {
    const { world, root, pia, commits } = await withPia();
    const { create } = world.auth.people;
    const emergency = { identifier: 'glass', emergency: true };
    const above = { identifier: 'sue', roles: ['reader', 'super-admin'] };
    expect(await create({ ...emergency, by: pia })).toEqual(NOT_PERMITTED);
    expect(await create({ ...above, by: pia })).toEqual(NOT_PERMITTED);
    expect(await create({ identifier: '', emergency: true, by: pia })).toEqual(NOT_PERMITTED);
    expect(commits).toEqual([]);
    expect(await create({ identifier: 'cleo', emergency: false, roles: ['admin'], by: pia })).toMatchObject({
      ...{ roles: ['admin'], emergency: false },
    });
    expect(await create({ ...emergency, by: root })).toMatchObject({ emergency: true, roles: [] });
    expect(await create({ ...above, by: root })).toMatchObject({ emergency: false, roles: ['reader', 'super-admin'] });
  });

  it('X7 X25 needs an identifier, which is said before what is wrong with its identities', async () => {
    const { world, root, commits } = await office();
    const externalIds = [{ provider: 'corp', subject: '1' }];
    const nowhere = (path: string, message: string) => ({ refused: 'malformed-input', errors: [{ path, message }] });
    const { create } = world.auth.people;
    expect(await create({ identifier: ' ', externalIds, by: root })).toEqual(nowhere('identifier', 'is empty'));
    expect(await create({ identifier: 'cleo', externalIds, by: root })).toEqual(
      nowhere('externalIds.0.provider', 'there is no provider of this id'),
    );
    expect(await create({ identifier: BEN, by: root })).toEqual({ refused: 'already-exists' });
    expect(commits).toHaveLength(1);
  });

  it('X20 has no roles by an administrator where the host tells them, and those that host code names until it is asked', async () => {
    const table = new Map<string, readonly string[]>();
    const on = await office({ resolveSubject: (id) => table.get(id) ?? ['super-admin'] });
    const { world, root } = on;
    const { people } = world.auth;
    expect(await people.create({ identifier: ' ', roles: [], by: root })).toEqual({ refused: 'roles-from-host' });
    expect(await people.create({ identifier: 'cleo', by: root })).toMatchObject({ roles: [] });
    expect(await people.create({ identifier: 'dora', roles: ['reader'], by: hostCode('host') })).toMatchObject({
      roles: ['reader'],
    });
    table.set(root.accountId, []);
    expect(await people.create({ identifier: 'eva', roles: [], by: root })).toEqual(NOT_PERMITTED);
  });
});

describe('the ways in of an account', () => {
  it('P10 are those that an administrator names, each once, and its owner is told', async () => {
    const on = await office();
    const { world, root, ben, commits } = on;
    const before = await recordOf(world, ben);
    const methods = ['password', 'passkey', 'password'] as const;
    expect(await world.auth.people.setMethods({ accountId: ben }, { methods, by: root })).toEqual({
      ...viewOf(ben, BEN),
      methods: ['passkey', 'password'],
    });
    expect(commits).toEqual([
      {
        ...{ tenant: TENANT, now: instant(world.now), keysStay: true },
        account: { ...before, version: before.version + 1, methods: ['password', 'passkey'] },
        guards: { ...(await guardsOfRoot(on)), account: { id: ben, version: before.version } },
        events: [
          actOnBen(on, 'account.methods-changed', root.accountId, { detail: { methods: ['password', 'passkey'] } }),
        ],
      },
    ]);
  });

  it('P10 are no restriction any more after `null`, with one event for each change, and none for the same methods', async () => {
    const { world, root, ben, commits } = await office();
    const set = (methods: readonly WayInMethod[] | null) =>
      world.auth.people.setMethods({ accountId: ben }, { methods, by: root });
    expect(await set(null)).toMatchObject({ methods: null });
    expect(await set(['password', 'passkey'])).toMatchObject({ methods: ['passkey', 'password'] });
    expect(await set(['passkey', 'password', 'passkey'])).toMatchObject({ methods: ['passkey', 'password'] });
    expect(await set(['password'])).toMatchObject({ methods: ['password'] });
    expect(await set(null)).toMatchObject({ methods: null });
    expect(await set(null)).toMatchObject({ methods: null });
    expect(commits.flatMap(({ events }) => events.map(({ type, detail }) => [type, detail]))).toEqual(
      [['password', 'passkey'], ['password'], null].map((methods) => ['account.methods-changed', { methods }]),
    );
    expect(await recordOf(world, ben)).not.toHaveProperty('methods');
    expect(await Reflect.apply(set, undefined, [undefined])).toMatchObject({ refused: 'malformed-input' });
  });

  it('X25 leave nobody without one, unless that is forced, or there was none before', async () => {
    const { world, root, ben, commits } = await office();
    const { setMethods } = world.auth.people;
    const methods = ['sso'] as const;
    expect(await setMethods({ accountId: ben }, { methods, by: root })).toMatchObject({ refused: 'no-way-in-left' });
    expect(await setMethods({ accountId: ben }, { methods, force: false, by: root })).toMatchObject({
      refused: 'no-way-in-left',
      because: [{ code: 'methods-restricted', message: expect.stringMatching(/./) }],
    });
    expect(commits).toEqual([]);
    expect(await setMethods({ accountId: ben }, { methods, force: true, by: root })).toMatchObject({
      methods: ['sso'],
    });
    expect(await setMethods({ accountId: ben }, { methods: ['passkey'], by: root })).toMatchObject({
      methods: ['passkey'],
    });
    expect(await setMethods({ accountId: GONE }, { methods, by: root })).toEqual({ refused: 'not-found' });
  });

  it('W4 of the last administrator are left, even if that is forced', async () => {
    const { world, root, commits } = await office();
    const stranded = { refused: 'policy-strands-administrators' };
    for (const force of [true, false])
      expect(
        await world.auth.people.setMethods({ accountId: root.accountId }, { methods: ['sso'], force, by: root }),
      ).toEqual(stranded);
    expect(commits).toEqual([]);
  });
});

describe('the roles of an account', () => {
  it('X18 write no event if they are the same roles again, in any order', async () => {
    const { world, root, ben, commits } = await office();
    const set = (roles: readonly string[]) => world.auth.people.setRoles({ accountId: ben }, { roles, by: root });
    for (const roles of [[], ['reader', 'writer'], ['writer', 'reader', 'writer'], ['reader', 'other']])
      await set(roles);
    expect(await set(['other', 'reader'])).toMatchObject({ roles: ['reader', 'other'] });
    expect(commits.flatMap(({ events }) => events.map(({ detail }) => detail))).toEqual([
      { from: [], to: ['reader', 'writer'] },
      { from: ['reader', 'writer'], to: ['reader', 'other'] },
    ]);
  });

  it('W4 are those that an administrator names, each once, with an event that has both lists', async () => {
    const on = await office();
    const { world, root, ben, commits } = on;
    await given(world, ben, { roles: ['reader'] });
    const before = await recordOf(world, ben);
    commits.length = 0;
    const roles = ['writer', 'reader', 'writer'];
    const to = ['writer', 'reader'];
    expect(await world.auth.people.setRoles({ accountId: ben }, { roles, by: root })).toEqual({
      ...viewOf(ben, BEN),
      roles: to,
    });
    const detail = { from: ['reader'], to };
    expect(commits).toEqual([
      {
        ...{ tenant: TENANT, now: instant(world.now), keysStay: true },
        account: {
          ...before,
          ...{ version: before.version + 1, roles: to, roleGains: [{ role: 'writer', at: world.now }] },
        },
        guards: { ...(await guardsOfRoot(on)), account: { id: ben, version: before.version } },
        events: [actOnBen(on, 'account.roles-changed', root.accountId, { detail, isTold: false })],
      },
    ]);
  });

  it('W4 that administer the policy are given, and taken, by those who have one', async () => {
    const { world, root, pia, ben, commits } = await withPia();
    const { setRoles } = world.auth.people;
    for (const force of [true, false])
      expect(await setRoles({ accountId: ben }, { roles: ['reader', 'super-admin'], force, by: pia })).toEqual(
        NOT_PERMITTED,
      );
    expect(await setRoles({ accountId: root.accountId }, { roles: ['super-admin'], by: pia })).toEqual(NOT_PERMITTED);
    expect(commits).toEqual([]);
    expect(await setRoles({ accountId: ben }, { roles: ['admin'], by: pia })).toMatchObject({ roles: ['admin'] });
    expect(await setRoles({ accountId: ben }, { roles: ['super-admin'], by: root })).toMatchObject({
      roles: ['super-admin'],
    });
    expect(await setRoles({ accountId: root.accountId }, { roles: [], by: root })).toMatchObject({ roles: [] });
    expect(
      await world.auth.people.setRoles({ accountId: ben }, { roles: [], force: true, by: hostCode('host') }),
    ).toEqual({
      refused: 'policy-strands-administrators',
    });
  });

  it('W4 are the host’s where it tells them: by nobody else, whoever asks for whom', async () => {
    const { world, root, commits } = await office({ resolveSubject: () => ['super-admin'] });
    const refused = { refused: 'roles-from-host' };
    expect(await world.auth.people.setRoles({ accountId: GONE }, { roles: [], by: root })).toEqual(refused);
    expect(await world.auth.people.setRoles({ identifier: BEN }, { roles: ['reader'], by: hostCode('host') })).toEqual(
      refused,
    );
    expect(commits).toEqual([]);
  });

  const asksMore: PolicyInput<string> = {
    ...{ requiredStrength: 'single', onTighten: 'revoke' },
    roles: { treasurer: { requiredStrength: 'enhanced' } },
  };

  it('N10 that ask for more end the sessions that fall short, where the policy says so', async () => {
    const on = await office({ policy: asksMore });
    const { world, root, ben } = on;
    await given(world, ben, { totp: ARMED.totp });
    const client = await signsIn(world, BEN, []);
    const { id } = await client.session();
    expect(await world.auth.people.setRoles({ accountId: ben }, { roles: ['treasurer'], by: root })).toMatchObject({
      sessions: 1,
    });
    await world.auth.runBackgroundWork();
    expect(await world.store.listSessions(TENANT, ben, instant(world.now))).toEqual([]);
    const { items } = await world.store.listEvents(TENANT, { limit: 1 });
    expect(items).toMatchObject([{ type: 'session.revoked', actor: 'system', detail: { session: id } }]);
  });

  it('N10 that are refused end none, not even one that falls short already', async () => {
    const more = { auditor: { methods: ['passkey'] as const } };
    const on = await office({ policy: { ...asksMore, roles: { ...asksMore.roles, ...more } } });
    const { world, root, ben, commits } = on;
    await signsIn(world, BEN, []);
    // The first sweep of a process would end the session.
    await world.auth.runBackgroundWork();
    const gained = [{ role: 'treasurer', at: instant(world.now) }];
    await given(world, ben, { roles: ['treasurer'], roleGains: gained });
    commits.length = 0;
    const refused = { refused: 'no-way-in-left' };
    expect(
      await world.auth.people.setRoles({ accountId: ben }, { roles: ['treasurer', 'auditor'], by: root }),
    ).toMatchObject(refused);
    await world.auth.runBackgroundWork();
    expect(commits).toEqual([]);
  });
});
