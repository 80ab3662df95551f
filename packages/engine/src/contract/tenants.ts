import type { HostCode } from '@sallyport/core';
import type { RefusalOf } from './refusal-table.ts';

/** A tenant that was removed. */
export interface RemovedTenant {
  /** Whether the action log is still there. `remove` also if an earlier call removed the log. */
  readonly log: 'keep' | 'remove';
  /** The number of records that this call removed. */
  readonly records: number;
}

/** The tenants as a whole. For host code only. */
export interface WholeTenants {
  /**
   * Removes a tenant: accounts, sessions, devices, factors, vaults, organisations, every version of the policy, counters. From the first commit on nobody signs in, no
   * session is admitted, and every request gets the answer of an unknown tenant (404). Then the records go in batches. After an interruption, call the
   * function again. The name stays used: the store keeps one record that says so, and a new customer gets a tenant of another name.
   *
   * Nobody is told: neither the owners nor `beforeDeletion` and `afterDeletion`.
   *
   * @param asked `log: 'keep'` keeps the action log and its sealed proof, and ends the log with an event `tenant.removed`. Leave the tenant in `tenants` to
   * read the log. `log: 'remove'` removes the log too, also later
   * @throws SallyportConfigError `bad-tenant`, if the host has no such tenant or no other; `bad-store`, if the store cannot remove tenants
   * @throws StoreUnavailable if the store does not answer: call the function again
   * @example
   * ```ts
   * import { hostCode } from '@sallyport/engine';
   *
   * await auth.tenants.remove('north', { by: hostCode('contract-ended'), log: 'keep' });
   * ```
   */
  remove(
    tenant: string,
    asked: { readonly by: HostCode; readonly log: 'keep' | 'remove' },
  ): Promise<RemovedTenant | RefusalOf<'tenants.remove'>>;
}
