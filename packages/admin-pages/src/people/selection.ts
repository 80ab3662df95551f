import type { AccountEntry } from '@sallyport/browser';
import { namesText } from '../parts/names.ts';

export interface Chosen {
  readonly name: string;
  readonly invited: boolean;
  /** The invitation was taken back, has expired, or a code took its place. */
  readonly ended: boolean;
  readonly blocked: boolean;
  readonly blockedSince?: string | undefined;
}

type Person = Pick<
  AccountEntry,
  'accountId' | 'identifiers' | 'email' | 'invited' | 'invitation' | 'status' | 'blockedSince'
>;

/** Also on other pages of the list. A list has the name of `listOf`. */
export interface Selection {
  readonly size: number;
  readonly chosen: ReadonlyMap<string, Chosen>;
  has(id: string): boolean;
  /** Returns the number of people whose selection ended, or `undefined` if the selection is in this list already. */
  begin(list: string): number | undefined;
  /** Nobody if the page has left the list meanwhile. */
  add(people: readonly Person[], list: string): void;
  only(people: readonly Person[], list: string): void;
  remove(people: readonly Pick<AccountEntry, 'accountId'>[]): void;
  clear(): void;
  watch(run: () => void): void;
}

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
      for (const { invited = false, invitation, status, blockedSince, ...named } of people)
        chosen.set(named.accountId, {
          name: namesText(named),
          invited,
          ended: invited && invitation === undefined,
          blocked: status === 'blocked',
          blockedSince,
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
