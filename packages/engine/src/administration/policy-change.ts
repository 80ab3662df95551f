import type { Policy } from '@sallyport/core';
import { firstViable } from '../account/last-administrator.ts';
import type { ImpactView, Refusal } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ROUNDS } from '../kernel/limits.ts';
import { actorName } from '../records/actors.ts';
import { event } from '../records/events.ts';
import { readPolicyInForce } from '../records/read-policy.ts';
import { actorIsGone } from '../sessions/liveness.ts';
import { revokeWanting } from '../sessions/tightening.ts';
import type { CommitGuards } from '../store/port.ts';
import type { AccountId, EventRecord, PolicyRecord, TenantId } from '../store/records.ts';
import { needsEmergencyAccess } from './emergency-access.ts';
import { documentOf, impactOf } from './policy-impact.ts';

/** A change of a tenant's policy, by an administrator or by host code. */
export interface PolicyChange {
  readonly tenant: TenantId;
  readonly policy: Policy;
  /** The version it is based on: refused if another is in force. */
  readonly ifVersion: number;
  readonly actor: NonNullable<EventRecord['actor']>;
  /** The release whose code brings it. */
  readonly release?: string | undefined;
  /** What the event says beside the version. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** The administrator who makes it: they may be the one who could take it back. Absent: the code can, and the host. */
  readonly administrator?: AccountId;
  /** Whether the actor still may, judged anew before each commit, and what guards it. */
  authority(): Promise<CommitGuards | Refusal>;
}

/** A change that was saved, with what it means for the accounts there are. */
export type SavedPolicy = ImpactView & { readonly version: number };

/**
 * Saves a policy as the next version, with one event. Refused is one that leaves nobody who could take it back: an administrator always
 * leaves one behind; host code may leave none only if there is none before either.
 */
export async function changePolicy(kernel: Kernel, change: PolicyChange): Promise<SavedPolicy | Refusal> {
  const { tenant, policy, actor } = change;
  for (let round = 0; round < ROUNDS; round++) {
    const { version, policy: before } = await readPolicyInForce(kernel, tenant);
    if (version !== change.ifVersion) return { refused: 'precondition-failed' };
    const authority = await change.authority();
    if (isRefusal(authority)) return authority;
    const administrators = await kernel.store.readAdministrators(tenant);
    const { view, administratorIds, formerIds } = await impactOf(kernel, tenant, { policy, before });
    // Somebody who could take this policy back, and still can when it is saved: the commit is guarded by their account.
    const by = change.administrator === undefined ? [] : [change.administrator];
    const keeper = await firstViable(kernel, policy, tenant, [...by, ...administratorIds]);
    const mayBeNobody =
      by.length === 0 &&
      (await firstViable(kernel, before, tenant, [...(administrators?.accountIds ?? []), ...formerIds])) === undefined;
    if (keeper === undefined && !mayBeNobody) return { refused: 'policy-strands-administrators' };
    if (await isLeftToProviders(kernel, change, before, [...by, ...administratorIds]))
      return { refused: 'policy-strands-administrators' };
    const accountIds = [...new Set([...administratorIds, ...(keeper === undefined ? [] : [keeper.id])])];
    const now = kernel.now();
    const record: PolicyRecord = {
      tenant,
      version: version + 1,
      document: documentOf(policy),
      changedAt: now,
      changedBy: actorName(actor),
      release: change.release,
    };
    const held = administrators?.version ?? 0;
    const guards: CommitGuards = {
      ...authority,
      ...(keeper === undefined ? {} : { account: { id: keeper.id, version: keeper.version } }),
      policy: version,
      administrators: held,
    };
    const detail = { version: record.version, ...change.detail };
    const result = await kernel.commit({
      tenant,
      now,
      guards,
      policy: record,
      administrators: { tenant, version: held + 1, accountIds },
      events: [event(kernel, tenant, now, 'policy.changed', { actor, detail })],
    });
    if (result.outcome === 'committed') {
      const inForce = kernel.policies.learn(record);
      const { onTighten } = inForce.policy;
      if (onTighten.act === 'revoke' && onTighten.after === 0) {
        kernel.runAfterReply('ending the sessions that fall short', () => revokeWanting(kernel, tenant, inForce));
      }
      return { ...view, version: record.version };
    }
    if (await actorIsGone(kernel, tenant, guards, result)) return { refused: 'no-session' };
  }
  return { refused: 'store-unavailable' };
}

/** Whether only a provider could let an administrator in; host code may leave it so if it was so before. */
async function isLeftToProviders(
  kernel: Kernel,
  { tenant, policy, administrator }: PolicyChange,
  before: Policy,
  ids: readonly AccountId[],
): Promise<boolean> {
  if (!(await needsEmergencyAccess(kernel, policy, tenant, ids))) return false;
  return administrator !== undefined || !(await needsEmergencyAccess(kernel, before, tenant, ids));
}
