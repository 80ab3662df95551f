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

/** The policy in the code. */
export interface CodePolicy {
  readonly policy: Policy;
  /** `code`: deploying the code puts its policy in force. `store`: the policy in the code is used only for a store without a policy. */
  readonly source: 'code' | 'store';
  /** True if the host gave a policy. Without a policy, there is nothing to compare. */
  readonly given: boolean;
  /** The host's name of the release with this policy. */
  readonly release: string | undefined;
}

/**
 * Compares the policy in the code with the stored policy, at start-up. If the source is `code`, a document that is not in force becomes a
 * new version by `system`, once for each release. A process of an older release that starts later finds its document among the stored
 * versions, and does not deploy it again. Every remaining difference is logged.
 *
 * @throws SallyportConfigError `policy-strands-administrators`, if the policy in the code would lock out the last administrator. Then
 *   nothing is changed.
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
      if (code.source === 'store' || isOfRelease(code, stored) || (await wasDeployed(kernel, tenant, code))) return;
      if (await note(kernel, tenant, code, stored.version)) return;
      continue;
    }
    if (code.source === 'store') return warnOfDifference(kernel, stored, 'policy-in-store');
    if (await wasDeployed(kernel, tenant, code)) return warnOfDifference(kernel, stored, 'policy-superseded');
    if (await deploy(kernel, tenant, code, stored.version)) return;
  }
  throw new StoreUnavailable({ operation: 'deploying the policy' });
}

/** Stores the policy as version 1. Returns false if the store has a policy by now. */
function storeFirst(kernel: Kernel, tenant: TenantId, code: CodePolicy): Promise<boolean> {
  return note(kernel, tenant, code, 0);
}

/**
 * Stores a document without changing the policy in force. Used for version 1, and to note that this release has the document too, after
 * an administrator or another release put the document in force. Without the note, a process of this release that restarts later would deploy
 * the document again.
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

/** Returns whether the policy is in force now. Returns `false` if another version was written meanwhile: then the caller starts again. */
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

/** Returns whether this release already deployed this document. A release deploys a document once. */
async function wasDeployed(kernel: Kernel, tenant: TenantId, code: CodePolicy): Promise<boolean> {
  let cursor: string | undefined;
  do {
    const page = await kernel.store.listPolicyVersions(tenant, { limit: 50, cursor });
    for (const record of page.items) {
      if (isOfRelease(code, record) && isSame(code, record)) return true;
    }
    cursor = page.next;
  } while (cursor !== undefined);
  return false;
}

/** Returns whether a process of this release wrote the version. Releases without a name count as one release. */
function isOfRelease({ release }: CodePolicy, record: PolicyRecord): boolean {
  return record.changedBy === 'system' && (release === undefined || release === record.release);
}

function isSame({ policy }: CodePolicy, { document }: PolicyRecord): boolean {
  return isDeepStrictEqual(asJson(documentOf(policy)), asJson(document));
}

/** The document as a store returns it: without `undefined` members. */
function asJson(document: PolicyDocument): unknown {
  return JSON.parse(JSON.stringify(document));
}

const WAYS_OUT = {
  'policy-in-store':
    'change it as a policy administrator or with `auth.policy.set`; with `policySource: "code"` the code is deployed',
  'policy-superseded':
    'this one was in force before and was replaced since: deploy another, name a new `policyRelease`, or use `auth.policy.set`',
} as const;

function warnOfDifference(
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
