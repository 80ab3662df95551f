import { instant } from '@sallyport/core';
import type { Refusal } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import { withBlock, withoutBlock } from '../factors/removals.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ROUNDS } from '../kernel/limits.ts';
import { actorName, adminEvent, nameOf } from '../records/actors.ts';
import { actorIsGone } from '../sessions/liveness.ts';
import type { AccountId, AccountRecord, ExposureItem, ExposureRecord, TenantId } from '../store/records.ts';
import type { Actor } from './actor.ts';
import { isLockedAnywhere } from './admin-view.ts';
import { changeIfAllowed } from './change-if-allowed.ts';

// Blocking until an investigation is complete (P18), what the account could reach meanwhile (P19), and ending locks.

export async function block(
  kernel: Kernel,
  by: Actor,
  id: AccountId,
  reason: string,
): Promise<AccountRecord | Refusal> {
  const items = await askExposure(kernel, await kernel.store.readAccount(by.tenant, id));
  return changeIfAllowed(kernel, by, id, (account) => {
    const now = kernel.now();
    // A block that is there stays, with what it recorded.
    const recorded = account.block ?? {
      at: now,
      by: actorName(nameOf(by)),
      reason,
      exposure: items === undefined ? undefined : { asOf: now, items },
    };
    return {
      next: withBlock(account, recorded),
      alsoCommit: {
        endSessions: { accountId: id },
        forgetDevices: { accountId: id },
        events: account.block === undefined ? [adminEvent(kernel, by, account, 'account.blocked', { reason })] : [],
      },
    };
  });
}

export function unblock(kernel: Kernel, by: Actor, id: AccountId): Promise<AccountRecord | Refusal> {
  return changeIfAllowed(kernel, by, id, (account) => {
    const events = account.block === undefined ? [] : [adminEvent(kernel, by, account, 'account.unblocked')];
    return { next: withoutBlock(account), alsoCommit: { events } };
  });
}

export async function unlock(kernel: Kernel, by: Actor, id: AccountId): Promise<AccountRecord | Refusal> {
  const { tenant } = by;
  for (let round = 0; round < ROUNDS; round++) {
    const account = await kernel.store.readAccount(tenant, id);
    if (account === undefined) return { refused: 'not-found' };
    const guards = await by.may({ over: account });
    if (isRefusal(guards)) return guards;
    // An attacker with an administrator's session could guess at that account's other factors without end.
    if (account.id === by.accountId) return { refused: 'not-permitted' };
    const now = kernel.now();
    const counters = await kernel.store.listCounters(tenant, [account.id]);
    // A budget that is not used up is not refilled: ten guesses lock, and the owner is told.
    if (!isLockedAnywhere(kernel, account, counters, now)) return account;
    const result = await kernel.commit({
      tenant,
      now,
      guards: { ...guards, account: { id: account.id, version: account.version } },
      clearCounters: { subject: account.id, by: 'administrator' },
      events: [adminEvent(kernel, by, account, 'account.unlocked')],
    });
    if (result.outcome === 'committed') return account;
    if (await actorIsGone(kernel, tenant, guards, result)) return { refused: 'no-session' };
  }
  return { refused: 'store-unavailable' };
}

/** What a blocked account could reach when it was blocked; what any other can reach now. */
export async function exposureOf(kernel: Kernel, tenant: TenantId, id: AccountId): Promise<ExposureRecord | Refusal> {
  const account = await kernel.store.readAccount(tenant, id);
  if (account === undefined) return { refused: 'not-found' };
  if (account.block?.exposure !== undefined) return account.block.exposure;
  return { asOf: kernel.now(), items: (await askExposure(kernel, account)) ?? [] };
}

/** @throws TypeError if what the host answers is no list of what somebody has access to: no store could keep it */
function exposureItems(told: unknown): readonly ExposureItem[] {
  if (!Array.isArray(told)) throw new TypeError('exposure answered no list');
  return told.map((item): ExposureItem => {
    const { id, label, access, lastUsedAt }: { readonly [name in keyof ExposureItem]?: unknown } = Object(item);
    const isText = typeof id === 'string' && typeof label === 'string' && typeof access === 'string';
    const isDated = typeof lastUsedAt === 'number' && Number.isFinite(lastUsedAt);
    if (!isText || !(isDated || lastUsedAt === undefined)) throw new TypeError('exposure answered what is no item');
    return { id, label, access, ...(isDated ? { lastUsedAt: instant(lastUsedAt) } : {}) };
  });
}

/** The host's list; a host that fails to answer does not keep an account from being blocked. */
async function askExposure(
  kernel: Kernel,
  account: AccountRecord | undefined,
): Promise<readonly ExposureItem[] | undefined> {
  if (kernel.exposure === undefined || account === undefined) return undefined;
  try {
    const told: unknown = await kernel.exposure(account.id, account.tenant, account.externalId);
    return exposureItems(told);
  } catch {
    kernel.logger.error('the host could not say what an account has access to', { accountId: account.id });
    return undefined;
  }
}
