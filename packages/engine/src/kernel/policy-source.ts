import { type HostMethods, type Policy, type PolicyProblem, parsePolicy } from '@sallyport/core';
import type { PolicyRecord, TenantId } from '@sallyport/store';

/**
 * The policies that this process knows, compiled once for each version. A step's answer from the store carries a newer policy. A changed
 * policy is in force at the next sign-in in every process (W5).
 */
export interface PolicySource {
  /** Returns version 0, for a tenant without a stored policy. */
  first(tenant: TenantId): Policy;
  known(tenant: TenantId): PolicyInForce;
  learn(record: PolicyRecord): PolicyInForce;
  /** As `learn`, for an answer of the store that can be older than what this process has learnt meanwhile. */
  learnIfNewer(record: PolicyRecord): PolicyInForce;
  /** The tenants with a stored policy that this process knows. */
  tenants(): readonly TenantId[];
  /** Returns any stored version, compiled once. */
  compiled(record: PolicyRecord): Policy;
}

/** The most compiled versions that are kept. */
const MOST_VERSIONS = 200;

/**
 * @param of returns the parts of a tenant: each policy is compiled for its tenant's parts
 * @param tellMissing receives the names in a stored policy that the host does not configure. The policy is in force all the same.
 */
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

/** The policy that judges a step. */
export interface PolicyInForce {
  readonly version: number;
  readonly policy: Policy;
}
