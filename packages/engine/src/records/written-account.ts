import type { Instant, Policy } from '@sallyport/core';
import { formerPasswordsAfter } from '@sallyport/core/passwords';
import type { AccountRecord } from '@sallyport/store';
import { passwordsOf } from '../kernel/passwords/new-password.ts';

/**
 * The account as its commit stores it: with the hashes of its former passwords, and with the times of the commit.
 *
 * @param before absent if the account is new
 * @param now the time just before the commit: a ceremony that begins while the act is judged is older than the act
 */
export function asWritten(
  policy: Policy,
  before: AccountRecord | undefined,
  next: AccountRecord,
  now: Instant,
): AccountRecord {
  return withTimes(before, withFormerPasswords(policy, before, next), now);
}

/**
 * The account with the hashes of its former passwords, in the commit that replaces or removes its password. A commit under a policy with a
 * shorter history removes the hashes that are too many.
 *
 * @param before absent if the account is new
 */
function withFormerPasswords(
  { passwords: rules }: Policy,
  before: AccountRecord | undefined,
  next: AccountRecord,
): AccountRecord {
  const { present, former } = passwordsOf(next);
  const kept = formerPasswordsAfter(rules, before && passwordsOf(before).present, present, former);
  if (kept.length === former.length && kept[0] === former[0]) return next;
  const { formerPasswords: _, ...rest } = next;
  return kept.length === 0 ? rest : { ...rest, formerPasswords: kept };
}

/**
 * The account with the times of a commit: of the epoch, if the epoch rises, and of each new link. A pending change of address ends with its
 * epoch: its link is void, so the account does not keep the address.
 *
 * @param before absent if the account is new
 * @param now the time just before the commit: a ceremony that begins while the act is judged is older than the act
 */
function withTimes(before: AccountRecord | undefined, next: AccountRecord, now: Instant): AccountRecord {
  const isRaised = before !== undefined && next.epoch !== before.epoch;
  const raised = isRaised ? { ...withoutPending(next), epochSince: now } : next;
  const had = new Set(before?.externalIds?.map(({ id }) => id));
  if (next.externalIds?.every(({ id }) => had.has(id)) !== false) return raised;
  const externalIds = next.externalIds.map((link) => (had.has(link.id) ? link : { ...link, linkedAt: now }));
  return { ...raised, externalIds };
}

function withoutPending({ pendingEmail: _, ...rest }: AccountRecord): AccountRecord {
  return rest;
}

/**
 * Returns whether the account's epoch rose since a ceremony began. Somebody may have held the answer of a provider or of a passkey back until
 * after the owner's reaction.
 */
export function isHeldBack({ epochSince }: AccountRecord, begunAt: Instant): boolean {
  return epochSince !== undefined && begunAt < epochSince;
}
