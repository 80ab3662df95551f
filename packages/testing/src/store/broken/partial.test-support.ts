import type { Commit } from '@sallyport/engine';
import { type BrokenStores, withVerbs } from './broken-store.test-support.ts';

/** A store that writes part of a change before it checks the guards. */
function writingFirst(
  part: (change: Commit) => Partial<Commit>,
  without: (change: Commit) => Commit,
): BrokenStores[string] {
  const caughtBy = 'nothing is left behind where the account is at another version';
  return {
    caughtBy,
    over: (sound) =>
      withVerbs(sound, {
        commit: async (change) => {
          const { tenant, now } = change;
          const first = await sound.commit({ tenant, now, guards: {}, events: [], ...part(change) });
          return first.outcome === 'committed' ? sound.commit(without(change)) : first;
        },
      }),
  };
}

/** Stores that leave part of a refused commit behind. */
export const partialCommits: BrokenStores = {
  'writes events before it looks': writingFirst(
    ({ events }) => ({ events }),
    (change) => ({ ...change, events: [] }),
  ),
  'uses before it looks': writingFirst(
    ({ uses = [] }) => ({ uses }),
    ({ uses: _, ...change }) => change,
  ),
  'writes devices before it looks': writingFirst(
    ({ device }) => (device ? { device } : {}),
    ({ device: _, ...change }) => change,
  ),
  'forgets devices before it looks': writingFirst(
    ({ forgetDevices }) => (forgetDevices ? { forgetDevices } : {}),
    ({ forgetDevices: _, ...change }) => change,
  ),
  'counts failures at unknown identifiers before it looks': writingFirst(
    ({ countUnknownFailure }) => (countUnknownFailure ? { countUnknownFailure } : {}),
    ({ countUnknownFailure: _, ...change }) => change,
  ),
  'rotates sessions before it looks': writingFirst(
    ({ session, guards }) => (session && guards.session ? { session, guards: { session: guards.session } } : {}),
    ({ session, guards, ...change }) => {
      if (session === undefined) return { ...change, guards };
      const { endSessions } = change;
      const except = endSessions && { endSessions: { ...endSessions, except: session.id } };
      return { ...change, ...except, guards: { ...guards, session: { id: session.id, version: session.version } } };
    },
  ),
  'writes new flows before it looks': writingFirst(
    ({ flow, guards }) => (flow && flow.id !== guards.flow?.id ? { flow } : {}),
    ({ flow, ...change }) => (flow && flow.id === change.guards.flow?.id ? { ...change, flow } : change),
  ),
  'ends flows before it looks': writingFirst(
    ({ endFlow }) => (endFlow ? { endFlow } : {}),
    ({ endFlow: _, ...change }) => change,
  ),
  'ends sessions before it looks': writingFirst(
    ({ endSessions, newSession, guards }) =>
      endSessions && !newSession && !guards.session
        ? { endSessions }
        : endSessions && guards.session
          ? { endSessions: { ...endSessions, except: guards.session.id } }
          : {},
    (change) => change,
  ),
  'clears counters before it looks': writingFirst(
    ({ clearCounters }) => (clearCounters ? { clearCounters } : {}),
    ({ clearCounters: _, ...change }) => change,
  ),
  'writes the policy before it looks': writingFirst(
    ({ policy }) => (policy ? { policy } : {}),
    ({ policy, ...change }) => (policy ? { ...change, guards: { ...change.guards, policy: policy.version } } : change),
  ),
  'writes administrators before it looks': writingFirst(
    ({ administrators }) => (administrators ? { administrators } : {}),
    ({ administrators, ...change }) =>
      administrators ? { ...change, guards: { ...change.guards, administrators: administrators.version } } : change,
  ),
};
