import type { AccountEntry } from '@sallyport/browser';
import { namesText } from '../parts/names.ts';

/** A selected person, as the list showed the person. */
export interface Chosen {
  /** The identifier that pages show. */
  readonly name: string;
  readonly invited: boolean;
  /** The link of the invitation is not valid: the invitation was taken back, has expired, or a code took its place. */
  readonly ended: boolean;
  readonly blocked: boolean;
}

type Person = Pick<AccountEntry, 'accountId' | 'identifiers' | 'email' | 'invited' | 'invitation' | 'status'>;

/** The selected people of one list, also those on other pages of the list. A list has the name of `listOf`. */
export interface Selection {
  readonly size: number;
  /** The selected people by their ids. */
  readonly chosen: ReadonlyMap<string, Chosen>;
  has(id: string): boolean;
  /**
   * Begins the selection in a list. The selection in any other list ends. Returns the number of people whose selection ended, or `undefined` if the
   * selection is in this list already.
   */
  begin(list: string): number | undefined;
  /** Selects people of a list. Selects nobody if the page has left the list meanwhile. */
  add(people: readonly Person[], list: string): void;
  /** Selects people of a list as {@link Selection.add} does, and nobody beside them. */
  only(people: readonly Person[], list: string): void;
  /** Takes people out of the selection. */
  remove(people: readonly Pick<AccountEntry, 'accountId'>[]): void;
  clear(): void;
  /** Runs after each change, until the next call of `watch`. */
  watch(run: () => void): void;
}

/** An empty selection. `changed` runs after each change. */
export function newSelection(changed: () => void): Selection {
  const chosen = new Map<string, Chosen>();
  let current: string | undefined;
  let watcher = (): void => undefined;
  const tell = (): void => {
    watcher();
    changed();
  };
  const put = (people: readonly Person[], list: string, isAlone: boolean): void => {
    if (list === current) {
      if (isAlone) chosen.clear();
      for (const { invited = false, invitation, status, ...named } of people)
        chosen.set(named.accountId, {
          name: namesText(named),
          invited,
          ended: invited && invitation === undefined,
          blocked: status === 'blocked',
        });
    }
    tell();
  };
  return {
    get size() {
      return chosen.size;
    },
    chosen,
    has: (id) => chosen.has(id),
    begin(list) {
      if (list === current) return undefined;
      const ended = chosen.size;
      current = list;
      chosen.clear();
      tell();
      return ended;
    },
    add: (people, list) => put(people, list, false),
    only: (people, list) => put(people, list, true),
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
