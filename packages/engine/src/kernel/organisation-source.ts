import {
  closedOrganisation,
  defineOrganisation,
  type Organisation,
  OrganisationError,
  type Policy,
} from '@sallyport/core';
import type { OrganisationRecord, OrganisationReports, Organisations, Store, TenantId } from '@sallyport/store';
import type { Logger } from '../contract/host.ts';

export interface CompiledRule {
  readonly rules: Organisation;
  readonly isClosed: boolean;
}

export interface OrganisationSource {
  readonly store: OrganisationStore;
  known(tenant: TenantId, id: string): OrganisationRecord | undefined;
  learn(record: OrganisationRecord): OrganisationRecord;
  /** `draft`: is kept beside the rule for the policy in force, and the log says nothing about it. */
  compiled(record: OrganisationRecord, policy: Policy, as?: 'draft'): CompiledRule;
}

export type OrganisationStore = Omit<Store, 'commit'> & Organisations & OrganisationReports;

const MOST = 2_000;

export function organisationSource(store: OrganisationStore, logger: Logger): OrganisationSource {
  const known = new Map<string, OrganisationRecord>();
  const compiled = new WeakMap<OrganisationRecord, CompiledRule>();
  const drafted = new WeakMap<OrganisationRecord, CompiledRule>();
  return {
    store,
    known(tenant, id) {
      const key = keyOf(tenant, id);
      const record = known.get(key);
      if (record !== undefined && known.size >= MOST && known.delete(key)) known.set(key, record);
      return record;
    },
    learn(record) {
      const key = keyOf(record.tenant, record.id);
      const present = known.get(key);
      if (present !== undefined && present.version >= record.version) return present;
      known.delete(key);
      known.set(key, record);
      if (known.size > MOST) known.delete(known.keys().next().value ?? key);
      return record;
    },
    compiled(record, policy, as) {
      const present = compiled.get(record);
      if (present?.rules.strengths === policy.strengths) return present;
      const asDraft = drafted.get(record);
      if (asDraft?.rules.strengths === policy.strengths) return asDraft;
      const rule = compile(policy, record, as === 'draft' ? undefined : logger);
      (as === 'draft' ? drafted : compiled).set(record, rule);
      return rule;
    },
  };
}

function compile(
  policy: Policy,
  { tenant, id, version, document }: OrganisationRecord,
  logger: Logger | undefined,
): CompiledRule {
  try {
    return { rules: defineOrganisation(policy, id, document), isClosed: false };
  } catch (error) {
    if (!(error instanceof OrganisationError)) throw error;
    logger?.error('the rule of an organisation does not fit the policy in force: nobody enters the organisation', {
      ...{ code: 'organisation-closed', tenant, organisation: id, version },
      because: error.problems.map(({ path, message }) => `${path}: ${message}`).join('; '),
      wayOut: 'change the rule by `auth.organisations.setRule`, or bring back what the policy had',
    });
    return { rules: closedOrganisation(policy, id), isClosed: true };
  }
}

function keyOf(tenant: TenantId, id: string): string {
  return `${id} ${tenant}`;
}
