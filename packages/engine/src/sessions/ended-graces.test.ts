import { instant, milliseconds, type PolicyInput } from '@sallyport/core';
import { type Caller, hostCode, isRefusal, type Store, StoreUnavailable } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { embedded, TENANT } from '../embedded.test-support.ts';
import type { Timer } from '../kernel/timer.ts';
import { virtualTimer } from '../kernel/virtual-timer.test-support.ts';
import { byApp, byPassword, HOUR, MINUTE, type Planted, planted, tokenOf } from './planted.test-support.ts';

const GRACE = HOUR;
const DAY = 24 * HOUR;
const LOOSE: PolicyInput<string> = { administrators: {}, requiredStrength: 'single' };
const TIGHT: PolicyInput<string> = {
  ...LOOSE,
  requiredStrength: 'enhanced',
  onTighten: { after: '1h', then: 'revoke' },
};
const WRITERS: PolicyInput<string> = {
  ...LOOSE,
  roles: { writer: { requiredStrength: 'enhanced' } },
  onTighten: { after: '1h', then: 'revoke' },
};

/** Dora and Cleo, each in a session by a password and in one by an authenticator app too. The sessions outlive every test. */
async function two(policy: PolicyInput<string> = LOOSE, timer?: Timer) {
  const plants = await planted({ policy, ...(timer && { timer }) });
  const { account, session, world } = plants;
  const lasts = { expiresAt: instant(world.now + 90 * DAY), idle: milliseconds(90 * DAY) };
  const evidence = [byPassword(world.now - HOUR), byApp(world.now - HOUR)];
  const [dora, cleo] = [await account('dora'), await account('cleo')];
  for (const owner of [dora, cleo]) {
    await session(owner, `${owner.id} by password`, lasts);
    await session(owner, `${owner.id} by app`, { evidence, ...lasts });
  }
  await world.auth.runBackgroundWork();
  return { ...plants, dora, cleo };
}

type Two = Awaited<ReturnType<typeof two>>;

async function sets({ world: { auth } }: Planted, policy: PolicyInput<string>): Promise<void> {
  const ifVersion = (await auth.policy.current('default')).version;
  const saved = await auth.policy.set('default', policy, { ifVersion, by: hostCode('host') });
  if (isRefusal(saved)) throw new Error(saved.refused);
}

/** Lets time pass, and the background work run. */
async function passes({ world }: Planted, time: number, ...others: readonly Planted['world'][]): Promise<void> {
  world.now += time;
  for (const other of others) other.now = world.now;
  await Promise.all([world, ...others].map(({ auth }) => auth.runBackgroundWork()));
}

const left = async ({ sessions, dora, cleo }: Two) =>
  [...(await sessions(dora)), ...(await sessions(cleo))].map(({ id }) => id).toSorted();
const told = async ({ events }: Planted) =>
  (await events())
    .filter(({ type }) => type === 'session.revoked')
    .map(({ actor, detail }) => [actor, detail?.['session'], detail?.['policyVersion']]);
const ALL = ['cleo by app', 'cleo by password', 'dora by app', 'dora by password'];
const STRONG = ['cleo by app', 'dora by app'];
const NO_SESSION = { refused: 'no-session' };
/** Who shows the token of a session. */
const by = (session: string): Caller => ({ tenant: TENANT, mode: 'token', sessionToken: tokenOf(session) });

/** A process beside the first, and how often it read all accounts, and the sessions of one. */
async function beside({ store, world }: Two, policy: PolicyInput<string>) {
  const counted = { people: 0, sessions: 0 };
  const watched: Store = {
    ...store,
    async listPeople(...asked) {
      counted.people += 1;
      return store.listPeople(...asked);
    },
    async listSessions(...asked) {
      counted.sessions += 1;
      return store.listSessions(...asked);
    },
  };
  const process = await embedded({ policy, store: watched });
  process.now = world.now;
  return { process, counted };
}

it('N10 X18 the sweep after a grace ends each session that falls short, with an event each, and no other', async () => {
  const both = await two();
  await sets(both, TIGHT);
  await passes(both, GRACE - 1);
  expect(await left(both)).toEqual(ALL);
  expect(await told(both)).toEqual([]);
  await passes(both, 1);
  expect(await left(both)).toEqual(STRONG);
  const ended = [
    ['system', 'cleo by password', 2],
    ['system', 'dora by password', 2],
  ];
  expect(await told(both)).toEqual(ended);
  await sets(both, LOOSE);
  await passes(both, DAY);
  expect(await left(both)).toEqual(STRONG);
  expect(await told(both)).toEqual(ended);
});

it('N10 the sweep runs in the background, every 15 seconds', async () => {
  const timer = virtualTimer();
  const both = await two(LOOSE, timer);
  await sets(both, TIGHT);
  both.world.now += GRACE;
  await timer.pass(14_999);
  expect(await left(both)).toEqual(ALL);
  await timer.pass(1);
  await expect.poll(() => left(both), { timeout: 20_000 }).toEqual(STRONG);
  await both.world.auth.close();
});

it('N10 saving the policy again renews no grace before the sweep', async () => {
  const both = await two();
  await sets(both, TIGHT);
  for (const minutes of [20, 20, 19]) {
    await passes(both, minutes * MINUTE);
    await sets(both, { ...TIGHT, recentProof: `${minutes}m` });
  }
  await passes(both, 0);
  expect(await left(both)).toEqual(ALL);
  await passes(both, MINUTE);
  expect(await left(both)).toEqual(STRONG);
});

it('N10 the sweep ends at once the sessions whose grace was over when the policy began to revoke', async () => {
  const both = await two();
  await sets(both, { ...TIGHT, onTighten: 'next-sign-in' });
  await passes(both, GRACE);
  await sets(both, TIGHT);
  await passes(both, 0);
  expect(await left(both)).toEqual(STRONG);
});

it('N10 the sweep ends the sessions that fall short of a gained role, when the grace of the role is over', async () => {
  const both = await two(WRITERS);
  await passes(both, 5 * MINUTE);
  await both.world.auth.people.setRoles({ accountId: 'dora' }, { roles: ['writer'], by: hostCode('host') });
  await passes(both, GRACE - 1);
  expect(await left(both)).toEqual(ALL);
  await passes(both, 1);
  expect(await left(both)).toEqual(['cleo by app', 'cleo by password', 'dora by app']);
  expect(await told(both)).toEqual([['system', 'dora by password', 1]]);
});

it('N10 several processes end a session after its grace once, one of them after a restart', async () => {
  const both = await two();
  await sets(both, TIGHT);
  const others = [(await beside(both, LOOSE)).process, (await beside(both, LOOSE)).process];
  await passes(both, MINUTE, ...others);
  await both.world.auth.close();
  const restarted = (await beside(both, LOOSE)).process;
  await passes(both, GRACE, ...others, restarted);
  expect(await left(both)).toEqual(STRONG);
  expect(await told(both)).toHaveLength(2);
  await Promise.all([...others, restarted].map(({ auth }) => auth.close()));
});

it('N10 the sweep reads all accounts at the end of a grace, under a new version and once a day, and only then', async () => {
  const both = await two(WRITERS);
  const { process, counted } = await beside(both, WRITERS);
  const reads = async (time: number) => {
    Object.assign(counted, { people: 0, sessions: 0 });
    await passes(both, time, process);
    return { ...counted };
  };
  const [ALL_ACCOUNTS, NOTHING] = [
    { people: 1, sessions: 2 },
    { people: 0, sessions: 0 },
  ];
  expect(await reads(0)).toEqual(ALL_ACCOUNTS);
  expect(await reads(MINUTE)).toEqual(NOTHING);
  expect(await reads(GRACE - MINUTE)).toEqual(ALL_ACCOUNTS);
  expect(await reads(MINUTE)).toEqual(NOTHING);
  await both.world.auth.people.setRoles({ accountId: 'dora' }, { roles: ['reader'], by: hostCode('host') });
  expect(await reads(GRACE - 1)).toEqual(NOTHING);
  expect(await reads(1)).toEqual({ people: 0, sessions: 1 });
  expect(await reads(5 * MINUTE)).toEqual({ people: 0, sessions: 1 });
  expect(await reads(5 * MINUTE)).toEqual(NOTHING);
  await sets(both, { ...WRITERS, recentProof: '10m' });
  expect(await reads(MINUTE)).toEqual(ALL_ACCOUNTS);
  expect(await reads(GRACE)).toEqual(ALL_ACCOUNTS);
  expect(await reads(DAY - MINUTE)).toEqual(NOTHING);
  expect(await reads(MINUTE)).toEqual(ALL_ACCOUNTS);
  await sets(both, { ...WRITERS, onTighten: 'step-up' });
  expect(await reads(DAY)).toEqual(NOTHING);
  await process.auth.close();
});

it('N10 the sweep ends the sessions of the others where one account fails, and tries this one again', async () => {
  const both = await two();
  await sets(both, TIGHT);
  await passes(both, MINUTE);
  both.beforeTheNext('listSessions', async () => {
    throw new TypeError('a session that no release reads');
  });
  await passes(both, GRACE);
  expect(await left(both)).toHaveLength(3);
  await passes(both, 0);
  expect(await left(both)).toEqual(STRONG);
});

it('N10 the sweep tries again if an account was busy, or the store did not answer', async () => {
  const both = await two();
  await sets(both, TIGHT);
  await passes(both, MINUTE);
  both.loses(60, 'account');
  await passes(both, GRACE);
  expect(await left(both)).toEqual(ALL);
  let fails = true;
  both.beforeTheNext('listSessions', async () => {
    if (fails) throw new StoreUnavailable({ operation: 'listSessions' });
  });
  await passes(both, 0);
  fails = false;
  expect(await left(both)).toEqual(ALL);
  expect(both.world.logged).toEqual([[expect.stringContaining('revokes'), expect.anything()]]);
  await passes(both, 0);
  expect(await left(both)).toEqual(STRONG);
});

it('N10 X18 the check that refuses a session after its grace ends the session, in one commit with one event', async () => {
  const both = await two();
  const { guard } = both.world.auth.sessions;
  await sets(both, TIGHT);
  both.world.now += GRACE - 1;
  both.commits.length = 0;
  expect(await guard(by('dora by password'), { needs: 'session' })).toMatchObject({ accountId: 'dora' });
  expect(both.commits).toEqual([]);
  both.world.now += 1;
  expect(await guard(by('dora by password'), { needs: 'session', evenIfTightened: true })).toEqual(NO_SESSION);
  expect(both.commits).toHaveLength(1);
  expect(await guard(by('dora by password'), { needs: 'session' })).toEqual(NO_SESSION);
  expect(await guard(by('dora by app'), { needs: 'session' })).toMatchObject({ accountId: 'dora' });
  expect(both.commits).toHaveLength(1);
  expect(await told(both)).toEqual([['system', 'dora by password', 2]]);
  await sets(both, LOOSE);
  expect(await guard(by('dora by password'), { needs: 'session' })).toEqual(NO_SESSION);
  expect(await left(both)).toEqual(['cleo by app', 'cleo by password', 'dora by app']);
});

it('N10 X18 of 20 simultaneous checks in two processes, beside a sweep, one ends the session, with one event', async () => {
  const both = await two();
  await sets(both, TIGHT);
  const { process } = await beside(both, LOOSE);
  both.world.now += GRACE;
  process.now = both.world.now;
  const asked = Array.from({ length: 20 }, (_, place) =>
    [both.world, process][place % 2]?.auth.sessions.guard(by('dora by password'), { needs: 'session' }),
  );
  const [answers] = await Promise.all([Promise.all(asked), both.world.auth.runBackgroundWork()]);
  expect(answers).toEqual(asked.map(() => NO_SESSION));
  expect(await left(both)).toEqual(STRONG);
  expect((await told(both)).toSorted()).toEqual([
    ['system', 'cleo by password', 2],
    ['system', 'dora by password', 2],
  ]);
  await process.auth.close();
});

it('N10 neither the check nor the sweep ends a session that the policy only refuses at its next request', async () => {
  const both = await two();
  await sets(both, { ...TIGHT, onTighten: { after: '1h', then: 'next-request' } });
  await passes(both, GRACE);
  expect(await both.world.auth.sessions.guard(by('dora by password'), { needs: 'session' })).toEqual(NO_SESSION);
  expect(await left(both)).toEqual(ALL);
  expect(await told(both)).toEqual([]);
});
