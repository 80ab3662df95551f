import type { MostStranded } from '@sallyport/assurance';
import { anywhere, type Policy } from '@sallyport/core';
import { actorName, type PolicyRecord } from '@sallyport/store';
import type { Doer } from '../acts/doer.ts';
import { performActWithoutAccount } from '../acts/perform-act.ts';
import type { ImpactView, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { unplaced } from '../kernel/in-place.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { revokeFallenShort } from '../sessions/revoking.ts';
import { nameOf } from '../state/actors.ts';
import { event } from '../state/events.ts';
import { documentOf, impactOf } from './policy-impact.ts';
import { keeperAfter } from './policy-keeper.ts';

export interface PolicyChange {
  readonly by: Doer;
  readonly policy: Policy;
  /** The change is refused if another version is in force. */
  readonly ifVersion: number;
  readonly release?: string | undefined;
  /** Called before the commit. Throws to keep the policy out of force. */
  readonly onNewlyStranded?: ((newlyStranded: MostStranded) => void) | undefined;
  readonly note?: string | undefined;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export type SavedPolicy = ImpactView & { readonly version: number };

/** Refuses a policy under which nobody could change the policy again. */
export async function changePolicy(kernel: Kernel, change: PolicyChange): Promise<SavedPolicy | Refusal> {
  const { by } = change;
  const policy = anywhere(change.policy, kernel.now());
  const { tenant } = by;
  const ofAll = unplaced(kernel);
  let saved: { readonly record: PolicyRecord; readonly view: ImpactView } | undefined;
  const changed = await performActWithoutAccount(
    kernel,
    by,
    async ({ inForce: { version, policy: placed }, now, refuses }) => {
      if (version !== change.ifVersion) return { refused: 'precondition-failed' };
      const act = { type: 'change-policy' } as const;
      const refused = await refuses(act);
      if (refused !== undefined) return refused;
      const before = anywhere(placed);
      const [administrators, stored] = await Promise.all([
        kernel.store.readAdministrators(tenant),
        kernel.store.readPolicy(tenant),
      ]);
      const { view, administratorIds, formerIds, newlyStranded } = await impactOf(ofAll, tenant, { policy, before });
      const recorded = administrators?.accountIds ?? [];
      const kept = await keeperAfter(kernel, { by, policy, before, administratorIds, formerIds, recorded });
      if (isRefusal(kept)) return kept;
      const { keeper } = kept;
      // After the refusals for the last administrator, whose message says what to mend first.
      change.onNewlyStranded?.(newlyStranded);
      const accountIds = [...new Set([...administratorIds, ...(keeper === undefined ? [] : [keeper.id])])];
      const actor = by.kind === 'system' ? 'system' : nameOf(by);
      const note = change.note === undefined ? {} : { note: change.note };
      const record: PolicyRecord = {
        tenant,
        version: version + 1,
        document: documentOf(policy),
        changedAt: now,
        changedBy: actorName(actor),
        release: change.release,
        ...note,
      };
      saved = { record, view };
      const held = administrators?.version ?? 0;
      const detail = { version: record.version, ...note, ...change.detail };
      return {
        act,
        also: {
          guards: {
            ...(keeper === undefined ? {} : { account: { id: keeper.id, version: keeper.version } }),
            administrators: held,
          },
          policy: record,
          administrators: { tenant, version: held + 1, accountIds },
          events: [
            event(kernel, tenant, now, 'policy.changed', { actor, detail }),
            ...(stored?.shadow === undefined
              ? []
              : [event(kernel, tenant, now, 'policy.shadow-ended', { actor, detail })]),
          ],
        },
      };
    },
  );
  if (isRefusal(changed)) return changed;
  if (saved === undefined) return { refused: 'store-unavailable' };
  const inForce = ofAll.policies.learn(saved.record);
  const { onTighten } = inForce.policy;
  // After a grace, `revokingSweep` ends the sessions.
  if (onTighten.act === 'revoke' && onTighten.after === 0)
    kernel.runAfterReply('ending the sessions that fall short', () => revokeFallenShort(ofAll, tenant, inForce));
  return { ...saved.view, version: saved.record.version };
}
