import type { Commit, Store } from '@sallyport/engine';
import { type BrokenStores, pause, withVerbs, writing } from './broken-store.test-support.ts';

type Actor = NonNullable<Commit['guards']['actor']>;

function withoutActor({ guards: { actor: _, ...guards }, ...change }: Commit): Commit {
  return { ...change, guards };
}

async function hasAccount(sound: Store, { tenant }: Commit, { accountId, version }: Actor): Promise<boolean> {
  return (await sound.readAccount(tenant, accountId))?.version === version;
}

async function hasSession(sound: Store, { tenant, now }: Commit, { accountId, sessionId }: Actor): Promise<boolean> {
  const sessions = await sound.listSessions(tenant, accountId, now);
  return sessions.some(({ id }) => id === sessionId);
}

/** A store that checks the actor by its own rule before the write. */
function looking(
  caughtBy: string,
  isThere: (sound: Store, change: Commit, actor: Actor) => Promise<boolean>,
): BrokenStores[string] {
  return {
    caughtBy,
    over: (sound) =>
      withVerbs(sound, {
        commit: async (change) => {
          const { actor } = change.guards;
          if (actor === undefined) return sound.commit(change);
          if (!(await isThere(sound, change, actor))) return { outcome: 'conflict', with: 'actor' };
          return sound.commit(withoutActor(change));
        },
      }),
  };
}

/** A store that checks the actor, and writes these changes a moment later. */
function lookingFirst(caughtBy: string, isOne: (change: Commit) => boolean): BrokenStores[string] {
  return {
    caughtBy,
    over: (sound) =>
      withVerbs(sound, {
        commit: async (change) => {
          const { actor } = change.guards;
          if (actor === undefined || !isOne(change)) return sound.commit(change);
          const { tenant, now } = change;
          const looked = await sound.commit({ tenant, now, guards: { actor }, events: [] });
          if (looked.outcome === 'conflict') return looked;
          await pause();
          return sound.commit(withoutActor(change));
        },
      }),
  };
}

/** Stores that accept changes of an outdated or deleted actor. */
export const brokenActors: BrokenStores = {
  'looks at an actor who blocks, and writes a moment later': lookingFirst(
    'of two who block each other at once, one at most succeeds',
    ({ account }) => account !== undefined,
  ),
  'looks at an actor who signs out, and writes a moment later': lookingFirst(
    'of two who sign each other out at once, one at most succeeds',
    ({ endSessions, account }) => endSessions !== undefined && account === undefined,
  ),
  'looks at an actor who deletes, and writes a moment later': lookingFirst(
    'of two who delete each other at once, one at most succeeds',
    ({ deleteAccount }) => deleteAccount !== undefined,
  ),
  'looks at nobody': writing('an actor of another tenant is nobody', withoutActor),
  'looks at the account of an actor only': looking('an actor who was signed out is refused', hasAccount),
  'looks at the session of an actor only': looking('an actor who changed since is refused', hasSession),
  'asks whether the session of an actor is there, not whether it is over': looking(
    'an actor whose session is over is refused',
    async (sound, change, actor) =>
      (await hasAccount(sound, change, actor)) &&
      (await hasSession(
        sound,
        { ...change, now: (await sound.readAccount(change.tenant, actor.accountId))?.createdAt ?? change.now },
        actor,
      )),
  ),
  'wants a session of every actor': looking(
    'an actor without a session is there as long as their account is as named',
    async (sound, change, actor) =>
      (await hasAccount(sound, change, actor)) && (await hasSession(sound, change, actor)),
  ),
  'guards no account of an actor without a session': {
    caughtBy: 'an actor without a session is there as long as their account is as named',
    over: (sound) =>
      withVerbs(sound, {
        commit: async (change) =>
          sound.commit(change.guards.actor?.sessionId === undefined ? withoutActor(change) : change),
      }),
  },
  'looks at an actor without a session, and writes a moment later': lookingFirst(
    'of somebody who is blocked and an act by their right, the act comes first or not at all',
    ({ guards }) => guards.actor?.sessionId === undefined,
  ),
  'wants the first version of the session of an actor': looking(
    'an actor acts from a session of whatever version',
    async (sound, change, actor) => {
      const listed = await sound.listSessions(change.tenant, actor.accountId, change.now);
      const isFirst = listed.find(({ id }) => id === actor.sessionId)?.version === 1;
      return isFirst && (await hasAccount(sound, change, actor));
    },
  ),
  'moves the version of an actor': {
    caughtBy: 'an actor’s account and session keep their versions',
    over: (sound) =>
      withVerbs(sound, {
        commit: async (change) => {
          const result = await sound.commit(change);
          const { actor } = change.guards;
          const current = actor && (await sound.readAccount(change.tenant, actor.accountId));
          if (result.outcome === 'conflict' || current === undefined) return result;
          const { tenant, now } = change;
          const guards = { account: { id: current.id, version: current.version } };
          const account = { ...current, version: current.version + 1 };
          return sound.commit({ tenant, now, guards, account, events: [] });
        },
      }),
  },
  'refuses an actor who is the account that is written': {
    caughtBy: 'an actor may write their own account, and rotate their session with it',
    over: (sound) =>
      withVerbs(sound, {
        commit: async (change) =>
          change.account !== undefined && change.guards.actor?.accountId === change.account.id
            ? { outcome: 'conflict', with: 'actor' }
            : sound.commit(change),
      }),
  },
  'refuses an actor whose session ends with the change': {
    caughtBy: 'an actor may end their own session, and delete their own account',
    over: (sound) =>
      withVerbs(sound, {
        commit: async (change) =>
          change.endSessions?.only !== undefined && change.guards.actor?.sessionId === change.endSessions.only
            ? { outcome: 'conflict', with: 'actor' }
            : sound.commit(change),
      }),
  },
  'refuses every actor': {
    caughtBy: 'a change is made by an actor whose account and session are as named',
    over: (sound) =>
      withVerbs(sound, {
        commit: async (change) =>
          change.guards.actor === undefined ? sound.commit(change) : { outcome: 'conflict', with: 'actor' },
      }),
  },
};
