import {
  type AccountFacts,
  administers,
  explainReason,
  type Policy,
  PolicyError,
  parsePolicy,
  type Reason,
} from '@sallyport/core';
import { type AccountForPreview, changedRules, previewPolicyChange } from '@sallyport/core/analysis';
import type { AccountId, AccountRecord, PolicyDocument, TenantId } from '@sallyport/store';
import type { ImpactView, Refusal, WordedReason } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { rolesOf } from '../records/roles.ts';
import { accountsForPreview } from './accounts-for-preview.ts';
import { type Cursors, cursorsOf } from './cursors.ts';

const PAGE = 100;

/** The document of a policy, as stored. */
export function documentOf({ document }: Policy): PolicyDocument {
  return { ...document };
}

/** Compiles a policy for the parts of its tenant. A refusal lists every problem and its place. */
export function compiledPolicy(kernel: Kernel, tenant: TenantId, written: unknown): Policy | Refusal {
  const { host } = kernel.of(tenant);
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

export interface Impact {
  readonly view: ImpactView;
  /** The administrators of the policy under the new policy. */
  readonly administratorIds: readonly AccountId[];
  /** The administrators of the policy under the policy in force. */
  readonly formerIds: readonly AccountId[];
  /** The number of accounts that can sign in alone under the policy in force, and could not under the new policy. */
  readonly newlyStranded: number;
}

export interface ImpactAsked {
  readonly policy: Policy;
  /** The policy in force. */
  readonly before: Policy;
  /** Called for every account. */
  readonly onAccount?: ((facts: AccountFacts) => void) | undefined;
}

/** The cursors of the affected accounts. */
export function impactCursors(tenant: TenantId): Cursors {
  return cursorsOf(tenant, 'policy-impact');
}

/** Returns the impact of a policy on every account. Lists a page of the affected accounts, behind the account `after`. */
export async function impactOf(
  kernel: Kernel,
  tenant: TenantId,
  { policy, before, onAccount }: ImpactAsked,
  after: string = '',
): Promise<Impact> {
  const affected: ImpactView['accounts'][number][] = [];
  const administratorIds: AccountId[] = [];
  const formerIds: AccountId[] = [];
  let last: AccountId | undefined;
  let next: AccountId | undefined;
  let current: AccountRecord | undefined;
  async function* accounts(): AsyncGenerator<AccountForPreview> {
    for await (const { account, shown } of accountsForPreview(kernel, tenant, policy, before)) {
      current = account;
      const roles = rolesOf(account, policy.gives);
      if (administers(policy, roles, 'policy')) administratorIds.push(account.id);
      if (administers(before, roles, 'policy')) formerIds.push(account.id);
      onAccount?.(shown.facts);
      yield shown;
    }
  }
  const preview = await previewPolicyChange({
    from: before,
    to: policy,
    accounts: accounts(),
    limit: 0,
    onAffected({ impact, because }) {
      if (current === undefined || current.id <= after) return;
      const { id, identifiers } = current;
      if (affected.length === PAGE) {
        next ??= last;
        return;
      }
      last = id;
      affected.push({
        accountId: id,
        identifier: identifiers[0] ?? id,
        impact,
        because: wordedForAdministrator(because),
      });
    },
  });
  const { unaffected, mustEnroll, stranded, vaults, moves = [], worse } = preview;
  const touchesVaults = vaults.withoutWay + vaults.withoutEmergency > 0;
  const view = {
    rules: changedRules(before, policy),
    moves,
    unaffected,
    mustEnroll,
    stranded,
    accounts: affected,
    vaults: touchesVaults ? vaults : undefined,
    next: impactCursors(tenant).at(next),
  };
  return { view, administratorIds, formerIds, newlyStranded: worse?.stranded ?? 0 };
}

export function wordedForAdministrator(reasons: readonly Reason[]): WordedReason[] {
  return reasons.map((reason) => ({ ...reason, message: explainReason(reason, 'administrator') }));
}
