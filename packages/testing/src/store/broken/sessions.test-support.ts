import { randomUUID } from 'node:crypto';
import type { Commit } from '@sallyport/engine';
import { type BrokenStores, withVerbs, writing } from './broken-store.test-support.ts';

/** Opens the same session by a fresh single-use value instead of the flow or the single-use value that had to be consumed. */
export function opensFromNothing({ newSession, uses = [], now }: Commit): Partial<Commit> {
  if (newSession === undefined) return {};
  const singleUse = randomUUID();
  return {
    newSession: { ...newSession, consumes: { singleUse } },
    uses: [...uses, { key: singleUse, expiresAt: now }],
  };
}

/** Stores that end the wrong sessions and flows, or fail to end them. */
export const brokenSessions: BrokenStores = {
  'removes an ended flow by its token, after the new flow is written': writing(
    'a new flow with the token of the flow that its commit ends is written whole, or not at all',
    ({ flow, ...change }) =>
      flow === undefined || change.endFlow === undefined || flow.id === change.guards.flow?.id
        ? { ...change, ...(flow && { flow }) }
        : change,
  ),
  'ends the one session that was to stay': writing('ending all but one', ({ endSessions, ...change }) => {
    const { except: _, ...rest } = endSessions ?? {};
    return endSessions ? { ...change, endSessions: { ...rest, accountId: endSessions.accountId } } : change;
  }),
  'ends more than the one session': writing('ending one only', ({ endSessions, ...change }) => {
    const { only: _, ...rest } = endSessions ?? {};
    return endSessions ? { ...change, endSessions: { ...rest, accountId: endSessions.accountId } } : change;
  }),
  'ends sessions whatever they rest on': writing('ending those that rest on a factor', ({ endSessions, ...change }) => {
    const { provedBy: _, ...rest } = endSessions ?? {};
    return endSessions ? { ...change, endSessions: { ...rest, accountId: endSessions.accountId } } : change;
  }),
  'ends the session that the change brings': {
    caughtBy: 'a session that is rotated stays, and ends the others with it',
    over: (sound) =>
      withVerbs(sound, {
        commit: async (change) => {
          const result = await sound.commit(change);
          const { tenant, now, endSessions } = change;
          if (result.outcome === 'committed' && endSessions)
            await sound.commit({ tenant, now, guards: {}, endSessions, events: [] });
          return result;
        },
      }),
  },
  'ends 100 sessions at most': writing(
    'one commit ends 120 sessions, and appends 100 events',
    async ({ endSessions, ...change }, sound) => {
      if (endSessions === undefined) return change;
      const [newest, ...others] = await sound.listSessions(change.tenant, endSessions.accountId, change.now);
      const spared = others.length < 100 ? {} : { except: newest?.id };
      return { ...change, endSessions: { ...endSessions, ...spared } };
    },
  ),
  'ends no sessions': writing('ending all of an account', ({ endSessions: _, ...change }) => change),
  'keeps what a session consumed': {
    caughtBy: 'a session opens by consuming its flow',
    over: (sound) =>
      withVerbs(sound, {
        commit: (change) =>
          sound.commit(change.newSession && change.guards.flow ? { ...change, ...opensFromNothing(change) } : change),
      }),
  },
  'ends no flows': writing(
    'ending a flow ends it, and ending one that is not there is no conflict',
    ({ endFlow: _, ...change }) => change,
  ),
};
