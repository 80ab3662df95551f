import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '@sallyport/engine';
import { withVerbs } from './with-verbs.ts';

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
  return withVerbs(store, {
    beginStep: far(store.beginStep, 1),
    commit: far(store.commit, COMMIT),
    checkSession: far(store.checkSession, 1),
    readAccount: far(store.readAccount, 1),
  });
}

/** Longer than a burst of requests takes to arrive. */
const COMMIT = 40;
