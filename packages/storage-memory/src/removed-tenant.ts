import type { TenantId } from '@sallyport/store';
import { policyInForce, TenantData } from './tenant-data.ts';

/** Everything at once, whatever the limit. */
export function removeTenant(tenants: Map<TenantId, TenantData>, tenant: TenantId): number {
  const data = tenants.get(tenant);
  const policy = data && policyInForce(data);
  if (data === undefined || policy?.removed === undefined) return 0;
  const left = new TenantData();
  left.policies.push(policy);
  const keepsLog = policy.removed.log === 'keep';
  const untold = keepsLog ? data.events.untold().map(({ id }) => id) : [];
  if (keepsLog) {
    data.events.markNotified(untold);
    const places = data.events.places();
    for (const [turn, event] of data.events.all().entries()) left.events.append(event, places[turn]);
    left.events.skipTo(data.events.written);
    left.logBatches.push(...data.logBatches);
  }
  tenants.set(tenant, left);
  return recordsOf(data) - recordsOf(left) + untold.length;
}

function recordsOf(data: TenantData): number {
  const { accounts, keys, profiles, days, signIns, vaults, samlRequests, used, organisations } = data;
  const maps = [accounts, keys, profiles, days, signIns, vaults, samlRequests, used];
  const lists = [
    [...data.flows.all()],
    [...data.sessions.all()],
    data.devices.all(),
    data.counters.entries(),
    data.events.all(),
    data.unknownFailures.all(),
    data.policies,
    organisations.organisations(),
    organisations.memberships(),
    data.logBatches,
    data.administrators === undefined ? [] : [data.administrators],
  ];
  return maps.reduce((sum, { size }) => sum + size, 0) + lists.reduce((sum, { length }) => sum + length, 0);
}
