import { type Commit, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { GONE, TENANT } from '../embedded.test-support.ts';
import { newStore } from '../new-store.test-support.ts';
import {
  BY,
  entered,
  organisedStore,
  owned,
  person,
  proved,
  rooms,
  SESSION,
  says,
  value,
  withApp,
} from '../organised.test-support.ts';

async function team() {
  const made = await owned();
  const { world, auth } = made;
  const { members } = auth.organisations;
  const people = { manager: await person(world, 'mia@example.org'), second: await person(world, 'sue@example.org') };
  for (const { client } of Object.values(people)) await withApp(world, client);
  await members.set('acme', { accountId: people.manager.accountId }, { roles: ['manager'], by: BY });
  return { ...made, ...people, members, manages: await proved(world, people.manager.client) };
}

describe('X41 a member', () => {
  it('is made, changed and removed by an administrator of the organisation, for the next request', async () => {
    const { auth, members, owner, second, accountId } = await team();
    const who = { accountId: second.accountId };
    const inside = { ...SESSION, in: 'acme' } as const;
    expect(await says(auth, second.client.caller, inside)).toBe('not-a-member');
    const made = value(await members.set('acme', who, { roles: ['finance', 'finance'], by: owner }));
    expect(made).toMatchObject({ accountId: second.accountId, roles: ['finance'], by: accountId });
    expect(await entered(auth, second.client.caller, 'acme')).toMatchObject({ organisation: { roles: ['finance'] } });
    const changed = value(await members.set('acme', { identifier: 'sue@example.org' }, { roles: [], by: owner }));
    expect(changed).toMatchObject({ roles: [], since: made.since });
    expect(await entered(auth, second.client.caller, 'acme')).toMatchObject({ organisation: { roles: [] } });
    const { members: listed } = value(await members.list('acme'));
    expect(listed).toHaveLength(3);
    expect(value(await members.list('acme', { role: 'owner' })).members.map((one) => one.accountId)).toEqual([
      accountId,
    ]);
    expect(await members.remove('acme', who, { by: owner })).toBeUndefined();
    expect(await members.remove('acme', who, { by: owner })).toEqual({ refused: 'not-found' });
    expect(await says(auth, second.client.caller, inside)).toBe('not-a-member');
    expect(await says(auth, second.client.caller, SESSION)).toBe('enters');
    await auth.close();
  });

  it('is not changed beside somebody else who changed or removed the member meanwhile', async () => {
    const { auth, members, owner, second } = await team();
    const who = { accountId: second.accountId };
    const stale = { refused: 'precondition-failed' };
    expect(await members.set('acme', who, { roles: ['finance'], from: [], by: owner })).toEqual(stale);
    value(await members.set('acme', who, { roles: ['finance'], by: owner }));
    expect(await members.set('acme', who, { roles: ['manager'], from: [], by: owner })).toEqual(stale);
    expect(await members.set('acme', who, { roles: ['finance'], from: [], by: owner })).toMatchObject({
      roles: ['finance'],
    });
    expect(await members.set('acme', who, { roles: [], from: ['finance'], by: owner })).toMatchObject({ roles: [] });
    expect(await members.set('acme', who, { roles: [], from: [7 as never], by: owner })).toMatchObject({
      errors: [{ path: 'from' }],
    });
    await auth.close();
  });

  it('has only roles that the policy or the organisation names, of an account that there is', async () => {
    const { auth, members, owner, second } = await team();
    const who = { accountId: second.accountId };
    for (const role of ['super-admin', 'admin', 'Owner', 'owner ', '', 'x'.repeat(65)])
      expect(await members.set('acme', who, { roles: [role], by: owner })).toMatchObject({
        refused: 'malformed-input',
      });
    for (const roles of ['owner', undefined, null, [7], Array(65).fill('finance')])
      expect(await members.set('acme', who, { roles: roles as string[], by: owner })).toMatchObject({
        errors: [{ path: 'roles' }],
      });
    expect(await members.set('acme', who, { roles: ['finance', 'guest'], by: owner })).toMatchObject({
      errors: [{ path: 'roles.1' }],
    });
    await auth.organisations.setRule('acme', { roles: { guest: {} } }, { by: BY, ifVersion: 1 });
    expect(await members.set('acme', who, { roles: ['finance', 'guest'], by: owner })).toMatchObject({
      roles: ['finance', 'guest'],
    });
    for (const missing of [{ accountId: GONE }, { identifier: 'nobody@example.org' }, { externalId: '7' }])
      expect(await members.set('acme', missing, { roles: [], by: owner })).toEqual({ refused: 'not-found' });
    expect(await members.set('acme', null as never, { roles: [], by: owner })).toMatchObject({
      refused: 'malformed-input',
    });
    await auth.close();
  });

  it('that administers people makes and takes no owner, and does not rise', async () => {
    const { auth, world, members, manager, manages, second, accountId } = await team();
    const sets = (id: typeof accountId, ...roles: string[]) =>
      members.set('acme', { accountId: id }, { roles, by: manages });
    expect(await sets(second.accountId, 'finance', 'manager')).toMatchObject({ roles: ['finance', 'manager'] });
    expect(await sets(second.accountId, 'owner')).toEqual({ refused: 'not-permitted' });
    expect(await sets(manager.accountId, 'manager', 'owner')).toEqual({ refused: 'not-permitted' });
    expect(await sets(accountId, 'finance')).toEqual({ refused: 'not-permitted' });
    expect(await members.remove('acme', { accountId }, { by: manages, force: true })).toEqual({
      refused: 'not-permitted',
    });
    expect(await auth.organisations.setRule('acme', {}, { by: manages, ifVersion: 1 })).toEqual({
      refused: 'not-permitted',
    });
    // Nothing of the vendor: no account, no session, no policy.
    for (const asked of [
      auth.people.block({ accountId: second.accountId }, { reason: 'x', by: manages }),
      auth.people.endSessions({ accountId: second.accountId }, { by: manages }),
      auth.people.setEmail({ accountId: second.accountId }, { email: 'mia@example.org', by: manages }),
      auth.people.resetTwoStep({ accountId: second.accountId }, { by: manages }),
      auth.people.vouch({ accountId: second.accountId }, { by: manages }),
    ])
      expect(await asked).toMatchObject({ refused: 'not-permitted' });
    expect(await sets(manager.accountId)).toMatchObject({ roles: [] });
    expect(await sets(manager.accountId, 'manager')).toEqual({ refused: 'not-permitted' });
    expect(await entered(auth, manager.client.caller, 'acme')).toMatchObject({ organisation: { roles: [] } });
    expect(world.logged).toEqual([]);
    await auth.close();
  });

  it('loses the right with the role, in the session that was checked before', async () => {
    const { auth, members, manager, manages, second } = await team();
    await members.set('acme', { accountId: manager.accountId }, { roles: ['finance'], by: BY });
    const who = { accountId: second.accountId };
    expect(await members.set('acme', who, { roles: [], by: manages })).toEqual({ refused: 'not-permitted' });
    await members.remove('acme', { accountId: manager.accountId }, { by: BY });
    expect(await members.set('acme', who, { roles: [], by: manages })).toEqual({ refused: 'not-a-member' });
    await auth.people.block({ accountId: manager.accountId }, { reason: 'x', by: BY });
    expect(await members.set('acme', who, { roles: [], by: manages })).toEqual({ refused: 'not-permitted' });
    await auth.close();
  });

  it('whom nobody needs to know is told to nobody: an account is looked for after the right was judged', async () => {
    const { auth, members, second } = await team();
    const by = await second.client.session();
    for (const who of [{ identifier: 'ada@example.org' }, { identifier: 'nobody@example.org' }])
      expect(await members.set('acme', who, { roles: [], by })).toEqual({ refused: 'not-a-member' });
    await auth.close();
  });
});

describe('X41 the last owner', () => {
  it('is neither removed nor demoted, by anybody who does not force it', async () => {
    const { auth, members, owner, accountId, second } = await team();
    const who = { accountId };
    for (const by of [owner, BY]) {
      expect(await members.set('acme', who, { roles: ['finance'], by })).toEqual({ refused: 'strands-owners' });
      expect(await members.remove('acme', who, { by })).toEqual({ refused: 'strands-owners' });
    }
    expect(await members.remove('acme', who, { by: owner, force: true })).toEqual({ refused: 'strands-owners' });
    // An owner who cannot come in is none.
    await members.set('acme', { accountId: second.accountId }, { roles: ['owner'], by: owner });
    await auth.people.block({ accountId: second.accountId }, { reason: 'x', by: BY });
    expect(await members.remove('acme', who, { by: owner })).toEqual({ refused: 'strands-owners' });
    await auth.people.unblock({ accountId: second.accountId }, { by: BY });
    expect(await members.remove('acme', who, { by: owner })).toBeUndefined();
    expect(await members.remove('acme', { accountId: second.accountId }, { by: BY, force: true })).toBeUndefined();
    await auth.close();
  });

  it('stays when two owners demote one another at once', async () => {
    const { auth, world, members, owner, accountId, second } = await team();
    await members.set('acme', { accountId: second.accountId }, { roles: ['owner'], by: BY });
    const other = await proved(world, second.client);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => [
        members.set('acme', { accountId: second.accountId }, { roles: [], by: owner }),
        members.remove('acme', { accountId }, { by: other }),
      ]).flat(),
    );
    const { members: owners } = value(await members.list('acme', { role: 'owner' }));
    expect(owners).toHaveLength(1);
    const refusals = new Set(answers.flatMap((one) => (isRefusal(one) ? [one.refused] : [])));
    for (const code of refusals)
      expect(['not-permitted', 'not-a-member', 'strands-owners', 'not-found']).toContain(code);
    await auth.close();
  });

  it('stays when each leaves by host code at once', async () => {
    const { auth, members, accountId, second, manager } = await team();
    for (const { accountId: id } of [second, manager])
      await members.set('acme', { accountId: id }, { roles: ['owner'], by: BY });
    const ids = [accountId, second.accountId, manager.accountId];
    const answers = await Promise.all(
      ids.flatMap((id) => [
        members.remove('acme', { accountId: id }, { by: BY }),
        members.set('acme', { accountId: id }, { roles: ['finance'], by: BY }),
      ]),
    );
    expect(answers.filter((one) => isRefusal(one) && one.refused === 'strands-owners').length).toBeGreaterThan(0);
    expect(value(await members.list('acme', { role: 'owner' })).members).toHaveLength(1);
    await auth.close();
  });
});

describe('X41 a membership', () => {
  it('is one, of twenty that are made at once', async () => {
    const { auth, members, owner, second } = await team();
    const who = { accountId: second.accountId };
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, place) =>
        members.set('acme', who, { roles: [place % 2 ? 'finance' : 'manager'], by: owner }),
      ),
    );
    expect(all.filter(isRefusal)).toEqual([]);
    const { members: listed } = value(await members.list('acme'));
    expect(listed.filter(({ accountId }) => accountId === second.accountId)).toHaveLength(1);
    await auth.close();
  });

  it('is refused to an account that is in a thousand organisations', async () => {
    const inner = newStore();
    const store = new Proxy(inner, {
      get: (target, name) => {
        const whole: unknown = Reflect.get(target, name);
        if (name !== 'commit' || typeof whole !== 'function') return whole;
        return async (change: Commit) =>
          change.membership === undefined ? inner.commit(change) : { outcome: 'conflict', with: 'full' };
      },
    });
    const { auth, accountId } = await rooms({ store });
    await auth.organisations.create({ id: 'acme', by: BY });
    expect(await auth.organisations.members.set('acme', { accountId }, { roles: [], by: BY })).toMatchObject({
      refused: 'malformed-input',
      errors: [{ path: 'accountId', code: 'too-many-memberships', limit: 1_000 }],
    });
    await auth.close();
  });

  it('is in the export of its account, and goes with it', async () => {
    const { auth, world, members, second } = await team();
    await members.set('acme', { accountId: second.accountId }, { roles: [], by: BY });
    expect(await auth.organisations.of(second.accountId)).toMatchObject([
      { organisation: 'acme', name: 'Acme', roles: [] },
    ]);
    expect(await auth.people.export({ accountId: second.accountId }, { by: BY })).toMatchObject({
      memberships: [{ organisation: 'acme', roles: [] }],
    });
    await auth.people.delete({ accountId: second.accountId }, { by: BY });
    expect(await auth.organisations.of(second.accountId)).toEqual([]);
    expect(await organisedStore(world).readMembership(TENANT, 'acme', second.accountId)).toBeUndefined();
    await auth.close();
  });

  it('that the host keeps is not set here, and its owner changes the rule by the host’s word of that moment', async () => {
    let roles: readonly string[] | undefined = ['owner'];
    const made = await rooms({ memberRoles: () => roles });
    const { auth, world, client, accountId } = made;
    const { organisations } = auth;
    await organisations.create({ id: 'acme', by: BY });
    await withApp(world, client);
    const owner = await proved(world, client);
    const refused = { refused: 'roles-from-host' };
    expect(await organisations.members.set('acme', { accountId }, { roles: ['owner'], by: BY })).toEqual(refused);
    expect(await organisations.members.remove('acme', { accountId }, { by: owner })).toEqual(refused);
    expect(await organisations.preview('acme', {})).toEqual(refused);
    expect(await organisations.preview('nowhere', {})).toEqual(refused);
    expect(await organisations.preview('acme', { requiredStrength: 'none' })).toMatchObject({
      ...{ refused: 'malformed-input', errors: [{ path: 'rule.requiredStrength' }] },
    });
    const apart = { roles: { owner: { methods: ['password'] } }, methods: ['passkey'] } as const;
    expect(await organisations.setRule('acme', apart, { by: owner, ifVersion: 1 })).toEqual({
      refused: 'strands-owners',
    });
    expect(await organisations.setRule('acme', {}, { by: owner, ifVersion: 1 })).toMatchObject({ version: 2 });
    expect(await entered(auth, client.caller, 'acme')).toMatchObject({ organisation: { roles: ['owner'] } });
    expect(await organisations.remove('acme', { by: owner })).toBeUndefined();
    expect(await says(auth, client.caller, { ...SESSION, in: 'acme' })).toBe('not-a-member');
    roles = undefined;
    expect(await organisations.setRule('acme', {}, { by: owner, ifVersion: 2 })).toEqual({ refused: 'not-a-member' });
    await auth.close();
  });
});

describe('X41 the log of an organisation', () => {
  it('has its acts and the step-ups into it, and nothing of another', async () => {
    const { auth, members, owner, second, accountId } = await team();
    const { organisations } = auth;
    await organisations.create({ id: 'other', by: BY });
    await members.set('acme', { accountId: second.accountId }, { roles: ['finance'], by: owner });
    await organisations.setRule('acme', {}, { by: owner, ifVersion: 1 });
    const live = await second.client.session();
    await second.client.keeps(auth.signIn.stepUp(second.client.caller, live, { strength: 'single', in: 'acme' }));
    await members.remove('acme', { accountId: second.accountId }, { by: owner });
    const { events } = value(await organisations.events('acme'));
    expect(events.map(({ type }) => type).toReversed()).toEqual([
      'organisation.created',
      'organisation.member-set',
      'organisation.member-set',
      'organisation.member-set',
      'organisation.changed',
      'step-up.succeeded',
      'organisation.member-removed',
    ]);
    for (const { detail } of events) expect(detail).toMatchObject({ in: 'acme' });
    expect(events.find(({ type }) => type === 'organisation.changed')).toMatchObject({
      actor: accountId,
      detail: { version: 2 },
    });
    expect(value(await organisations.events('other')).events).toHaveLength(1);
    expect(await organisations.events('unknown')).toEqual({ refused: 'not-found' });
    await expect(organisations.events('acme', { cursor: 'x' })).rejects.toMatchObject({ code: 'malformed-query' });
    await auth.close();
  });
});
