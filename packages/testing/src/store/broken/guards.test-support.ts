import type { Store } from '@sallyport/engine';
import type { Obstacle } from '../scene.ts';
import { type BrokenStores, pause, type Rewrite, withVerbs, writing } from './broken-store.test-support.ts';
import { opensFromNothing } from './sessions.test-support.ts';

/** A store that overwrites every version, with as many attempts as necessary. */
function overwriting(caughtBy: string, guard: Obstacle, rewrite: Rewrite): BrokenStores[string] {
  return {
    caughtBy,
    over: (sound) =>
      withVerbs(sound, {
        commit: async (change) => {
          for (;;) {
            const result = await sound.commit(await rewrite(change, sound));
            if (result.outcome === 'committed' || result.with !== guard) return result;
          }
        },
      }),
  };
}

/** Lets one commit at a time hold a policy, and refuses the others. */
function lockingThePolicy(sound: Store): Store {
  const held = new Set<string>();
  return withVerbs(sound, {
    commit: async (change) => {
      if (change.guards.policy === undefined) return sound.commit(change);
      if (held.has(change.tenant)) return { outcome: 'conflict', with: 'policy' };
      held.add(change.tenant);
      await pause();
      held.delete(change.tenant);
      return sound.commit(change);
    },
  });
}

/** Stores that lose updates because a guard accepts every version, and stores with too strict guards. */
export const brokenGuards: BrokenStores = {
  'has no guard on the account': overwriting(
    'of 50 next states of an account at once, one is written',
    'account',
    async (change, sound) => {
      const { account: guard, ...guards } = change.guards;
      const current = guard && (await sound.readAccount(change.tenant, guard.id));
      if (current === undefined) return { ...change, guards };
      const { account } = change;
      const next = account?.id === current.id ? { account: { ...account, version: current.version + 1 } } : {};
      return { ...change, guards: { ...guards, account: { id: current.id, version: current.version } }, ...next };
    },
  ),
  'has no guard on the policy': overwriting(
    'of 50 writers of the next policy at once, one is heard',
    'policy',
    async ({ guards: { policy: _, ...guards }, policy, ...change }, sound) => {
      const version = ((await sound.readPolicy(change.tenant))?.version ?? 0) + 1;
      return { ...change, guards, policy: policy && { ...policy, version } };
    },
  ),
  'has no guard on the administrators': overwriting(
    'two administrators at once cannot remove each other',
    'administrators',
    async ({ guards: { administrators: _, ...guards }, administrators, ...change }, sound) => {
      const version = ((await sound.readAdministrators(change.tenant))?.version ?? 0) + 1;
      return { ...change, guards, administrators: administrators && { ...administrators, version } };
    },
  ),
  'has no guard on the session': overwriting(
    'a session is rotated by one of 100 at once',
    'session',
    async (change, sound) => {
      const { session: guard, ...guards } = change.guards;
      if (guard === undefined || change.session === undefined) return { ...change, guards };
      const listed = await sound.listSessions(change.tenant, change.session.accountId, change.now);
      const current = listed.find(({ id }) => id === guard.id);
      if (current === undefined) {
        const { session: _, ...rest } = change;
        return { ...rest, guards };
      }
      const { id, version } = current;
      return {
        ...change,
        guards: { ...guards, session: { id, version } },
        session: { ...change.session, version: version + 1 },
      };
    },
  ),
  'has no guard on the flow': writing('a flow is consumed by one of 100 at once, and opens one session', (change) => {
    const { flow: guard, ...guards } = change.guards;
    if (guard === undefined || change.flow?.id === guard.id) return change;
    return { ...change, guards, endFlow: { id: guard.id }, ...opensFromNothing(change) };
  }),
  'moves the version of an account that is only guarded': writing(
    'a guard that writes nothing leaves the version as it was',
    async (change, sound) => {
      const { guards, account, deleteAccount } = change;
      if (guards.account === undefined || account !== undefined || deleteAccount !== undefined) return change;
      const current = await sound.readAccount(change.tenant, guards.account.id);
      return current ? { ...change, account: { ...current, version: guards.account.version + 1 } } : change;
    },
  ),
  'locks the policy that is only guarded': {
    caughtBy: 'commits that only guard a policy do not stand in each other’s way',
    over: lockingThePolicy,
  },
};
