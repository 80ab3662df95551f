import { isDeepStrictEqual } from 'node:util';
import type { Policy } from '@sallyport/core';
import type { PolicyDocument, PolicyRecord, TenantId } from '@sallyport/store';
import { StoreUnavailable } from '@sallyport/store';
import { carryOutAnew } from '../acts/carry-out.ts';
import { system } from '../acts/doer.ts';
import { SallyportConfigError } from '../contract/configuration-error.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ROUNDS } from '../kernel/limits.ts';
import { event } from '../records/events.ts';
import { changePolicy } from './policy-change.ts';
import { documentOf } from './policy-impact.ts';

/** The policy that the code brings. */
export interface CodePolicy {
  readonly policy: Policy;
  /** Whether it is in force by being deployed, or is only where a store without a policy begins. */
  readonly source: 'code' | 'store';
  /** Whether the host gave one; else there is nothing to compare. */
  readonly given: boolean;
  /** The host's word for the release that brings it. */
  readonly release: string | undefined;
}

/**
 * Brings the policy of the code and the one of the store together, at start-up. Where the code is the source, a document that is not in
 * force becomes a new version by `system`, once for each release: a process of an older release that starts later finds its own among the
 * versions there were, and does not put it back. Whatever differs after that is told.
 *
 * @throws SallyportConfigError if the code's policy would lock out the last administrator: nothing is changed
 */
export async function settleCodePolicy(kernel: Kernel, tenant: TenantId, code: CodePolicy): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const stored = await kernel.store.readPolicy(tenant);
    if (stored === undefined) {
      if (await storeFirst(kernel, tenant, code)) return;
      continue;
    }
    kernel.policies.learn(stored);
    if (!code.given) return;
    if (isSame(code, stored)) {
      if (code.source === 'store' || isBroughtBy(code, stored) || (await wasDeployed(kernel, tenant, code))) return;
      if (await note(kernel, tenant, code, stored.version)) return;
      continue;
    }
    if (code.source === 'store') return tellDifference(kernel, stored, 'policy-in-store');
    if (await wasDeployed(kernel, tenant, code)) return tellDifference(kernel, stored, 'policy-superseded');
    if (await deploy(kernel, tenant, code, stored.version)) return;
  }
  throw new StoreUnavailable({ operation: 'deploying the policy' });
}

/** Whether the store had none, and this one is version 1. */
function storeFirst(kernel: Kernel, tenant: TenantId, code: CodePolicy): Promise<boolean> {
  return note(kernel, tenant, code, 0);
}

/**
 * Writes down a document that changes nothing, as the version after this one: the first of all, or the one in force that an administrator
 * made, or another release, and this one brings too. Else a process of this release that starts again later would find that it never
 * deployed its own, and put it back.
 */
async function note(
  kernel: Kernel,
  tenant: TenantId,
  { policy, release }: CodePolicy,
  after: number,
): Promise<boolean> {
  let record: PolicyRecord | undefined;
  const noted = await carryOutAnew(kernel, system(tenant), ({ inForce, now }) => {
    if (inForce.version !== after) return { refused: 'precondition-failed' };
    const version = after + 1;
    record = { tenant, version, document: documentOf(policy), changedAt: now, changedBy: 'system', release };
    const detail = after === 0 ? { version } : { version, from: 'code', release };
    return {
      act: { type: 'change-policy' },
      also: { policy: record, events: [event(kernel, tenant, now, 'policy.changed', { actor: 'system', detail })] },
    };
  });
  if (isRefusal(noted) && noted.refused === 'store-unavailable')
    throw new StoreUnavailable({ operation: 'deploying the policy' });
  if (isRefusal(noted) || record === undefined) return false;
  kernel.policies.learn(record);
  return true;
}

/** Whether it is in force now; `false` if another version came between, so that all is judged anew. */
async function deploy(
  kernel: Kernel,
  tenant: TenantId,
  { policy, release }: CodePolicy,
  ifVersion: number,
): Promise<boolean> {
  const saved = await changePolicy(kernel, {
    by: system(tenant),
    policy,
    ifVersion,
    release,
    detail: { from: 'code', release },
  });
  if (!isRefusal(saved)) {
    const { version, unaffected, mustEnroll, stranded } = saved;
    const impact = `${unaffected} accounts unaffected, ${mustEnroll} have to enroll, ${stranded} cannot sign in by themselves`;
    kernel.logger.warn(`the policy of the code is in force, as version ${version}: ${impact}`, {
      code: 'policy-deployed',
      tenant,
      version,
      unaffected,
      mustEnroll,
      stranded,
    });
    return true;
  }
  if (saved.refused !== 'policy-strands-administrators') return false;
  throw new SallyportConfigError(
    'policy-strands-administrators',
    'Under the policy in the code nobody could change the policy who can today: it was not put in force.',
    'Leave a policy administrator who can sign in (`administrators.policy`), or give an account such a role first.',
  );
}

/** Whether this release has put this very document in force before: it did so once, and does not again. */
async function wasDeployed(kernel: Kernel, tenant: TenantId, code: CodePolicy): Promise<boolean> {
  let cursor: string | undefined;
  do {
    const page = await kernel.store.listPolicyVersions(tenant, { limit: 50, cursor });
    for (const record of page.items) {
      if (isBroughtBy(code, record) && isSame(code, record)) return true;
    }
    cursor = page.next;
  } while (cursor !== undefined);
  return false;
}

/** Whether a version is by a process of this release; releases without a name are one. */
function isBroughtBy({ release }: CodePolicy, record: PolicyRecord): boolean {
  return record.changedBy === 'system' && (release === undefined || release === record.release);
}

function isSame({ policy }: CodePolicy, { document }: PolicyRecord): boolean {
  return isDeepStrictEqual(asJson(documentOf(policy)), asJson(document));
}

/** As it comes back from a store: what is `undefined` is not there. */
function asJson(document: PolicyDocument): unknown {
  return JSON.parse(JSON.stringify(document));
}

const WAYS_OUT = {
  'policy-in-store':
    'change it as a policy administrator or with `auth.policy.set`; with `policySource: "code"` the code is deployed',
  'policy-superseded':
    'this one was in force before and was replaced since: deploy another, name a new `policyRelease`, or use `auth.policy.set`',
} as const;

function tellDifference(
  { logger }: Kernel,
  { tenant, version, changedBy, changedAt }: PolicyRecord,
  code: keyof typeof WAYS_OUT,
): void {
  logger.warn(`the policy in the code is NOT in force: version ${version} of the store is, by ${changedBy}`, {
    code,
    tenant,
    version,
    changedBy,
    changedAt: new Date(changedAt).toISOString(),
    wayOut: WAYS_OUT[code],
  });
}
