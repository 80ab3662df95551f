import type { Policy } from '@sallyport/core';
import type { AccountId, PolicyRecord } from '@sallyport/store';
import { carryOutAnew } from '../acts/carry-out.ts';
import type { Doer } from '../acts/doer.ts';
import { firstViable } from '../acts/last-administrator.ts';
import type { ImpactView, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { actorName, nameOf } from '../records/actors.ts';
import { event } from '../records/events.ts';
import { revokeWanting } from '../sessions/tightening.ts';
import { needsEmergencyAccess } from './emergency-access.ts';
import { documentOf, impactOf } from './policy-impact.ts';

/** A change of a tenant's policy, by an administrator, by host code, or by the code that is deployed. */
export interface PolicyChange {
  readonly by: Doer;
  readonly policy: Policy;
  /** The version it is based on: refused if another is in force. */
  readonly ifVersion: number;
  /** The release whose code brings it. */
  readonly release?: string | undefined;
  /** What the event says beside the version. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** A change that was saved, with what it means for the accounts there are. */
export type SavedPolicy = ImpactView & { readonly version: number };

/**
 * Saves a policy as the next version, with one event. Refused is one that leaves nobody who could take it back: an administrator always
 * leaves one behind; host code may leave none only if there is none before either.
 */
export async function changePolicy(kernel: Kernel, change: PolicyChange): Promise<SavedPolicy | Refusal> {
  const { by, policy } = change;
  const { tenant } = by;
  let saved: { readonly record: PolicyRecord; readonly view: ImpactView } | undefined;
  const changed = await carryOutAnew(kernel, by, async ({ inForce: { version, policy: before }, now, refuses }) => {
    if (version !== change.ifVersion) return { refused: 'precondition-failed' };
    const act = { type: 'change-policy' } as const;
    const refused = await refuses(act);
    if (refused !== undefined) return refused;
    const administrators = await kernel.store.readAdministrators(tenant);
    const { view, administratorIds, formerIds } = await impactOf(kernel, tenant, { policy, before });
    // Somebody who could take this policy back, and still can when it is saved: the commit is guarded by their account.
    const own = administratorBehind(by);
    const keeper = await firstViable(kernel, policy, tenant, [...own, ...administratorIds]);
    const mayBeNobody =
      own.length === 0 &&
      (await firstViable(kernel, before, tenant, [...(administrators?.accountIds ?? []), ...formerIds])) === undefined;
    if (keeper === undefined && !mayBeNobody) return { refused: 'policy-strands-administrators' };
    if (await isLeftToProviders(kernel, change, before, [...own, ...administratorIds]))
      return { refused: 'policy-strands-administrators' };
    const accountIds = [...new Set([...administratorIds, ...(keeper === undefined ? [] : [keeper.id])])];
    const actor = by.kind === 'system' ? 'system' : nameOf(by);
    const record: PolicyRecord = {
      tenant,
      version: version + 1,
      document: documentOf(policy),
      changedAt: now,
      changedBy: actorName(actor),
      release: change.release,
    };
    saved = { record, view };
    const held = administrators?.version ?? 0;
    const detail = { version: record.version, ...change.detail };
    return {
      act,
      also: {
        guards: {
          ...(keeper === undefined ? {} : { account: { id: keeper.id, version: keeper.version } }),
          administrators: held,
        },
        policy: record,
        administrators: { tenant, version: held + 1, accountIds },
        events: [event(kernel, tenant, now, 'policy.changed', { actor, detail })],
      },
    };
  });
  if (isRefusal(changed)) return changed;
  if (saved === undefined) return { refused: 'store-unavailable' };
  const inForce = kernel.policies.learn(saved.record);
  const { onTighten } = inForce.policy;
  if (onTighten.act === 'revoke' && onTighten.after === 0)
    kernel.runAfterReply('ending the sessions that fall short', () => revokeWanting(kernel, tenant, inForce));
  return { ...saved.view, version: saved.record.version };
}

/** The administrator who makes the change may be the one who could take it back. Of the code and the host there is none. */
function administratorBehind({ kind, accountId }: Doer): readonly AccountId[] {
  return kind === 'administrator' && accountId !== undefined ? [accountId] : [];
}

/** Whether only a provider could let an administrator in; host code may leave it so if it was so before. */
async function isLeftToProviders(
  kernel: Kernel,
  { by, policy }: PolicyChange,
  before: Policy,
  ids: readonly AccountId[],
): Promise<boolean> {
  const { tenant } = by;
  if (!(await needsEmergencyAccess(kernel, policy, tenant, ids))) return false;
  return administratorBehind(by).length > 0 || !(await needsEmergencyAccess(kernel, before, tenant, ids));
}
