import { changeAccount } from '../account/change-account.ts';
import { withAdministratorsGuard } from '../account/last-administrator.ts';
import type { Administration } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import { withBlock, withoutBlock } from '../factors/removals.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ROUNDS } from '../kernel/limits.ts';
import { actorIsGone } from '../sessions/liveness.ts';
import type { AccountRecord, ExposureItem } from '../store/records.ts';
import { adminView, isLockedAnywhere } from './admin-view.ts';
import { authorityFor } from './authority.ts';
import { accountId, adminEvent } from './people.ts';

/** Blocking until an investigation is complete (P18), what the account could reach meanwhile (P19), and ending locks. */
export function blocking(kernel: Kernel): Pick<Administration, 'block' | 'unblock' | 'unlock' | 'exposure'> {
  return {
    async block(actor, id, { reason }) {
      const items = await askExposure(kernel, await kernel.store.readAccount(actor.tenant, accountId(id)));
      const changed = await changeAccount(kernel, actor.tenant, accountId(id), async (account) => {
        const authority = await authorityFor(kernel, actor, { over: account });
        if (isRefusal(authority)) return authority;
        const now = kernel.now();
        // A block that is there stays, with what it recorded.
        const block = account.block ?? {
          at: now,
          by: actor.accountId,
          reason,
          exposure: items === undefined ? undefined : { asOf: now, items },
        };
        const next = withBlock(account, block);
        const guarded = await withAdministratorsGuard(kernel, account, next, actor.accountId);
        return isRefusal(guarded)
          ? guarded
          : {
              next,
              alsoCommit: {
                ...guarded,
                guards: { ...guarded.guards, ...authority },
                endSessions: { accountId: account.id },
                forgetDevices: { accountId: account.id },
                events:
                  account.block === undefined
                    ? [adminEvent(kernel, actor, account, 'account.blocked', { reason })]
                    : [],
              },
            };
      });
      return isRefusal(changed) ? changed : adminView(kernel, changed);
    },
    async unblock(actor, id) {
      const changed = await changeAccount(kernel, actor.tenant, accountId(id), async (account) => {
        const authority = await authorityFor(kernel, actor, { over: account });
        if (isRefusal(authority)) return authority;
        const next = withoutBlock(account);
        const guarded = await withAdministratorsGuard(kernel, account, next, actor.accountId);
        return isRefusal(guarded)
          ? guarded
          : {
              next,
              alsoCommit: {
                ...guarded,
                guards: { ...guarded.guards, ...authority },
                events: account.block === undefined ? [] : [adminEvent(kernel, actor, account, 'account.unblocked')],
              },
            };
      });
      return isRefusal(changed) ? changed : adminView(kernel, changed);
    },
    async unlock(actor, id) {
      const { tenant } = actor;
      for (let round = 0; round < ROUNDS; round++) {
        const account = await kernel.store.readAccount(tenant, accountId(id));
        if (account === undefined) return { refused: 'not-found' };
        const guards = await authorityFor(kernel, actor, { over: account });
        if (isRefusal(guards)) return guards;
        // An attacker with an administrator's session could guess at that account's other factors without end.
        if (account.id === actor.accountId) return { refused: 'not-permitted' };
        const now = kernel.now();
        const counters = await kernel.store.listCounters(tenant, [account.id]);
        // A budget that is not used up is not refilled: ten guesses lock, and the owner is told.
        if (!isLockedAnywhere(kernel, account, counters, now)) return adminView(kernel, account, counters);
        const result = await kernel.commit({
          tenant,
          now,
          guards: { ...guards, account: { id: account.id, version: account.version } },
          clearCounters: { subject: account.id, by: 'administrator' },
          events: [adminEvent(kernel, actor, account, 'account.unlocked')],
        });
        if (result.outcome === 'committed') return adminView(kernel, account);
        if (await actorIsGone(kernel, tenant, guards, result)) return { refused: 'no-session' };
      }
      return { refused: 'store-unavailable' };
    },
    async exposure(tenant, id) {
      const account = await kernel.store.readAccount(tenant, accountId(id));
      if (account === undefined) return { refused: 'not-found' };
      if (account.block?.exposure !== undefined) return account.block.exposure;
      return { asOf: kernel.now(), items: (await askExposure(kernel, account)) ?? [] };
    },
  };
}

/** The host's list; a host that fails to answer does not keep an account from being blocked. */
async function askExposure(
  kernel: Kernel,
  account: AccountRecord | undefined,
): Promise<readonly ExposureItem[] | undefined> {
  if (kernel.exposure === undefined || account === undefined) return undefined;
  try {
    return await kernel.exposure(account.id, account.tenant);
  } catch {
    kernel.logger.error('the host could not say what an account has access to', { accountId: account.id });
    return undefined;
  }
}
