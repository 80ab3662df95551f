import { type HostMethods, type Policy, type PolicyProblem, parsePolicy } from '@sallyport/core';
import type { PolicyRecord, TenantId } from '@sallyport/store';

export interface PolicySource {
  first(tenant: TenantId): Policy;
  known(tenant: TenantId): PolicyInForce;
  learn(record: PolicyRecord): PolicyInForce;
  learnIfNewer(record: PolicyRecord): PolicyInForce;
  tenants(): readonly TenantId[];
  compiled(record: PolicyRecord): Policy;
}

const MOST_VERSIONS = 200;

export function policySource(
  of: (tenant: TenantId) => { readonly host: HostMethods; readonly firstPolicy: Policy },
  tellMissing: (record: PolicyRecord, problems: readonly PolicyProblem[]) => void,
): PolicySource {
  const versions = new Map<string, Policy>();
  const compiled = (record: PolicyRecord): Policy => {
    const key = `${record.version} ${record.tenant}`;
    const policy =
      versions.get(key) ??
      parsePolicy(record.document, of(record.tenant).host, (problems) => tellMissing(record, problems));
    versions.set(key, policy);
    if (versions.size > MOST_VERSIONS) versions.delete(versions.keys().next().value ?? key);
    return policy;
  };
  const byTenant = new Map<TenantId, PolicyInForce>();
  const first = (tenant: TenantId): Policy => of(tenant).firstPolicy;
  const known = (tenant: TenantId): PolicyInForce => byTenant.get(tenant) ?? { version: 0, policy: first(tenant) };
  const learn = (record: PolicyRecord): PolicyInForce => {
    const learnt = { version: record.version, policy: compiled(record) };
    byTenant.set(record.tenant, learnt);
    return learnt;
  };
  return {
    first,
    tenants: () => [...byTenant.keys()],
    known,
    compiled,
    learn,
    learnIfNewer(record) {
      const present = known(record.tenant);
      return present.version > record.version ? present : learn(record);
    },
  };
}

export interface PolicyInForce {
  readonly version: number;
  readonly policy: Policy;
}
