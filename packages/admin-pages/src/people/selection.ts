import type { AccountEntry } from '@sallyport/browser';

/** The selected people, also those on other pages of the list. */
export interface Selection {
  readonly size: number;
  /** The selected ids, with the identifiers. */
  readonly chosen: ReadonlyMap<string, string>;
  has(id: string): boolean;
  /** Selects people, or takes them out of the selection. */
  set(people: readonly Pick<AccountEntry, 'accountId' | 'identifiers'>[], selected: boolean): void;
  clear(): void;
  /** Runs after each change, until the next call of `watch`. */
  watch(run: () => void): void;
}

/** An empty selection. `changed` runs after each change. */
export function newSelection(changed: () => void): Selection {
  const chosen = new Map<string, string>();
  let watcher = (): void => undefined;
  const tell = (): void => {
    watcher();
    changed();
  };
  return {
    get size() {
      return chosen.size;
    },
    chosen,
    has: (id) => chosen.has(id),
    set(people, selected) {
      for (const { accountId, identifiers } of people) {
        if (selected) chosen.set(accountId, identifiers[0] ?? accountId);
        else chosen.delete(accountId);
      }
      tell();
    },
    clear() {
      chosen.clear();
      tell();
    },
    watch(run) {
      watcher = () => {
        run();
      };
    },
  };
}
