import { definePolicy, type Policy } from '@sallyport/core';
import type { PolicyRecord, TenantId } from '../store/records.ts';
import type { PolicyInForce } from './kernel.ts';

/**
 * The policy of each tenant as this process knows it, compiled once a version. What a store answers beside a step keeps it
 * current: a policy changed in one process is in force at the next sign-in in every other (W5).
 */
export interface PolicySource {
  known(tenant: TenantId): PolicyInForce;
  learn(record: PolicyRecord): PolicyInForce;
}

/** @param first what a tenant without a stored policy is judged by: version 0 */
export function policySource(first: Policy): PolicySource {
  const start: PolicyInForce = { version: 0, policy: first };
  const byTenant = new Map<TenantId, PolicyInForce>();
  return {
    known: (tenant) => byTenant.get(tenant) ?? start,
    learn(record) {
      const learnt = { version: record.version, policy: definePolicy(record.document) };
      byTenant.set(record.tenant, learnt);
      return learnt;
    },
  };
}
