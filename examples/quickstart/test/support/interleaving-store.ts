import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '@sallyport/engine';
import { withVerbs } from './with-verbs.ts';

/**
 * A slow store, in which concurrent requests all read before the first request commits. A conflict therefore shows only at the commit.
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

/** Milliseconds before a commit: longer than the arrival of a burst of requests. */
const COMMIT = 40;
