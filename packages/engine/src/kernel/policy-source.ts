import {
  anywhere,
  type HostMethods,
  type Instant,
  type Policy,
  type PolicyProblem,
  parsePolicy,
} from '@sallyport/core';
import type { PolicyRecord, PolicyShadow, TenantId } from '@sallyport/store';
import { SallyportConfigError } from '../contract/configuration-error.ts';

/** `known`, `learn` and `learnIfNewer` return the policy of now: the rules of every date that has passed apply. */
export interface PolicySource {
  /** As written. */
  first(tenant: TenantId): Policy;
  known(tenant: TenantId): PolicyInForce;
  learn(record: PolicyRecord): PolicyInForce;
  learnIfNewer(record: PolicyRecord): PolicyInForce;
  tenants(): readonly TenantId[];
  /** Of an account or a session that exists: no stranger can make up such a name. */
  noteServed(tenant: TenantId): void;
  served(): readonly TenantId[];
  noteRemoval(record: PolicyRecord): void;
  /** @throws SallyportConfigError `bad-tenant`, as the functions above */
  refuseRemoved(tenant: TenantId): void;
  isRemoved(tenant: TenantId): boolean;
  removed(since: number): readonly TenantId[];
  /** As written. */
  compiled(record: PolicyRecord): Policy;
}

type Removal = NonNullable<PolicyRecord['removed']>;

const MOST_VERSIONS = 200;

const MOST_SERVED = 10_000;

export function policySource(
  of: (tenant: TenantId) => { readonly host: HostMethods; readonly firstPolicy: Policy },
  tellMissing: (record: PolicyRecord, problems: readonly PolicyProblem[]) => void,
  now: () => Instant,
  tellUnfit: (record: PolicyRecord, fault: unknown) => void = () => undefined,
): PolicySource {
  const versions = new Map<string, Policy>();
  const drafts = new Map<string, Draft | undefined>();
  const compiled = (record: PolicyRecord): Policy => {
    const key = `${record.version} ${record.tenant}`;
    const policy =
      versions.get(key) ??
      parsePolicy(record.document, of(record.tenant).host, (problems) => tellMissing(record, problems));
    versions.set(key, policy);
    if (versions.size > MOST_VERSIONS) versions.delete(versions.keys().next().value ?? key);
    return policy;
  };
  const draftOf = (record: PolicyRecord): Draft | undefined => {
    const { shadow, tenant } = record;
    if (shadow === undefined) return undefined;
    const key = `${shadow.since} ${tenant}`;
    if (!drafts.has(key))
      drafts.set(
        key,
        compiledDraft(shadow, of(tenant).host, (fault) => tellUnfit(record, fault)),
      );
    if (drafts.size > MOST_VERSIONS) drafts.delete(drafts.keys().next().value ?? key);
    return drafts.get(key);
  };
  const byTenant = new Map<TenantId, PolicyInForce>();
  const served = new Set<TenantId>();
  const removals = new Map<TenantId, Removal>();
  const refuseRemoved = (tenant: TenantId): void => {
    const removal = removals.get(tenant);
    if (removal !== undefined) throw wasRemoved(tenant, removal.log);
  };
  const noteRemoval = ({ tenant, removed }: PolicyRecord): void => {
    if (removed === undefined) return;
    removals.set(tenant, removed);
    byTenant.delete(tenant);
    served.delete(tenant);
  };
  const first = (tenant: TenantId): Policy => of(tenant).firstPolicy;
  const known = (tenant: TenantId): PolicyInForce => {
    refuseRemoved(tenant);
    return ofNow(byTenant.get(tenant) ?? { version: 0, policy: first(tenant) }, now);
  };
  const learn = (record: PolicyRecord): PolicyInForce => {
    noteRemoval(record);
    refuseRemoved(record.tenant);
    const { version, sameAs } = record;
    const learnt = { version, sameAs, policy: compiled(record), shadow: draftOf(record) };
    byTenant.set(record.tenant, learnt);
    return ofNow(learnt, now);
  };
  return {
    first,
    tenants: () => [...byTenant.keys()],
    noteServed(tenant) {
      served.add(tenant);
      if (served.size > MOST_SERVED) served.delete(served.values().next().value ?? tenant);
    },
    served: () => [...served],
    noteRemoval,
    refuseRemoved,
    isRemoved: (tenant) => removals.has(tenant),
    removed: (since) => [...removals].flatMap(([tenant, { at }]) => (at >= since ? [tenant] : [])),
    known,
    compiled,
    learn,
    learnIfNewer(record) {
      const present = known(record.tenant);
      return present.version > record.version ? present : learn(record);
    },
  };
}

export function wasRemoved(tenant: TenantId, log: Removal['log']): SallyportConfigError {
  return new SallyportConfigError(
    'bad-tenant',
    `The tenant '${tenant.slice(0, 50)}' was removed.`,
    log === 'keep'
      ? 'Leave its name in `tenants` as long as the log is read, and give a new customer another name.'
      : 'Take its name out of `tenants`, and give a new customer another name.',
  );
}

function ofNow(written: PolicyInForce, now: () => Instant): PolicyInForce {
  const { policy, shadow } = written;
  if (policy.later.length === 0 && (shadow === undefined || shadow.policy.later.length === 0)) return written;
  const at = now();
  return {
    ...written,
    policy: anywhere(policy, at),
    shadow: shadow && { ...shadow, policy: anywhere(shadow.policy, at) },
  };
}

/** A draft that cannot be read, or that the app's present factors and providers do not allow, runs in no shadow. */
function compiledDraft(
  { draft, since }: PolicyShadow,
  host: HostMethods,
  tellUnfit: (fault: unknown) => void,
): Draft | undefined {
  try {
    return { since, policy: parsePolicy(JSON.parse(draft), host) };
  } catch (fault) {
    tellUnfit(fault);
    return undefined;
  }
}

export interface PolicyInForce {
  readonly version: number;
  /** As of the record. */
  readonly sameAs?: number | undefined;
  readonly policy: Policy;
  readonly shadow?: Draft | undefined;
}

/** Is judged beside the policy in force, and decides nothing. */
export interface Draft {
  readonly since: Instant;
  readonly policy: Policy;
}
