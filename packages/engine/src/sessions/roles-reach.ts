import type { Instant } from '@sallyport/core';
import type { AccountId, AccountRecord, EventRecord } from '@sallyport/store';
import { StoreUnavailable } from '@sallyport/store';
import { type Doer, system } from '../acts/doer.ts';
import { performAct } from '../acts/perform-act.ts';
import { clearedForItsRoles } from '../acts/role-gain.ts';
import type { Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { unplaced } from '../kernel/in-place.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { nameOf } from '../state/actors.ts';
import { event } from '../state/events.ts';
import { withHostRoles } from '../state/host-roles.ts';
import { revokeTightened } from './revoking.ts';

/** A demotion has to reach a session that lives for weeks. */
export function areRolesOld({ resolveSubject, rolesHeard }: Kernel, account: AccountRecord, now: Instant): boolean {
  return resolveSubject !== undefined && rolesHeard.isOld(account, now);
}

export async function bringRolesUpToDate(kernel: Kernel, account: AccountRecord): Promise<AccountRecord | undefined> {
  const taken = await kernel.rolesHeard.once(account, () =>
    takeRoles(unplaced(kernel), system(account.tenant), account.id),
  );
  if (!isRefusal(taken)) return taken;
  if (taken.refused === 'not-found') return undefined;
  throw new StoreUnavailable({ operation: 'resolveSubject' });
}

export async function takeRoles(kernel: Kernel, by: Doer, id: AccountId): Promise<AccountRecord | undefined | Refusal> {
  let isUnknown = false;
  let isTold = false;
  const actor = by.kind === 'system' ? 'system' : nameOf(by);
  const taken = await performAct(kernel, by, id, async ({ account, inForce, now }) => {
    const told = await withHostRoles(kernel, account, now);
    isUnknown = told === undefined;
    // A reported change is always written: an older answer of the host then conflicts.
    isTold = by.kind !== 'system' || told !== account || clearedForItsRoles(inForce.policy, account, now) !== account;
    const log = (type: 'session.revoked' | 'account.roles-changed', detail: EventRecord['detail']): EventRecord =>
      event(kernel, account.tenant, now, type, { accountId: id, actor, detail });
    if (told === undefined) {
      const all = { accountId: id };
      const events = [log('session.revoked', { all: true, reason: 'unknown-to-host' })];
      const next = { ...account, epoch: account.epoch + 1 };
      return { act: { type: 'end-sessions' }, next, also: { endSessions: all, forgetDevices: all, events } };
    }
    const act = { type: 'take-roles' } as const;
    if (!isTold) return { act, isDone: true };
    const events = told === account ? [] : [log('account.roles-changed', { from: account.roles, to: told.roles })];
    return { act, next: told === account ? { ...account, rolesAt: now } : told, also: { events } };
  });
  if (isRefusal(taken)) return taken;
  if (isUnknown) return undefined;
  if (!isTold) return taken;
  kernel.rolesHeard.note(taken, kernel.now());
  revokeTightened(unplaced(kernel), by.tenant, id);
  return taken;
}
