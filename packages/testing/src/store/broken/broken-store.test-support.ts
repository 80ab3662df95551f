import type { Commit, Store } from '@sallyport/engine';

/** A store that breaks a promise, with the name of a promise of the kit that catches the fault. */
export interface BrokenStore {
  readonly caughtBy: string;
  readonly over: (sound: Store) => Store;
}

export type BrokenStores = Readonly<Record<string, BrokenStore>>;

/** A copy of a store with some methods replaced. */
export function withVerbs(sound: Store, verbs: Partial<Store>): Store {
  return { ...sound, ...verbs };
}

/** Lets all other tasks run first. */
export function pause(milliseconds: number = 0): Promise<void> {
  return new Promise((resume) => setTimeout(resume, milliseconds));
}

/** Rewrites a change before it reaches a correct store. */
export type Rewrite = (change: Commit, sound: Store) => Promise<Commit> | Commit;

/** A store that writes something else than requested. */
export function writing(caughtBy: string, rewrite: Rewrite): BrokenStores[string] {
  return {
    caughtBy,
    over: (sound) => withVerbs(sound, { commit: async (change) => sound.commit(await rewrite(change, sound)) }),
  };
}

/** A store with some methods replaced. */
export function answering(caughtBy: string, verbs: (sound: Store) => Partial<Store>): BrokenStores[string] {
  return { caughtBy, over: (sound) => withVerbs(sound, verbs(sound)) };
}
