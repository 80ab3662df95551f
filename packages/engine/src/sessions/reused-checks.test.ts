import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AccountId,
  type Guard,
  hostCode,
  isRefusal,
  type LiveSession,
  type Sallyport,
  type Store,
} from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, type Client, type Embedded, embedded, signedIn } from '../embedded.test-support.ts';
import { machineTimer } from '../kernel/timer.ts';

const HOST = hostCode('host');
const REUSES: Guard = { needs: 'session', reuses: true };

const POLICY = {
  administrators: ADMINISTRATORS,
  onTighten: 'revoke',
  roles: { staff: { requiredStrength: 'phishing-resistant' } },
} as const;

interface Process extends Embedded {
  readonly counted: { checks: number };
}

/** A process that reuses checks, unless it is a script of an operator. */
async function process(shared: Store, reuses = true): Promise<Process> {
  const counted = { checks: 0, passed: 0 };
  const store: Store = {
    ...shared,
    checkSession: (check) => {
      counted.checks += 1;
      return shared.checkSession(check);
    },
  };
  const world = await embedded({
    store,
    sessionCheck: reuses ? { reuse: '100ms' } : undefined,
    timer: { ...machineTimer, now: () => performance.now() + counted.passed },
    policy: POLICY,
  });
  counted.passed = 60_000;
  await world.auth.runBackgroundWork();
  return Object.assign(world, { counted });
}

async function admits({ auth }: Embedded, { caller }: Client, guard: Guard = REUSES): Promise<boolean> {
  return !isRefusal(await auth.sessions.guard(caller, guard));
}

describe('X11 with `sessionCheck: { reuse }`, a session check of a moment ago', () => {
  it('admits requests that only read, and no other', async () => {
    const world = await process(memoryStore());
    const client = await signedIn(world, 'ada@example.org');
    const readsOf = async (...guards: readonly Guard[]): Promise<number> => {
      const before = world.counted.checks;
      for (const guard of guards) expect(await admits(world, client, guard)).toBe(true);
      return world.counted.checks - before;
    };
    expect(await readsOf(REUSES, REUSES, REUSES)).toBe(1);
    const strength = { needs: 'strength', strength: 'baseline' } as const;
    expect(await readsOf({ ...strength, reuses: true })).toBe(0);
    expect(await readsOf({ needs: 'session' }, strength)).toBe(2);
    expect(await readsOf({ ...strength, within: '5m', reuses: true })).toBe(1);
    for (const member of ['ends', 'unattended'] as const)
      expect(await readsOf({ needs: 'session', reuses: true, [member]: true })).toBe(1);
    expect(await readsOf({ needs: 'recent-proof' })).toBe(1);
    await sleep(110);
    expect(await readsOf(REUSES)).toBe(1);
    await world.auth.close();
  });

  it('admits only: what it would refuse is read', async () => {
    const world = await process(memoryStore());
    const client = await signedIn(world, 'ada@example.org');
    expect(await admits(world, client)).toBe(true);
    const before = world.counted.checks;
    const strong: Guard = { needs: 'strength', strength: 'phishing-resistant', reuses: true };
    expect(await admits(world, client, strong)).toBe(false);
    expect(world.counted.checks - before).toBe(1);
    await world.auth.close();
  });

  it('is of a process that began a minute ago', async () => {
    const store = memoryStore();
    const first = await process(store);
    const client = await signedIn(first, 'ada@example.org');
    const second = await embedded({ store, sessionCheck: { reuse: '100ms' } });
    second.now = first.now;
    expect(await store.longestReuse(first.now as Parameters<Store['sweep']>[0])).toBe(100);
    let checks = 0;
    const { checkSession } = store;
    store.checkSession = (check) => {
      checks += 1;
      return checkSession(check);
    };
    for (let one = 0; one < 3; one++) await admits(second, client);
    expect(checks).toBe(3);
    await Promise.all([first.auth.close(), second.auth.close()]);
  });

  it('sees each change of its own process at once', async () => {
    const world = await process(memoryStore());
    const client = await signedIn(world, 'ada@example.org');
    expect(await admits(world, client)).toBe(true);
    const session = await client.session();
    const ending = world.auth.sessions.end(client.caller, session);
    await sleep(20);
    expect(await admits(world, client)).toBe(false);
    await ending;
    await world.auth.close();
  });
});

type Take = (auth: Sallyport, session: LiveSession, id: AccountId, client: Client) => Promise<unknown>;

async function versionOf(auth: Sallyport): Promise<number> {
  return (await auth.policy.current('default')).version;
}

const takes: Readonly<Record<string, Take>> = {
  'a sign-out': (auth, session, _, { caller }) => auth.sessions.end(caller, session),
  'the end of all sessions': (auth, _, accountId) => auth.people.endSessions({ accountId }, { by: HOST }),
  'a block': (auth, _, accountId) => auth.people.block({ accountId }, { reason: 'stolen', by: HOST }),
  'a role that asks for more': (auth, _, accountId) =>
    auth.people.setRoles({ accountId }, { roles: ['staff'], by: HOST }),
  'a deletion': (auth, _, accountId) => auth.people.delete({ accountId }, { by: HOST }),
  'a change of the policy': async (auth) =>
    auth.policy.set(
      'default',
      { ...POLICY, requiredStrength: 'phishing-resistant' },
      { ifVersion: await versionOf(auth), by: HOST },
    ),
};

describe.each(Object.entries(takes))('X11 a request that arrives after %s was answered', (_, take) => {
  it.each([
    ['another process that reuses', true],
    ['a script of an operator', false],
  ])('by %s is refused in a process that admitted it a moment before', async (__, reuses) => {
    const store = memoryStore();
    const [serving, acting] = [await process(store), await process(store, reuses)];
    const client = await signedIn(serving, 'ada@example.org');
    const session = await client.session();
    let isAnswered = false;
    let reads = 0;
    const asking = (async () => {
      while (!isAnswered) {
        const before = serving.counted.checks;
        await admits(serving, client);
        reads += serving.counted.checks - before;
        await sleep(5);
      }
    })();
    await sleep(30);
    const begun = performance.now();
    const own = new (client.constructor as typeof Client)(acting);
    own.caller = client.caller;
    const answer = await take(acting.auth, await own.session().catch(() => session), session.accountId, client);
    expect(isRefusal(answer)).toBe(false);
    const admitted = await admits(serving, client);
    isAnswered = true;
    await asking;
    expect(admitted).toBe(false);
    expect(performance.now() - begun).toBeGreaterThan(100);
    expect(reads).toBeGreaterThan(0);
    await Promise.all([serving.auth.close(), acting.auth.close()]);
  });
});
