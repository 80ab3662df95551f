import type { AccountId, AccountRecord } from '@sallyport/store';
import { ProviderUnavailable } from '@sallyport/store/providers';
import type { Doer } from '../acts/doer.ts';
import { withAdministratorsGuard } from '../acts/last-administrator.ts';
import { type ActState, performAct } from '../acts/perform-act.ts';
import type { Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { adminEvent, isBlockedBySomebody } from '../state/actors.ts';
import { deletionAnnounced } from '../state/events.ts';

/** The host is asked once, and told after the commit. */
export async function deleteAccount(kernel: Kernel, by: Doer, id: AccountId): Promise<Refusal | undefined> {
  let allowed = kernel.beforeDeletion === undefined || by.kind === 'host';
  const deleted = await performAct(kernel, by, id, async (state) => {
    const { account } = state;
    if (!allowed) {
      const refused = (await wouldRefuse(kernel, by, state)) ?? (await askedOfHost(kernel, by, account));
      if (refused !== undefined) return refused;
      allowed = true;
    }
    return {
      act: { type: 'delete' },
      deletes: true,
      also: {
        events: [
          adminEvent(
            kernel,
            by,
            account,
            'account.deleted',
            isBlockedBySomebody(account) ? { blocked: true } : undefined,
          ),
          ...(kernel.afterDeletion === undefined ? [] : [deletionAnnounced(kernel, account)]),
        ],
      },
    };
  });
  return isRefusal(deleted) ? deleted : undefined;
}

/** The host is asked of no deletion that the person has no right to. */
async function wouldRefuse(
  kernel: Kernel,
  by: Doer,
  { account, inForce: { policy }, refuses }: ActState<AccountRecord>,
): Promise<Refusal | undefined> {
  const refused = await refuses({ type: 'delete' });
  if (refused !== undefined) return refused;
  const guarded = await withAdministratorsGuard(kernel, policy, account, undefined, by.accountId);
  return isRefusal(guarded) ? guarded : undefined;
}

async function askedOfHost(
  { beforeDeletion, logger }: Kernel,
  by: Doer,
  { tenant, id: accountId, externalId }: AccountRecord,
): Promise<Refusal | undefined> {
  try {
    const who = by.kind === 'administrator' ? 'administrator' : 'owner';
    const said: unknown = await beforeDeletion?.({ tenant, accountId, externalId, by: who });
    if (said === 'delete') return undefined;
    if (said === 'refuse') return { refused: 'deletion-refused' };
    throw new TypeError("beforeDeletion answered neither 'delete' nor 'refuse'");
  } catch (cause) {
    const because = cause instanceof Error ? cause.message : undefined;
    logger.error('the host could not say whether an account may be deleted', { accountId, because });
    throw new ProviderUnavailable('beforeDeletion', { cause });
  }
}
