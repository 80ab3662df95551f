import { type AccountFacts, type Act, type Leaves, providerNamed, settersOf } from '@sallyport/core';
import type { AccountId, AccountRecord, EventRecord, ExternalIdRecord, SetUpBy } from '@sallyport/store';
import { blockedHoldersFor } from '../accounts/blocked-holders.ts';
import type { Doer } from '../acts/doer.ts';
import { performAct } from '../acts/perform-act.ts';
import { identitiesAreStale } from '../acts/stale.ts';
import type { ExternalIdInput, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { passwordBinding } from '../factors/password.ts';
import { afterRemoval } from '../factors/removals.ts';
import { addLink, externalIdBinding, newExternalId, unlink } from '../factors/sso-and-ldap.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { adminEvent } from '../state/actors.ts';
import { canonicalSubject, checkedIds } from './checked-ids.ts';

/** A link to the directory removes the local password, because an account has one source of passwords. */
export async function setExternalIds(
  kernel: Kernel,
  by: Doer,
  id: AccountId,
  wanted: readonly ExternalIdInput[],
  from?: readonly ExternalIdInput[],
): Promise<AccountRecord | Refusal> {
  const checked = checkedIds(kernel, by.tenant, wanted);
  if (isRefusal(checked)) return checked;
  const known = from?.map((one) => ({ ...one, subject: canonicalSubject(kernel, by.tenant, one) }));
  return performAct(kernel, by, id, async ({ account, leaves, setUpBy, inForce: { policy } }) => {
    const record = (type: 'external-id.linked' | 'external-id.unlinked', provider: string): EventRecord =>
      adminEvent(kernel, by, account, type, { provider });
    const { next, events, gone, added, confirmed } = exchanged(kernel, account, checked, record, setUpBy);
    const ended = gone.length === 0 ? {} : { endSessions: { accountId: account.id, provedBy: gone } };
    const holders = await blockedHoldersFor(kernel, by, policy, added);
    const act = actOf([...confirmed, ...added], await leaves(account, next), holders);
    const isStale = events.length > 0 && identitiesAreStale(account, known);
    const clearCounters = added.some(({ method }) => method === 'ldap')
      ? ({ subject: account.id, by: 'rebinding', authenticators: ['ldap'] } as const)
      : undefined;
    if (events.length === 0) return { act, isDone: true };
    return { act, next, isStale, also: { ...ended, clearCounters, events } };
  });
}

function actOf(
  [first]: readonly Omit<ExternalIdRecord, 'id'>[],
  leaves: Leaves,
  holders: readonly AccountFacts[],
): Act {
  if (first === undefined) return { type: 'unlink', provider: '', leaves };
  return { type: 'link', method: first.method, provider: first.provider, leaves, holders };
}

function exchanged(
  kernel: Kernel,
  account: AccountRecord,
  wanted: readonly Omit<ExternalIdRecord, 'id'>[],
  record: (type: 'external-id.linked' | 'external-id.unlinked', provider: string) => EventRecord,
  setUpBy: SetUpBy | undefined,
): {
  readonly next: AccountRecord;
  readonly events: readonly EventRecord[];
  readonly gone: readonly string[];
  readonly added: typeof wanted;
  readonly confirmed: readonly ExternalIdRecord[];
} {
  const has = account.externalIds ?? [];
  const isSame = (one: Pick<ExternalIdRecord, 'provider' | 'subject'>, other: typeof one): boolean =>
    one.provider === other.provider && one.subject === other.subject;
  const kept = has.filter((one) => wanted.some((other) => isSame(one, other)));
  const removed = has.filter((one) => !kept.includes(one));
  const added = wanted.filter((one) => !kept.some((other) => isSame(one, other)));
  const confirmed = setUpBy === undefined ? kept.filter(isByPeople) : [];
  const ids = has.map((one) => (confirmed.includes(one) ? withoutSetter(one) : one));
  const own = confirmed.length === 0 ? account : { ...account, externalIds: ids };
  const bare = removed.reduce((rest, { provider }) => unlink(rest, provider, kernel.now()), own);
  const linked = added.reduce((rest, one) => addLink(rest, newExternalId(kernel.random, { ...one, setUpBy })), bare);
  const { password } = account;
  const takesPassword = password !== undefined && added.some(({ method }) => method === 'ldap');
  return {
    added,
    confirmed,
    next: takesPassword ? withoutPassword(linked) : linked,
    events: [
      ...removed.map(({ provider }) => record('external-id.unlinked', provider)),
      ...[...confirmed, ...added].map(({ provider }) => record('external-id.linked', provider)),
    ],
    gone: [...removed.map(({ id }) => externalIdBinding(id)), ...(takesPassword ? [passwordBinding(password.id)] : [])],
  };
}

function isByPeople(one: ExternalIdRecord): boolean {
  const setters = settersOf([one]);
  return setters.length > 0 && setters.every((by) => providerNamed(by) === undefined);
}

function withoutSetter({ setUpBy: _, ...link }: ExternalIdRecord): ExternalIdRecord {
  return link;
}

function withoutPassword(account: AccountRecord): AccountRecord {
  const { password: _, ...rest } = account;
  return afterRemoval(rest);
}
