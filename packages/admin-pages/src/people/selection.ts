import type { AccountEntry } from '@sallyport/browser';

/** A selected person, as the list showed the person. */
export interface Chosen {
  /** The identifier that pages show. */
  readonly name: string;
  readonly invited: boolean;
  /** The link of the invitation is not valid: the invitation was taken back, has expired, or a code took its place. */
  readonly ended: boolean;
  readonly blocked: boolean;
}

/** The selected people, also those on other pages of the list. */
export interface Selection {
  readonly size: number;
  /** The selected people by their ids. */
  readonly chosen: ReadonlyMap<string, Chosen>;
  has(id: string): boolean;
  /** Selects people. */
  add(people: readonly Pick<AccountEntry, 'accountId' | 'identifiers' | 'invited' | 'invitation' | 'status'>[]): void;
  /** Takes people out of the selection. */
  remove(people: readonly Pick<AccountEntry, 'accountId'>[]): void;
  clear(): void;
  /** Runs after each change, until the next call of `watch`. */
  watch(run: () => void): void;
}

/** An empty selection. `changed` runs after each change. */
export function newSelection(changed: () => void): Selection {
  const chosen = new Map<string, Chosen>();
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
    add(people) {
      for (const { accountId, identifiers, invited = false, invitation, status } of people)
        chosen.set(accountId, {
          name: identifiers[0] ?? accountId,
          invited,
          ended: invited && invitation === undefined,
          blocked: status === 'blocked',
        });
      tell();
    },
    remove(people) {
      for (const { accountId } of people) chosen.delete(accountId);
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
