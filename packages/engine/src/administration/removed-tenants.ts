import { instant } from '@sallyport/core';
import {
  actorName,
  type PolicyRecord,
  removesTenants,
  type Store,
  StoreUnavailable,
  type TenantId,
} from '@sallyport/store';
import { host } from '../acts/doer.ts';
import { SallyportConfigError } from '../contract/configuration-error.ts';
import type { RemovedTenant, WholeTenants } from '../contract/index.ts';
import { REMOVED_AGAIN_FOR } from '../contract/lifetimes.ts';
import type { Undeclared } from '../contract/refusal-table.ts';
import type { Sealing } from '../kernel/action-log/sealing.ts';
import type { EngineCommit } from '../kernel/commit.ts';
import { eachAlone } from '../kernel/each-alone.ts';
import type { UnplacedKernel } from '../kernel/kernel.ts';
import { MOST_TRIES } from '../kernel/limits.ts';
import { nameOf } from '../state/actors.ts';
import { event } from '../state/events.ts';
import { knownTenant } from '../state/tenant-id.ts';
import { malformedHostCode } from './account-ref.ts';

const BATCH = 1_000;

type Removed = PolicyRecord & { readonly removed: NonNullable<PolicyRecord['removed']> };

export interface TenantRemoval extends Undeclared<WholeTenants> {
  /** What was under way may have written later. */
  again(): Promise<void>;
}

export function tenantRemoval(
  kernel: UnplacedKernel,
  store: Store,
  commit: (change: EngineCommit) => ReturnType<Store['commit']>,
  { sealTenant }: Sealing,
  hasOthers: boolean,
): TenantRemoval {
  async function removeRecords(tenant: TenantId): Promise<number> {
    if (!removesTenants(store)) throw unable();
    let records = 0;
    for (let gone = -1; gone !== 0; records += gone) gone = await store.removeTenant(tenant, BATCH);
    return records;
  }

  async function begun(tenant: TenantId, log: 'keep' | 'remove', changedBy: string): Promise<Removed> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const newest = await store.readPolicy(tenant);
      if (isRemoved(newest) && (newest.removed.log === log || log === 'keep')) {
        kernel.taken?.();
        return newest;
      }
      const version = newest?.version ?? 0;
      const now = kernel.now();
      const policy: Removed = {
        ...{ tenant, version: version + 1, changedAt: now, changedBy },
        // No policy for a process of an older version.
        document: { removed: true },
        removed: { at: now, log },
      };
      const { outcome } = await commit({ tenant, now, guards: { policy: version }, policy, events: [] });
      if (outcome === 'committed') return policy;
    }
    throw new StoreUnavailable({ operation: 'removing the tenant' });
  }

  async function closeLog({ tenant, removed }: Removed, by: ReturnType<typeof host>): Promise<void> {
    const types = ['tenant.removed'];
    if ((await store.listEvents(tenant, { limit: 1, types })).items.length === 0) {
      const now = kernel.now();
      const detail = { since: new Date(removed.at).toISOString() };
      const events = [event(kernel, tenant, now, 'tenant.removed', { actor: nameOf(by), detail })];
      const uses = [{ key: 'tenant.removed', expiresAt: instant(now + REMOVED_AGAIN_FOR) }];
      await commit({ tenant, now, guards: {}, uses, events });
    }
    await sealTenant(tenant);
  }

  return {
    async remove(name, { by, log }) {
      const malformed = malformedHostCode(by);
      if (malformed !== undefined) return malformed;
      if (log !== 'keep' && log !== 'remove') return NO_LOG;
      const tenant = knownTenant(kernel, name);
      if (!hasOthers) throw only(tenant);
      if (!removesTenants(store)) throw unable();
      const doer = host(tenant, by);
      const policy = await begun(tenant, log, actorName(nameOf(doer)));
      kernel.policies.noteRemoval(policy);
      let records = await removeRecords(tenant);
      if (policy.removed.log === 'keep') {
        await closeLog(policy, doer);
        records += await removeRecords(tenant);
      }
      return { log: policy.removed.log, records } satisfies RemovedTenant;
    },
    again: () =>
      eachAlone((each) =>
        each(kernel.policies.removed(kernel.now() - REMOVED_AGAIN_FOR), async (tenant) => {
          await removeRecords(tenant);
        }),
      ),
  };
}

const NO_LOG = {
  refused: 'malformed-input',
  errors: [{ path: 'log', message: "is 'keep' or 'remove'" }],
} as const;

function isRemoved(policy: PolicyRecord | undefined): policy is Removed {
  return policy?.removed !== undefined;
}

function only(tenant: TenantId): SallyportConfigError {
  return new SallyportConfigError(
    'bad-tenant',
    `'${tenant}' is the only tenant.`,
    'Remove tenants of a host with the option `tenants`. An app with one tenant drops its database.',
  );
}

function unable(): SallyportConfigError {
  return new SallyportConfigError(
    'bad-store',
    '`store` has no function removeTenant, so no tenant can be removed.',
    'Give a store that removes tenants.',
  );
}
