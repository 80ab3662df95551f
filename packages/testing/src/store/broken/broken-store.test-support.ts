import type { Commit, Store } from '@sallyport/engine';

/** A store that breaks one promise, with the name of a promise of the kit that catches it at the latest. */
export interface BrokenStore {
  readonly caughtBy: string;
  readonly over: (sound: Store) => Store;
}

export type BrokenStores = Readonly<Record<string, BrokenStore>>;

/** A store like another but for some verbs. */
export function withVerbs(sound: Store, verbs: Partial<Store>): Store {
  return { ...sound, ...verbs };
}

/** Lets everybody else go first. */
export function pause(milliseconds: number = 0): Promise<void> {
  return new Promise((resume) => setTimeout(resume, milliseconds));
}

/** What becomes of a change on its way to a sound store. */
export type Rewrite = (change: Commit, sound: Store) => Promise<Commit> | Commit;

/** A store that does something else than it was asked to. */
export function writing(caughtBy: string, rewrite: Rewrite): BrokenStores[string] {
  return {
    caughtBy,
    over: (sound) => withVerbs(sound, { commit: async (change) => sound.commit(await rewrite(change, sound)) }),
  };
}

/** A store of which some verbs are others. */
export function answering(caughtBy: string, verbs: (sound: Store) => Partial<Store>): BrokenStores[string] {
  return { caughtBy, over: (sound) => withVerbs(sound, verbs(sound)) };
}
