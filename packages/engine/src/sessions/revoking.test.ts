import { instant, type PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import { byApp, byPassword, HOUR, type Planted, planted } from './planted.test-support.ts';

const TIGHT: PolicyInput<string> = { administrators: {}, requiredStrength: 'enhanced', onTighten: 'revoke' };
const WRITERS: PolicyInput<string> = {
  administrators: {},
  ...{ requiredStrength: 'single', roles: { writer: { requiredStrength: 'enhanced' } }, onTighten: 'revoke' },
};

/** Dora and Cleo, each in a session by a password and in one by an authenticator app too. */
async function two(policy: PolicyInput<string> = { administrators: {}, requiredStrength: 'single' }) {
  const plants = await planted({ policy });
  const { account, session, world } = plants;
  const evidence = [byPassword(world.now - HOUR), byApp(world.now - HOUR)];
  const [dora, cleo] = [await account('dora', { version: 4 }), await account('cleo')];
  for (const owner of [dora, cleo]) {
    await session(owner, `${owner.id} by password`, { version: 3 });
    await session(owner, `${owner.id} by app`, { evidence });
  }
  return { ...plants, dora, cleo };
}

const { stringify } = JSON;

/** Puts a policy in force, and waits for what follows. */
async function sets({ world, commits }: Planted, policy: PolicyInput<string>, meanwhile: () => void = () => {}) {
  const { auth } = world;
  const saved = await auth.policy.set('default', policy, {
    ifVersion: (await auth.policy.current('default')).version,
    by: hostCode('host'),
  });
  if (isRefusal(saved)) throw new Error(stringify(saved));
  commits.length = 0;
  meanwhile();
  await auth.runBackgroundWork();
  return saved.version;
}

/** Gives a role, and waits for what follows. */
async function gives({ world, commits }: Planted, roles: readonly string[], meanwhile: () => void = () => {}) {
  const changed = await world.auth.people.setRoles({ accountId: 'dora' }, { roles, by: hostCode('host') });
  if (isRefusal(changed)) throw new Error(stringify(changed));
  commits.length = 0;
  meanwhile();
  await world.auth.runBackgroundWork();
}

const ending = ({ world }: Planted, id: string, account: number, session: number, policy: number) => ({
  tenant: TENANT,
  now: world.now,
  guards: { policy, account: { id, version: account }, session: { id: `${id} by password`, version: session } },
  endSessions: { accountId: id, only: `${id} by password` },
  events: [
    {
      tenant: TENANT,
      id: expect.any(String),
      at: world.now,
      type: 'session.revoked',
      accountId: id,
      actor: 'system',
      detail: { session: `${id} by password`, policyVersion: policy },
    },
  ],
});
const left = async ({ sessions, dora, cleo }: Awaited<ReturnType<typeof two>>) =>
  [...(await sessions(dora)), ...(await sessions(cleo))].map(({ id }) => id).toSorted();
const ALL = ['cleo by app', 'cleo by password', 'dora by app', 'dora by password'];

it('N10 X18 a change that revokes ends each session that falls short, with an event each, and no other', async () => {
  const both = await two();
  const version = await sets(both, TIGHT);
  expect(both.commits).toEqual([ending(both, 'cleo', 1, 3, version), ending(both, 'dora', 4, 3, version)]);
  expect(await left(both)).toEqual(['cleo by app', 'dora by app']);
  expect(both.world.logged).toEqual([]);
});

it.each<[string, PolicyInput<string>]>([
  ['that asks for no more', { requiredStrength: 'single', onTighten: 'revoke' }],
  ['that revokes after a grace', { ...TIGHT, onTighten: { after: '1h', then: 'revoke' } }],
  ['that ends sessions at their next request', { ...TIGHT, onTighten: 'next-request' }],
  ['that leaves sessions alone', { ...TIGHT, onTighten: 'next-sign-in' }],
])('N10 a change %s ends none', async (_, policy) => {
  const both = await two();
  await sets(both, policy);
  expect(both.commits).toEqual([]);
  expect(await left(both)).toEqual(ALL);
});

it('N10 X18 a role that asks for more ends the sessions of its account that fall short, where the policy revokes', async () => {
  const both = await two(WRITERS);
  await gives(both, ['writer']);
  expect(both.commits).toEqual([ending(both, 'dora', 5, 3, 1)]);
  expect(await left(both)).toEqual(['cleo by app', 'cleo by password', 'dora by app']);
});

it.each<[string, PolicyInput<string>, readonly string[]]>([
  ['that asks for nothing', WRITERS, ['reader']],
  ['under a policy with a grace', { ...WRITERS, onTighten: { after: '1s', then: 'revoke' } }, ['writer']],
  ['under a policy that waits for the next request', { ...WRITERS, onTighten: 'next-request' }, ['writer']],
])('N10 a role %s ends no session', async (_, policy, roles) => {
  const both = await two(policy);
  await gives(both, roles);
  expect(both.commits).toEqual([]);
  expect(await left(both)).toEqual(ALL);
});

it('N10 a session that is raised at the moment when it would be revoked is judged again, and goes on', async () => {
  const both = await two(WRITERS);
  const now = instant(both.world.now);
  const [before] = (await both.sessions(both.dora)).filter(({ id }) => id === 'dora by password');
  if (before === undefined) throw new Error('there is no session');
  const session = { ...before, version: 4, evidence: [byPassword(now), byApp(now)] };
  const guards = { session: { id: before.id, version: 3 } };
  await gives(both, ['writer'], () =>
    both.beforeTheNext('commit', () => both.store.commit({ tenant: TENANT, now, guards, session, events: [] })),
  );
  expect(both.commits).toEqual([ending(both, 'dora', 5, 3, 1)]);
  expect(await left(both)).toEqual(ALL);
});

it.each<[string, (both: Planted, meanwhile: () => void) => Promise<unknown>]>([
  ['policy', (both, meanwhile) => sets(both, { ...WRITERS, requiredStrength: 'enhanced' }, meanwhile)],
  ['role', (both, meanwhile) => gives(both, ['writer'], meanwhile)],
])(
  'N10 what a %s revokes is tried thirty times at an account that is busy, and again by the sweep',
  async (_, change) => {
    const ends = async (times: number) => {
      const both = await two(WRITERS);
      await both.ends(both.cleo, 'cleo by password');
      await change(both, () => both.loses(times, 'account'));
      expect(both.world.logged).toEqual([]);
      return [both.commits.length, await left(both)];
    };
    expect(await ends(29)).toEqual([30, ['cleo by app', 'dora by app']]);
    expect(await ends(30)).toEqual([31, ['cleo by app', 'dora by app']]);
    expect(await ends(60)).toEqual([60, ['cleo by app', 'dora by app', 'dora by password']]);
  },
);

it.each<[string, (both: Planted, meanwhile: () => void) => Promise<unknown>]>([
  ['policy', (both, meanwhile) => sets(both, { ...WRITERS, requiredStrength: 'enhanced' }, meanwhile)],
  ['role', (both, meanwhile) => gives(both, ['writer'], meanwhile)],
])('N10 what a %s revokes is left to the policy that took the place of this one', async (_, change) => {
  const both = await two(WRITERS);
  await both.ends(both.cleo, 'cleo by password');
  await change(both, () =>
    both.beforeTheNext('commit', () => both.policy({ requiredStrength: 'single' }, both.world.now)),
  );
  expect(both.commits).toHaveLength(1);
  expect(await left(both)).toEqual(['cleo by app', 'dora by app', 'dora by password']);
});

it('N10 an account that is deleted while sessions are revoked keeps nobody else from it', async () => {
  const both = await two();
  await sets(both, TIGHT, () =>
    both.beforeTheNext('commit', () => {
      const { id, version } = both.dora;
      const guards = { account: { id, version } };
      return both.store.commit({
        tenant: TENANT,
        now: instant(both.world.now),
        guards,
        deleteAccount: { id },
        events: [],
      });
    }),
  );
  expect(await left(both)).toEqual(['cleo by app']);
  expect(both.world.logged).toEqual([]);
});

it('N10 a change that revokes ends all sessions of an account that fall short, however many', async () => {
  const both = await two();
  for (let place = 0; place < 30; place++) await both.session(both.dora, `one of many ${place}`);
  await sets(both, TIGHT);
  expect(await left(both)).toEqual(['cleo by app', 'dora by app']);
  expect(both.commits).toHaveLength(32);
});
