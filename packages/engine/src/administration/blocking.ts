import { actsFromAbove, type Instant } from '@sallyport/core';
import {
  type AccountId,
  type AccountRecord,
  actorName,
  type EventRecord,
  type ExposureRecord,
  type TenantId,
} from '@sallyport/store';
import type { Doer } from '../acts/doer.ts';
import { type ActState, type AlsoCommit, performAct } from '../acts/perform-act.ts';
import { blockIsStale, type KnownBlock } from '../acts/stale.ts';
import { invitationUntil } from '../acts/stranding.ts';
import type { Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { withBlock, withoutBlock } from '../factors/removals.ts';
import { codesForReport } from '../factors/standing-code.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { adminEvent, isBlockedBySomebody, nameOf } from '../state/actors.ts';
import { isLockedAnywhere } from './admin-view.ts';
import { askExposure } from './exposure.ts';

export async function block(kernel: Kernel, by: Doer, id: AccountId, reason: string): Promise<AccountRecord | Refusal> {
  const act = { type: 'block' } as const;
  // Judged before the host is asked, so that nobody without the right makes the host answer.
  const target = await performAct(kernel, by, id, () => ({ act, isDone: true }));
  if (isRefusal(target)) return target;
  const items = await askExposure(kernel, target);
  return performAct(kernel, by, id, (state) => {
    const { account, now, inForce, actor, evidence } = state;
    // `dormant` says no more than that nobody signed in: a person's block is a first block beside it.
    const there = isBlockedBySomebody(account) ? account.block : undefined;
    const fromAbove = actsFromAbove(inForce.policy, { actor, evidence, now }) ? true : undefined;
    const isRaised = fromAbove === true && there?.fromAbove === undefined;
    if (there !== undefined && !isRaised) return { act, isDone: true };
    const exposure = items === undefined ? undefined : { asOf: now, items };
    return { act, ...blocked(kernel, by, state, { reason, exposure, there, fromAbove }) };
  });
}

interface NewBlock {
  readonly reason: string;
  readonly exposure?: ExposureRecord | undefined;
  readonly there?: AccountRecord['block'];
  readonly fromAbove?: true | undefined;
}

export function blocked(
  kernel: Kernel,
  by: Doer,
  { account, now }: Pick<ActState<AccountRecord>, 'account' | 'now'>,
  { reason, exposure, there, fromAbove }: NewBlock,
): { readonly next: AccountRecord; readonly also: AlsoCommit } {
  const recorded = there ?? { at: now, by: actorName(nameOf(by)), reason, exposure };
  return {
    next: withBlock(account, fromAbove === true ? { ...recorded, fromAbove } : recorded),
    also: {
      endSessions: { accountId: account.id },
      forgetDevices: { accountId: account.id },
      events: [adminEvent(kernel, by, account, 'account.blocked', { reason })],
    },
  };
}

export function unblock(kernel: Kernel, by: Doer, id: AccountId, known: KnownBlock): Promise<AccountRecord | Refusal> {
  return performAct(kernel, by, id, async ({ account, now, inForce: { policy } }) => {
    const act = { type: 'unblock' } as const;
    // Without a block, a recovery link on its way to the owner stays valid.
    if (account.block === undefined) return { act, isDone: true };
    // Otherwise `dormant`, of this policy or a later one, would block an unused account again at once.
    const ended = { ...withoutBlock(account), dormancy: { since: now } };
    const { imported } = account;
    // Otherwise the next run of the import would block the person again.
    const isMarked = imported !== undefined && isBlockedBySomebody(account);
    const next = isMarked ? { ...ended, imported: { ...imported, unblocked: true as const } } : ended;
    const events = [
      adminEvent(
        kernel,
        by,
        account,
        'account.unblocked',
        firstSignInOf(await codesForReport(kernel)(policy, next), now),
      ),
    ];
    return { act, next, isStale: blockIsStale(account, known), also: { events } };
  });
}

function firstSignInOf(account: AccountRecord, now: Instant): EventRecord['detail'] {
  if (account.invited !== true) return undefined;
  return { invitation: invitationUntil(account, now) === undefined ? 'over' : 'open' };
}

export function unlock(kernel: Kernel, by: Doer, id: AccountId): Promise<AccountRecord | Refusal> {
  return performAct(kernel, by, id, async ({ account, now }) => {
    const act = { type: 'unlock' } as const;
    const counters = await kernel.store.listCounters(by.tenant, [account.id]);
    // Unlocking must not refill a budget that is only partly used.
    if (!isLockedAnywhere(kernel, account, counters, now)) return { act, isDone: true };
    const events = [adminEvent(kernel, by, account, 'account.unlocked')];
    // The next version of the account: of two unlocks at once, the second reads the counters again.
    return { act, next: account, also: { clearCounters: { subject: account.id, by: 'administrator' }, events } };
  });
}

export async function exposureOf(kernel: Kernel, tenant: TenantId, id: AccountId): Promise<ExposureRecord | Refusal> {
  const account = await kernel.store.readAccount(tenant, id);
  if (account === undefined) return { refused: 'not-found' };
  if (account.block?.exposure !== undefined) return account.block.exposure;
  return { asOf: kernel.now(), items: (await askExposure(kernel, account)) ?? [] };
}
