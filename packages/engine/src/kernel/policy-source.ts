import { type Policy, type PolicyProblem, parsePolicy } from '@sallyport/core';
import type { PolicyRecord, TenantId } from '@sallyport/store';
import type { TenantParts } from './tenant-parts.ts';

/**
 * The policy of each tenant as this process knows it, compiled once a version. What a store answers beside a step keeps it
 * current: a policy changed in one process is in force at the next sign-in in every other (W5).
 */
export interface PolicySource {
  /** What a tenant without a stored policy is judged by: version 0. */
  first(tenant: TenantId): Policy;
  known(tenant: TenantId): PolicyInForce;
  learn(record: PolicyRecord): PolicyInForce;
  /** Any version there was, compiled once. */
  compiled(record: PolicyRecord): Policy;
}

/** Compiled versions that are kept at hand. */
const MOST_VERSIONS = 200;

/**
 * @param of the parts of a tenant: a policy is compiled for the parts of its own tenant
 * @param tellMissing is told what a stored policy names and the host does not bring: it is served all the same
 */
export function policySource(
  of: (tenant: TenantId) => Pick<TenantParts, 'host' | 'firstPolicy'>,
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
  return {
    first,
    known: (tenant) => byTenant.get(tenant) ?? { version: 0, policy: first(tenant) },
    compiled,
    learn(record) {
      const learnt = { version: record.version, policy: compiled(record) };
      byTenant.set(record.tenant, learnt);
      return learnt;
    },
  };
}

/** The policy a step is judged by. */
export interface PolicyInForce {
  readonly version: number;
  readonly policy: Policy;
}
