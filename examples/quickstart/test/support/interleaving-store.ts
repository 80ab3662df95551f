import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '@sallyport/engine';

/**
 * A store so far away that everything that comes at once has been read before anything of it is written: whoever is late
 * finds out only then.
 */
export function interleaving(store: Store): Store {
  const far =
    <Arguments extends unknown[], Result>(verb: (...asked: Arguments) => Promise<Result>, milliseconds: number) =>
    async (...asked: Arguments): Promise<Result> => {
      await pause(milliseconds);
      return verb.apply(store, asked);
    };
  return {
    open: () => store.open(),
    beginStep: far(store.beginStep, 1),
    commit: far(store.commit, COMMIT),
    checkSession: far(store.checkSession, 1),
    readAccount: far(store.readAccount, 1),
    listAccounts: (...asked) => store.listAccounts(...asked),
    listSessions: (...asked) => store.listSessions(...asked),
    listDevices: (...asked) => store.listDevices(...asked),
    listEvents: (...asked) => store.listEvents(...asked),
    countFailures: (...asked) => store.countFailures(...asked),
    readPolicy: (...asked) => store.readPolicy(...asked),
    listPolicyVersions: (...asked) => store.listPolicyVersions(...asked),
    readAdministrators: (...asked) => store.readAdministrators(...asked),
    listCounters: (...asked) => store.listCounters(...asked),
    eventsToTell: (...asked) => store.eventsToTell(...asked),
    markTold: (...asked) => store.markTold(...asked),
    sweep: (...asked) => store.sweep(...asked),
  };
}

/** Longer than a burst of requests takes to arrive. */
const COMMIT = 40;
