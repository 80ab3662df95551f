import { isDeepStrictEqual } from 'node:util';
import type { DatePreview, MostStranded } from '@sallyport/assurance';
import { anywhere, durationText, type Policy } from '@sallyport/core';
import type { PolicyDocument, PolicyRecord, TenantId } from '@sallyport/store';
import { StoreUnavailable } from '@sallyport/store';
import { system } from '../acts/doer.ts';
import { performActWithoutAccount } from '../acts/perform-act.ts';
import { SallyportConfigError } from '../contract/configuration-error.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { MOST_TRIES } from '../kernel/limits.ts';
import { event } from '../state/events.ts';
import { changePolicy } from './policy-change.ts';
import { documentOf } from './policy-impact.ts';

export interface CodePolicy {
  readonly policy: Policy;
  /** `store`: the policy in the code is used only for a store without a policy. */
  readonly source: 'code' | 'store';
  readonly given: boolean;
  readonly release: string | undefined;
  readonly refuseIfStranding?: number | undefined;
  /** False for a process that only uses the store, such as a command. */
  readonly deploys?: boolean | undefined;
}

/**
 * The code that runs wins, also after a roll-back, but not over a later release, nor over people who changed the policy later.
 *
 * @throws SallyportConfigError `policy-strands-administrators` or `policy-strands-accounts`
 */
export async function deployCodePolicy(kernel: Kernel, tenant: TenantId, code: CodePolicy): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const stored = await kernel.store.readPolicy(tenant);
    if (stored === undefined) {
      if (await storeFirst(kernel, tenant, code)) return;
      continue;
    }
    if (stored.removed !== undefined) return kernel.policies.noteRemoval(stored);
    kernel.policies.learn(stored);
    if (!code.given) return;
    const same = isSame(code, stored);
    if (code.source === 'store') {
      if (!same && code.deploys !== false) warnOfDifference(kernel, stored, 'policy-in-store');
      return;
    }
    if (code.deploys === false) return same ? undefined : warnOfDifference(kernel, stored, 'policy-not-deployed');
    const deployed = await newestOfCode(kernel, tenant, stored);
    const order = deployed === undefined ? 1 : compareReleases(code.release, deployed.release);
    if (order < 0) return same ? undefined : warnOfDifference(kernel, stored, 'policy-superseded');
    const isNoted = deployed !== undefined && order === 0 && isSame(code, deployed);
    if (isNoted) return same ? undefined : warnOfDifference(kernel, stored, 'policy-changed-since');
    if (await (same ? note(kernel, tenant, code, stored) : deploy(kernel, tenant, code, stored))) return;
  }
  throw new StoreUnavailable({ operation: 'deploying the policy' });
}

function storeFirst(kernel: Kernel, tenant: TenantId, code: CodePolicy): Promise<boolean> {
  return note(kernel, tenant, code);
}

/** The rules are the same, so a draft goes on in their shadow. Without the note, a process of this release that restarts later would deploy its document again. */
async function note(
  kernel: Kernel,
  tenant: TenantId,
  { policy, release }: CodePolicy,
  stored?: PolicyRecord,
): Promise<boolean> {
  const after = stored?.version ?? 0;
  let record: PolicyRecord | undefined;
  const noted = await performActWithoutAccount(kernel, system(tenant), ({ inForce, now }) => {
    if (inForce.version !== after) return { refused: 'precondition-failed' };
    const version = after + 1;
    const { shadow } = stored ?? {};
    record = { tenant, version, document: documentOf(policy), changedAt: now, changedBy: 'system', release, shadow };
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

async function deploy(
  kernel: Kernel,
  tenant: TenantId,
  { policy, release, refuseIfStranding }: CodePolicy,
  stored: PolicyRecord,
): Promise<boolean> {
  const saved = await changePolicy(kernel, {
    by: system(tenant),
    policy,
    ifVersion: stored.version,
    release,
    onNewlyStranded: refuseIfStranding === undefined ? undefined : refusesAbove(refuseIfStranding),
    detail: { from: 'code', release },
  });
  if (!isRefusal(saved)) {
    const { version, unaffected, mustEnroll, stranded, rules, dates = [] } = saved;
    const { placeOfRule } = await import('../kernel/policy-analysis.ts');
    const weaker = rules.filter((rule) => rule.weaker).map(placeOfRule);
    const loosens = weaker.length === 0 ? '' : `; it demands less than before: ${weaker.join(', ')}`;
    const impact = `${unaffected} accounts unaffected, ${mustEnroll} have to enroll, ${stranded} cannot sign in by themselves${dates.map(dateText).join('')}`;
    const goOn = await openSessionsText(
      anywhere(kernel.policies.compiled(stored), kernel.now()),
      anywhere(policy, kernel.now()),
    );
    kernel.logger.warn(`the policy of the code is in force, as version ${version}: ${impact}${loosens}${goOn}`, {
      code: 'policy-deployed',
      tenant,
      version,
      unaffected,
      mustEnroll,
      stranded,
      ...(dates.length === 0 ? {} : { dates }),
      ...(weaker.length === 0 ? {} : { weaker }),
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

async function openSessionsText(before: Policy, policy: Policy): Promise<string> {
  if (policy.onTighten.act !== 'next-sign-in') return '';
  const { sessionsFallingShort } = await import('../kernel/policy-analysis.ts');
  const lengths = sessionsFallingShort(before, policy).map(({ longest }) => longest);
  if (lengths.length === 0) return '';
  const longest = durationText(Math.max(...lengths));
  return `; open sessions that it would not grant go on, at most ${longest} after their sign-in (onTighten: next-sign-in)`;
}

function dateText({ from, mustEnroll, stranded }: DatePreview): string {
  return `; from ${new Date(from).toISOString()} on ${mustEnroll} have to enroll, ${stranded} cannot sign in by themselves, if nobody sets anything up`;
}

function refusesAbove(most: number): (newlyStranded: MostStranded) => void {
  return ({ count, from }) => {
    if (count <= most) return;
    const then = from === undefined ? '' : ` from ${new Date(from).toISOString()} on`;
    throw new SallyportConfigError(
      'policy-strands-accounts',
      `Under the policy in the code${then} ${count} ${count === 1 ? 'account' : 'accounts'} could not sign in alone, and can today: the policy was not put in force.`,
      'Change the policy, vouch for these accounts first, or raise `refuseIfStranding`. `sallyport policy preview POLICY --auth FILE --names` lists the accounts.',
    );
  };
}

async function newestOfCode(kernel: Kernel, tenant: TenantId, stored: PolicyRecord): Promise<PolicyRecord | undefined> {
  if (isByCode(stored)) return stored;
  let cursor: string | undefined;
  do {
    const page = await kernel.store.listPolicyVersions(tenant, { limit: 50, cursor });
    const found = page.items.find(isByCode);
    if (found !== undefined) return found;
    cursor = page.next;
  } while (cursor !== undefined);
  return undefined;
}

function isByCode({ changedBy }: PolicyRecord): boolean {
  return changedBy === 'system';
}

function compareReleases(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) return 0;
  // A collator costs 10 ms, and only a start with named releases needs it.
  return new Intl.Collator('en', { numeric: true }).compare(one, other);
}

function isSame({ policy }: CodePolicy, { document }: PolicyRecord): boolean {
  return isDeepStrictEqual(asJson(documentOf(policy)), asJson(document));
}

/** As a store returns the document: without `undefined` members. */
function asJson(document: PolicyDocument): unknown {
  return JSON.parse(JSON.stringify(document));
}

const WAYS_OUT = {
  'policy-in-store':
    'change it as a policy administrator or with `auth.policy.set`; with `policySource: "code"` the code is deployed',
  'policy-not-deployed':
    'this start deploys no policy (`deployPolicy: false`, as in every command of `sallyport`): a start of the app does',
  'policy-superseded':
    'a later release (`policyRelease`) brought the policy in force: to go back, deploy this code under a later name',
  'policy-changed-since':
    'somebody changed the policy after this code had deployed its own: take the change over, or deploy under a later `policyRelease`',
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
