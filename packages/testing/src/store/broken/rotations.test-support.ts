import type { Commit, EndSessions, SessionRecord, Store } from '@sallyport/engine';
import { type BrokenStores, pause, withVerbs, writing } from './broken-store.test-support.ts';
import { opensFromNothing } from './sessions.test-support.ts';

/** Lists the sessions to end, and ends them a moment later if they are unchanged. */
function endingWhatItSaw(sound: Store, isAsked: (asked: EndSessions) => boolean): Store {
  return withVerbs(sound, {
    commit: async ({ endSessions, ...change }) => {
      if (endSessions === undefined) return sound.commit(change);
      if (!isAsked(endSessions)) return sound.commit({ ...change, endSessions });
      const { tenant, now } = change;
      const list = () => sound.listSessions(tenant, endSessions.accountId, now);
      const seen = await list();
      await pause();
      const result = await sound.commit(change);
      if (result.outcome === 'conflict') return result;
      const brought = [change.session?.id, change.newSession?.session.id];
      for (const { id, version, bindings } of await list()) {
        if (!seen.some((session) => session.id === id && session.version === version)) continue;
        if (brought.includes(id) || !isEnded(endSessions, id, bindings)) continue;
        await sound.commit({ tenant, now, guards: {}, endSessions: { ...endSessions, only: id }, events: [] });
      }
      return result;
    },
  });
}

function isEnded({ except, only, provedBy }: EndSessions, id: string, bindings: readonly string[]): boolean {
  if (id === except || (only !== undefined && id !== only)) return false;
  return provedBy === undefined || bindings.some((factor) => provedBy.includes(factor));
}

/** Accepts every earlier token of a rotated session. */
function knowingOldTokens(sound: Store): Store {
  const next = new Map<string, string>();
  const last = (tokenHash: string): string => {
    const after = next.get(tokenHash);
    return after === undefined || after === tokenHash ? tokenHash : last(after);
  };
  return withVerbs(sound, {
    commit: async (change) => {
      const { session } = change;
      const listed = session && (await sound.listSessions(change.tenant, session.accountId, change.now));
      const before = listed?.find(({ id }) => id === session?.id);
      const result = await sound.commit(change);
      if (result.outcome === 'committed' && session && before) next.set(before.tokenHash, session.tokenHash);
      return result;
    },
    beginStep: (step) =>
      sound.beginStep(step.sessionHash === undefined ? step : { ...step, sessionHash: last(step.sessionHash) }),
    checkSession: (check) => sound.checkSession({ ...check, tokenHash: last(check.tokenHash) }),
  });
}

/** Replaces a rotated session by a session with another id. */
function replacing({ session, guards, ...change }: Commit): Commit {
  if (session === undefined || guards.session === undefined) {
    return { ...change, guards, session };
  }
  const newSession = { session: { ...session, id: `${session.id}+`, version: 1 }, consumes: { singleUse: '' } };
  const { accountId } = session;
  const endSessions = change.endSessions ?? { accountId, only: guards.session.id };
  return { ...change, guards, ...opensFromNothing({ ...change, guards, newSession }), endSessions };
}

/** Keeps the members of a session that its next state lacks. */
async function merging(change: Commit, sound: Store): Promise<Commit> {
  const { session } = change;
  if (session === undefined) return change;
  const listed = await sound.listSessions(change.tenant, session.accountId, change.now);
  const before = listed.find(({ id }) => id === session.id);
  return before ? { ...change, session: { ...before, ...session } } : change;
}

/** Writes the next state of a session even if the session was ended. */
function bringingBack(sound: Store): Store {
  return withVerbs(sound, {
    commit: async (change) => {
      const result = await sound.commit(change);
      const { session } = change;
      if (session === undefined || result.outcome === 'committed' || result.with !== 'session') return result;
      const listed = await sound.listSessions(change.tenant, session.accountId, change.now);
      if (listed.some(({ id }) => id === session.id)) return result;
      const {
        guards: { session: _, ...guards },
        session: __,
        ...rest
      } = change;
      return sound.commit({ ...rest, guards, ...opensFromNothing({ ...change, newSession: opened(session) }) });
    },
  });
}

function opened(session: SessionRecord): NonNullable<Commit['newSession']> {
  return { session, consumes: { singleUse: '' } };
}

/** Writes the whole session that a check read, a moment after the check. */
function writingBack(sound: Store): Store {
  const written = new Map<string, SessionRecord>();
  const nameOf = ({ tenant, id }: SessionRecord): string => JSON.stringify([tenant, id]);
  const shown = (session: SessionRecord): SessionRecord => {
    const { lastSeenAt } = session;
    return { ...(written.get(nameOf(session)) ?? session), lastSeenAt };
  };
  return withVerbs(sound, {
    commit: async (change) => {
      const result = await sound.commit(change);
      for (const session of [change.session, change.newSession?.session])
        if (result.outcome === 'committed' && session !== undefined) written.delete(nameOf(session));
      return result;
    },
    checkSession: async (check) => {
      const loaded = await sound.checkSession(check);
      await pause();
      if (loaded !== undefined) written.set(nameOf(loaded.session), loaded.session);
      return loaded;
    },
    listSessions: async (...asked) => (await sound.listSessions(...asked)).map(shown),
  });
}

/** Stores whose rotations leave something behind, or remove too much. */
export const brokenRotations: BrokenStores = {
  'misses a session that is rotated while others are ended': {
    caughtBy: 'ending all other sessions while it is rotated leaves no survivor',
    over: (sound) => endingWhatItSaw(sound, ({ only, provedBy }) => only === undefined && provedBy === undefined),
  },
  'misses a session that is rotated while it is ended': {
    caughtBy: 'ending one session while it is rotated leaves no survivor',
    over: (sound) => endingWhatItSaw(sound, ({ only }) => only !== undefined),
  },
  'misses a session that is rotated while its factor goes': {
    caughtBy: 'ending what rests on a factor while it is rotated leaves no survivor',
    over: (sound) => endingWhatItSaw(sound, ({ provedBy }) => provedBy !== undefined),
  },
  'brings a session back by rotating it': {
    caughtBy: 'a session that was ended is not rotated',
    over: bringingBack,
  },
  'brings back what a session was when a check read it': {
    caughtBy: 'a session that is raised ten times beside 40 checks stays raised',
    over: writingBack,
  },
  'knows the tokens of a session from before': {
    caughtBy: 'a rotated session keeps its id, and only its new token finds it',
    over: knowingOldTokens,
  },
  'replaces a session that is rotated': writing(
    'a rotated session keeps its id, and only its new token finds it',
    replacing,
  ),
  'merges the next state of a session into the one before': writing(
    'the next state of a session replaces the whole of the one before',
    merging,
  ),
  'keeps the token of a session': writing(
    'a rotated session keeps its id, and only its new token finds it',
    async (change, sound) => {
      const { session } = change;
      if (session === undefined) return change;
      const listed = await sound.listSessions(change.tenant, session.accountId, change.now);
      const tokenHash = listed.find(({ id }) => id === session.id)?.tokenHash ?? session.tokenHash;
      return { ...change, session: { ...session, tokenHash } };
    },
  ),
  'writes no next state of a session': writing('a session may move on under the token that it has', (change) => {
    const { session: _, ...rest } = change;
    return rest;
  }),
  'keeps the flow by which a session is raised': writing(
    'a session is raised, and the flow it was raised by ends',
    ({ endFlow, ...change }) => (change.session || endFlow === undefined ? change : { ...change, endFlow }),
  ),
  'ends a session that is rotated if it is the one named': {
    caughtBy: 'a session that is rotated stays, though it rests on what goes, or is the one that is named',
    over: (sound) =>
      withVerbs(sound, {
        commit: async (change) => {
          const result = await sound.commit(change);
          const { tenant, now, endSessions } = change;
          if (result.outcome === 'committed' && endSessions?.only !== undefined)
            await sound.commit({ tenant, now, guards: {}, endSessions, events: [] });
          return result;
        },
      }),
  },
};
