import type { Instant } from '@sallyport/core';
import type { Refusal } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ROUNDS } from '../kernel/limits.ts';
import { event } from '../records/events.ts';
import { withHostRoles } from '../records/host-roles.ts';
import { StoreUnavailable } from '../store/faults.ts';
import type { AccountId, AccountRecord, EventRecord, TenantId } from '../store/records.ts';
import { revokeTightened } from './tightening.ts';

/**
 * Whether the host's word on an account's roles is older than `rolesWithin`: then it is asked again, so that a demotion, or a promotion under
 * a mandate, reaches a session that lives for weeks.
 */
export function areRolesOld({ resolveSubject, rolesHeard }: Kernel, account: AccountRecord, now: Instant): boolean {
  return resolveSubject !== undefined && rolesHeard.isOld(account, now);
}

/**
 * An account of a session with the roles that the host tells now. It may write the account, and end its sessions: roles that
 * changed are committed, and an account that the host does not know any more loses every session and device.
 *
 * @returns `undefined` if the host does not know the account any more
 * @throws StoreUnavailable if the host does not answer: nothing is decided without it
 */
export async function bringRolesUpToDate(kernel: Kernel, account: AccountRecord): Promise<AccountRecord | undefined> {
  const taken = await kernel.rolesHeard.once(account, () => takeRoles(kernel, account.tenant, account.id, 'system'));
  if (taken === 'unknown') return undefined;
  if (!isRefusal(taken)) return taken;
  if (taken.refused === 'not-found') return undefined;
  throw new StoreUnavailable({ operation: 'resolveSubject' });
}

/**
 * Asks the host for an account's roles and writes what changed, with one event. Somebody whom it does not know loses every session.
 *
 * @param actor who said that they changed; the system, if it asked by itself
 */
export async function takeRoles(
  kernel: Kernel,
  tenant: TenantId,
  id: AccountId,
  actor: NonNullable<EventRecord['actor']>,
): Promise<AccountRecord | 'unknown' | Refusal> {
  for (let round = 0; round < ROUNDS; round++) {
    const account = await kernel.store.readAccount(tenant, id);
    if (account === undefined) return { refused: 'not-found' };
    const now = kernel.now();
    const told = await withHostRoles(kernel, account, now);
    if (told === account) return account;
    const next = { ...(told ?? { ...account, epoch: account.epoch + 1 }), version: account.version + 1 };
    const log = (type: 'session.revoked' | 'account.roles-changed', detail: EventRecord['detail']): EventRecord =>
      event(kernel, tenant, now, type, { accountId: id, actor, detail });
    const all = told === undefined ? { accountId: id } : undefined;
    const result = await kernel.commit({
      tenant,
      now,
      guards: { account: { id, version: account.version } },
      account: next,
      endSessions: all,
      forgetDevices: all,
      events: [
        told === undefined
          ? log('session.revoked', { all: true, reason: 'unknown-to-host' })
          : log('account.roles-changed', { from: account.roles, to: told.roles }),
      ],
    });
    if (result.outcome !== 'committed') continue;
    if (told === undefined) return 'unknown';
    kernel.rolesHeard.note(next, now);
    revokeTightened(kernel, tenant, id);
    return next;
  }
  return { refused: 'store-unavailable' };
}
