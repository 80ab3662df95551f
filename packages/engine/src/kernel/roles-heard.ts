import type { Instant, Milliseconds } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';

export interface RolesHeard {
  /** A question that is still under way answers only those who asked before. */
  note(account: AccountRecord, at: Instant): void;
  isOld(account: AccountRecord, now: Instant): boolean;
  once<Answer>(account: AccountRecord, work: () => Promise<Answer>): Promise<Answer>;
}

const MOST = 100_000;

export function rolesHeard(age: Milliseconds): RolesHeard {
  const heard = new Map<string, Instant>();
  const underWay = new Map<string, Promise<unknown>>();
  const keyOf = ({ tenant, id }: AccountRecord): string => `${id} ${tenant}`;
  return {
    note(account, at) {
      const key = keyOf(account);
      underWay.delete(key);
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
      const started = work().finally(() => {
        if (underWay.get(key) === started) underWay.delete(key);
      });
      underWay.set(key, started);
      return started;
    },
  };
}
