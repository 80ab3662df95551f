import type { Commit, CommitResult, Store } from '@sallyport/engine';
import { newStore } from './new-store.test-support.ts';

/** What a test can do something just before. */
type Verb =
  | 'beginStep'
  | 'checkSession'
  | 'commit'
  | 'listAccounts'
  | 'listDevices'
  | 'listSessions'
  | 'readAccount'
  | 'readVault';

type Conflict = Extract<CommitResult, { readonly outcome: 'conflict' }>['with'];

/** A store at which others are quicker, on command. */
export interface ContendedStore {
  /** What the engine is given. */
  readonly store: Store;
  /** The same records, where nobody is quicker and no change is kept. */
  readonly memory: Store;
  /** Every watched change that the store was asked for, in order, whether or not it lost. */
  readonly commits: Commit[];
  /** So many of the next watched changes lose, each to this. */
  loses(times: number, to: Conflict): void;
  /** Does this once, just before the store is asked for the verb the next time. A commit counts if its change is watched. */
  beforeTheNext(verb: Verb, act: () => Promise<unknown>): void;
  /** Does this each time from now on, and tells it what the store is asked. */
  beforeEvery<V extends Verb>(verb: V, act: (...asked: Parameters<Store[V]>) => unknown): void;
}

/** @param isWatched which changes others are quicker than: unless told, all */
export function contendedStore(isWatched: (change: Commit) => boolean = () => true): ContendedStore {
  const memory = newStore();
  const commits: Commit[] = [];
  let [losing, to]: [number, Conflict] = [0, 'account'];
  const next = new Map<Verb, () => Promise<unknown>>();
  const every: { readonly verb: Verb; readonly act: (...asked: never[]) => unknown }[] = [];
  const interrupt = async (verb: Verb, asked: readonly unknown[]): Promise<void> => {
    for (const each of every) if (each.verb === verb) await each.act(...(asked as never[]));
    const act = next.get(verb);
    next.delete(verb);
    await act?.();
  };
  const interrupted =
    <Asked extends unknown[], Answer>(verb: Verb, does: (...asked: Asked) => Promise<Answer>) =>
    async (...asked: Asked): Promise<Answer> => {
      await interrupt(verb, asked);
      return does(...asked);
    };
  const store: Store = {
    ...memory,
    beginStep: interrupted('beginStep', memory.beginStep),
    checkSession: interrupted('checkSession', memory.checkSession),
    listAccounts: interrupted('listAccounts', memory.listAccounts),
    listDevices: interrupted('listDevices', memory.listDevices),
    listSessions: interrupted('listSessions', memory.listSessions),
    readAccount: interrupted('readAccount', memory.readAccount),
    readVault: interrupted('readVault', memory.readVault),
    async commit(change) {
      if (!isWatched(change)) return memory.commit(change);
      await interrupt('commit', [change]);
      // What administrators count of the account is derived from the change.
      const { profile: _profile, ...told } = change;
      commits.push(told);
      if (losing === 0) return memory.commit(change);
      losing -= 1;
      // A conflict gives an attempt back, or judges it, and leaves nothing else behind.
      const { tenant, now, giveBack, judged } = change;
      const { outcome: _, ...locked } = await memory.commit({ tenant, now, guards: {}, giveBack, judged, events: [] });
      return { outcome: 'conflict', with: to, ...locked };
    },
  };
  return {
    store,
    memory,
    commits,
    loses: (times, conflict) => {
      [losing, to] = [times, conflict];
    },
    beforeTheNext: (verb, act) => void next.set(verb, act),
    beforeEvery: (verb, act) => void every.push({ verb, act }),
  };
}

/** Watches the changes that write or delete an account, and no others. */
export const changesAccount = ({ account, deleteAccount }: Commit): boolean =>
  account !== undefined || deleteAccount !== undefined;
