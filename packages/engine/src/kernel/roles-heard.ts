import type { Instant, Milliseconds } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';

/** When this process last heard the host's word on an account's roles: it is asked again when that is too long ago. */
export interface RolesHeard {
  note(account: AccountRecord, at: Instant): void;
  /** Whether the host is to be asked, or is being asked right now. */
  isOld(account: AccountRecord, now: Instant): boolean;
  /** Work that is under way for an account is not begun a second time: the others wait for the same. */
  once<Answer>(account: AccountRecord, work: () => Promise<Answer>): Promise<Answer>;
}

/** Accounts that are remembered; about one beyond them the host is asked once more than needed. */
const MOST = 100_000;

/** @param age how long the host's word is good for a session */
export function rolesHeard(age: Milliseconds): RolesHeard {
  const heard = new Map<string, Instant>();
  const underWay = new Map<string, Promise<unknown>>();
  const keyOf = ({ tenant, id }: AccountRecord): string => `${id} ${tenant}`;
  return {
    note(account, at) {
      const key = keyOf(account);
      heard.delete(key);
      heard.set(key, at);
      if (heard.size > MOST) heard.delete(heard.keys().next().value ?? key);
    },
    isOld(account, now) {
      if (underWay.has(keyOf(account))) return true;
      const last = Math.max(heard.get(keyOf(account)) ?? 0, account.rolesAt ?? 0);
      return now - last >= age;
    },
    async once<Answer>(account: AccountRecord, work: () => Promise<Answer>): Promise<Answer> {
      const key = keyOf(account);
      const begun = underWay.get(key) as Promise<Answer> | undefined;
      if (begun !== undefined) return begun;
      const started = work().finally(() => underWay.delete(key));
      underWay.set(key, started);
      return started;
    },
  };
}
