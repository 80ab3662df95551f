import { setTimeout as sleep } from 'node:timers/promises';
import { type Guard, hostCode, isRefusal, type SallyportOptions, type Store } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, signedIn } from '../../embedded.test-support.ts';
import { machineTimer } from '../../kernel/timer.ts';

const by = hostCode('hr');
const REUSES: Guard = { needs: 'session', reuses: true };

async function process(store: Store, options: Partial<SallyportOptions<string>> = {}): Promise<Embedded> {
  const counted = { passed: 0 };
  const world = await embedded({
    store,
    sessionCheck: { reuse: '1s' },
    timer: { ...machineTimer, now: () => performance.now() + counted.passed },
    ...options,
  });
  counted.passed = 60_000;
  await world.auth.runBackgroundWork();
  return world;
}

/**
 * docs/guide/operate.md, "Reuse a check for a moment": "a sign-out, a block, a change of roles, a deletion or a change of the policy is answered a
 * quarter of a second later. **A request that arrives after that answer is refused, in every process.**"
 */
describe('X11 an act that another process has just made', () => {
  it('is answered when no process admits the person any more: a block', async () => {
    const store = memoryStore();
    const [serving, first, second] = [await process(store), await process(store), await process(store)];
    const client = await signedIn(serving, 'ada@example.org');
    const { accountId } = await client.session();
    expect(isRefusal(await serving.auth.sessions.guard(client.caller, REUSES))).toBe(false);
    const one = first.auth.people.block({ accountId }, { reason: 'stolen', by });
    await sleep(20);
    const other = await second.auth.people.block({ accountId }, { reason: 'stolen', by });
    const admitted = !isRefusal(await serving.auth.sessions.guard(client.caller, REUSES));
    await one;
    expect({ other, admitted }).toMatchObject({ other: { status: 'blocked' }, admitted: false });
    await Promise.all([serving, first, second].map(({ auth }) => auth.close()));
  });

  it('is answered when no process admits the person any more: a deletion by name', async () => {
    const store = memoryStore();
    const [serving, first, second] = [await process(store), await process(store), await process(store)];
    const client = await signedIn(serving, 'ada@example.org');
    const identifier = 'ada@example.org';
    expect(isRefusal(await serving.auth.sessions.guard(client.caller, REUSES))).toBe(false);
    const one = first.auth.people.delete({ identifier }, { by });
    await sleep(20);
    const other = await second.auth.people.delete({ identifier }, { by });
    const admitted = !isRefusal(await serving.auth.sessions.guard(client.caller, REUSES));
    await one;
    expect({ other, admitted }).toMatchObject({ other: { refused: 'not-found' }, admitted: false });
    await Promise.all([serving, first, second].map(({ auth }) => auth.close()));
  });

  it('is answered when no process admits the person any more: a lost role, which another process has just heard of', async () => {
    const store = memoryStore();
    let roles = ['staff'];
    const host = { resolveSubject: () => roles };
    const all = [await process(store, host), await process(store, host), await process(store, host)] as const;
    const [serving, other, office] = all;
    const passes = (minutes: number): void => {
      for (const world of all) world.now += minutes * 60_000;
    };
    const client = await signedIn(serving, 'ada@example.org');
    const { accountId } = await client.session();
    expect(await other.auth.sessions.guard(client.caller, { needs: 'session' })).toMatchObject({ roles: ['staff'] });
    passes(10);
    // At a sign-in the serving process hears the roles again.
    await new Client(serving).signsInByMail('ada@example.org');
    passes(6);
    expect(await serving.auth.sessions.guard(client.caller, REUSES)).toMatchObject({ roles: ['staff'] });
    roles = [];
    // Any request to a process that heard the roles `rolesWithin` ago.
    expect(await other.auth.sessions.guard(client.caller, { needs: 'session' })).toMatchObject({ roles: [] });
    expect(await office.auth.people.rolesChanged({ accountId }, { by })).toMatchObject({ roles: [] });
    expect(await serving.auth.sessions.guard(client.caller, REUSES)).toMatchObject({ roles: [] });
    await Promise.all(all.map(({ auth }) => auth.close()));
  });
});
