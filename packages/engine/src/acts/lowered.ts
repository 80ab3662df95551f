import { type Instant, isOwnersOrOf, loweredAfter, type Policy } from '@sallyport/core';
import type { AccountRecord, SetUpBy } from '@sallyport/store';
import { factsOf } from '../factors/facts.ts';
import { keeping } from '../factors/held.ts';
import { afterRoleGain } from './role-gain.ts';

export function withLowered(
  policy: Policy,
  before: AccountRecord,
  next: AccountRecord,
  { now, by }: { readonly now: Instant; readonly by: SetUpBy | undefined },
): AccountRecord {
  if (by === undefined) return next;
  const identities = before.externalIds?.map(({ id }) => [id]) ?? [];
  const parts = [[], ...identities].map((kept) => [setUpsOf(before, kept), setUpsOf(next, kept)] as const);
  const changes = [[before, next] as const, ...parts].map(([one, other]) => ({
    before: factsOf(one, policy, now),
    after: factsOf(other, policy, now),
  }));
  const lowered = loweredAfter(policy, next.lowered, changes, by);
  return lowered === next.lowered ? next : afterRoleGain(policy, next, { ...next, lowered }, now);
}

function setUpsOf(account: AccountRecord, identities: readonly string[]): AccountRecord {
  return keeping(account, ({ is, setUpBy }) =>
    typeof is === 'string' ? setUpBy === undefined || identities.includes(is) : isOwnersOrOf(setUpBy, identities),
  );
}
