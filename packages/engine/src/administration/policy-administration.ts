import { explainReason, instant, type Policy, PolicyError, parsePolicy, type Reason } from '@sallyport/core';
import { type AccountForPreview, previewPolicyChange } from '@sallyport/core/analysis';
import { firstViable, isVouched } from '../account/last-administrator.ts';
import type { Administration, ImpactView, PolicyView, Refusal, WordedReason } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ROUNDS } from '../kernel/limits.ts';
import { isAdministrator } from '../records/administrators.ts';
import { allAccounts } from '../records/all-accounts.ts';
import { vaultWays } from '../records/all-vaults.ts';
import { event } from '../records/events.ts';
import { policyInForce } from '../records/policy-in-force.ts';
import { rolesOf } from '../records/roles.ts';
import { actorIsGone } from '../sessions/liveness.ts';
import { revokeWanting } from '../sessions/tightening.ts';
import type { AccountId, AccountRecord, PolicyDocument, PolicyRecord, TenantId } from '../store/records.ts';
import { authorityFor } from './authority.ts';
import { needsEmergencyAccess } from './emergency-access.ts';

const PAGE = 100;

/** Reading, rehearsing and changing the policy. */
export function policyAdministration(
  kernel: Kernel,
): Pick<Administration, 'policy' | 'putPolicy' | 'policyVersions' | 'previewPolicy'> {
  return {
    policy: (tenant) => current(kernel, tenant),
    async policyVersions(tenant, { cursor }) {
      const { items, next } = await kernel.store.listPolicyVersions(tenant, {
        limit: 50,
        cursor,
      });
      return { versions: items.map(policyView), next };
    },
    async previewPolicy(actor, { policy: written, cursor }) {
      const policy = readPolicy(kernel, written);
      return 'refused' in policy ? policy : (await impactOf(kernel, actor.tenant, policy, cursor)).view;
    },
    async putPolicy(actor, { policy: written, ifVersion }) {
      const policy = readPolicy(kernel, written);
      if ('refused' in policy) return policy;
      const { tenant } = actor;
      for (let round = 0; round < ROUNDS; round++) {
        const { version } = await policyInForce(kernel, tenant);
        if (version !== ifVersion) return { refused: 'precondition-failed' };
        const authority = await authorityFor(kernel, actor, { of: 'policy' });
        if (isRefusal(authority)) return authority;
        const administrators = await kernel.store.readAdministrators(tenant);
        const { view, administratorIds } = await impactOf(kernel, tenant, policy);
        // Somebody who could take this policy back, and still can when it is saved: the commit is guarded by their account.
        const keeper = await firstViable(kernel, policy, tenant, [actor.accountId, ...administratorIds]);
        if (keeper === undefined) return { refused: 'policy-strands-administrators' };
        if (await needsEmergencyAccess(kernel, policy, tenant, [actor.accountId, ...administratorIds]))
          return { refused: 'policy-strands-administrators' };
        const accountIds = [...new Set([...administratorIds, keeper.id])];
        const now = kernel.now();
        const record: PolicyRecord = {
          tenant,
          version: version + 1,
          document: documentOf(policy),
          changedAt: now,
          changedBy: actor.accountId,
        };
        const before = administrators?.version ?? 0;
        const account = { id: keeper.id, version: keeper.version };
        const guards = { ...authority, account, policy: version, administrators: before };
        const result = await kernel.commit({
          tenant,
          now,
          guards,
          policy: record,
          administrators: { tenant, version: before + 1, accountIds },
          events: [
            event(kernel, tenant, now, 'policy.changed', {
              actor: actor.accountId,
              detail: { version: record.version },
            }),
          ],
        });
        if (result.outcome === 'committed') {
          const inForce = kernel.policies.learn(record);
          const { onTighten } = inForce.policy;
          if (onTighten.act === 'revoke' && onTighten.after === 0) {
            kernel.runAfterReply('ending the sessions that fall short', () => revokeWanting(kernel, tenant, inForce));
          }
          return { ...view, version: record.version };
        }
        if (await actorIsGone(kernel, tenant, guards, result)) return { refused: 'no-session' };
      }
      return { refused: 'store-unavailable' };
    },
  };
}

async function current(kernel: Kernel, tenant: TenantId): Promise<PolicyView> {
  const record = await kernel.store.readPolicy(tenant);
  if (record !== undefined) return policyView(record);
  return {
    policy: documentOf(kernel.policies.known(tenant).policy),
    version: 0,
    changedAt: instant(0),
    changedBy: 'system',
  };
}

function policyView({ document, version, changedAt, changedBy }: PolicyRecord): PolicyView {
  return { policy: document, version, changedAt, changedBy };
}

/** The document of a policy, as it is stored. */
export function documentOf({ document }: Policy): PolicyDocument {
  return { ...document };
}

function readPolicy({ host }: Kernel, written: unknown): Policy | Refusal {
  try {
    return parsePolicy(written, host);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return {
      refused: 'malformed-input',
      errors: error.problems.map(({ path, message }) => ({ path: path === '' ? 'policy' : `policy.${path}`, message })),
    };
  }
}

interface Impact {
  readonly view: ImpactView;
  /** Who would administer the policy under it. */
  readonly administratorIds: readonly AccountId[];
}

/** What a policy would mean for every account; those it affects are listed a page at a time. */
async function impactOf(kernel: Kernel, tenant: TenantId, policy: Policy, cursor?: string): Promise<Impact> {
  const affected: ImpactView['accounts'][number][] = [];
  const administratorIds: AccountId[] = [];
  let next: string | undefined;
  let current: AccountRecord | undefined;
  async function* accounts(): AsyncGenerator<AccountForPreview> {
    const now = kernel.now();
    const waysInto = vaultWays(kernel, tenant);
    for await (const account of allAccounts(kernel, tenant)) {
      current = account;
      if (isAdministrator(policy, rolesOf(account), 'policy')) administratorIds.push(account.id);
      const vault = await waysInto(account.id);
      yield { id: account.id, facts: factsOf(account, policy), vouched: isVouched(account, now), vault };
    }
  }
  const preview = await previewPolicyChange({
    to: policy,
    accounts: accounts(),
    limit: 0,
    onAffected({ impact, because }) {
      if (current === undefined || (cursor !== undefined && current.id <= cursor)) return;
      const { id, identifiers } = current;
      if (affected.length === PAGE) next ??= affected.at(-1)?.accountId;
      else
        affected.push({
          accountId: id,
          identifier: identifiers[0] ?? id,
          impact,
          because: wordedForAdministrator(because),
        });
    },
  });
  const { unaffected, mustEnroll, stranded, vaults } = preview;
  const touchesVaults = vaults.withoutWay + vaults.withoutEmergency > 0;
  const view = { unaffected, mustEnroll, stranded, accounts: affected, ...(touchesVaults ? { vaults } : {}), next };
  return { view, administratorIds };
}

export function wordedForAdministrator(reasons: readonly Reason[]): WordedReason[] {
  return reasons.map((reason) => ({ ...reason, message: explainReason(reason, 'administrator') }));
}
