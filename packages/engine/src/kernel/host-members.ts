import type { Instant, Milliseconds } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import type { MemberRoles } from '../contract/host.ts';

/** That an account is no member is not remembered. */
export interface HostMembers {
  readonly ask: (...asked: Parameters<MemberRoles>) => Promise<unknown>;
  recent(account: AccountRecord, organisation: string, now: Instant): readonly string[] | undefined;
  note(account: AccountRecord, organisation: string, roles: readonly string[] | undefined, at: Instant): void;
  forget(account: Pick<AccountRecord, 'tenant' | 'id'>): void;
}

interface Heard {
  readonly roles: readonly string[];
  readonly at: Instant;
}

const [MOST, MOST_OF_ACCOUNT] = [50_000, 1_000];

export function hostMembers(ask: HostMembers['ask'], age: Milliseconds): HostMembers {
  const heard = new Map<string, Map<string, Heard>>();
  const keyOf = ({ tenant, id }: Pick<AccountRecord, 'tenant' | 'id'>): string => `${id} ${tenant}`;
  return {
    ask,
    recent(account, organisation, now) {
      const last = heard.get(keyOf(account))?.get(organisation);
      return last !== undefined && now >= last.at && now - last.at < age ? last.roles : undefined;
    },
    note(account, organisation, roles, at) {
      const key = keyOf(account);
      const ofAccount = heard.get(key) ?? new Map<string, Heard>();
      if (ofAccount.size >= MOST_OF_ACCOUNT) ofAccount.clear();
      if (roles === undefined) ofAccount.delete(organisation);
      else ofAccount.set(organisation, { roles, at });
      heard.delete(key);
      if (ofAccount.size > 0) heard.set(key, ofAccount);
      if (heard.size > MOST) heard.delete(heard.keys().next().value ?? key);
    },
    forget: (account) => void heard.delete(keyOf(account)),
  };
}
