import type { Instant, Policy } from '@sallyport/core';
import { formerPasswordsAfter } from '@sallyport/core/passwords';
import type { AccountRecord } from '@sallyport/store';
import { passwordsOf } from '../kernel/passwords/new-password.ts';

/** `now`: just before the commit. A ceremony that begins while the act is judged is older than the act. */
export function asWritten(
  policy: Policy,
  before: AccountRecord | undefined,
  next: AccountRecord,
  now: Instant,
): AccountRecord {
  return withTimes(before, withFormerPasswords(policy, before, next), now);
}

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

/** Somebody may have held an answer back until after the owner's reaction. */
export function isHeldBack({ epochSince }: AccountRecord, begunAt: Instant): boolean {
  return epochSince !== undefined && begunAt < epochSince;
}
