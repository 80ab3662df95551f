import type { Policy } from '../policy/policy.ts';
import type { Reason } from '../policy/reason.ts';
import { couldAdminister, type Reach } from '../reach/reach.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import { type ReachMemo, reachMemo } from './preview/reach-memo.ts';
import { lacksEmergency, losesVault, type VaultsPreview, type VaultWay } from './preview/vault-ways.ts';

/** What a preview has to know of an account. */
export interface AccountForPreview {
  /** Whatever the account is called in the answer. */
  readonly id: string;
  readonly facts: AccountFacts;
  /** An administrator's enrollment code is out for it. */
  readonly vouched?: boolean;
  /** The ways into its vault; absent: it has none. */
  readonly vault?: readonly VaultWay[];
}

/** An account that does not simply pass, and why. */
export interface AffectedAccount {
  readonly id: string;
  readonly impact: 'must-enroll' | 'stranded';
  readonly because: readonly Reason[];
  /** How it fares under the policy it has now; absent if none was given. */
  readonly before?: Reach['impact'];
}

export interface PolicyChange {
  /** The policy in force. With it, the answer says which accounts fare worse than now. */
  readonly from?: Policy;
  readonly to: Policy;
  /** Read once, one at a time: a page of a database after the other will do. */
  readonly accounts: AsyncIterable<AccountForPreview> | Iterable<AccountForPreview>;
  /** Told of every account that does not simply pass, as it is met: a list of all of them is the caller's to keep. */
  readonly onAffected?: (account: AffectedAccount) => void;
  /** How many affected accounts the answer lists. Default 100. */
  readonly limit?: number;
}

/** What a policy would mean for all accounts, as they are. */
export interface PolicyPreview {
  /** They sign in with what they have. */
  readonly unaffected: number;
  /** They set something up at their next sign-in. */
  readonly mustEnroll: number;
  /** They cannot get in by themselves: by an administrator's enrollment code, or not at all. */
  readonly stranded: number;
  /** Of these, how many fare worse than under the policy in force; absent if none was given. */
  readonly worse?: { readonly mustEnroll: number; readonly stranded: number };
  /**
   * Those who may change the policy under it: able to sign in and to prove what administration takes, or to enroll it by themselves, or
   * not; the blocked are not counted.
   */
  readonly administrators: { readonly viable: number; readonly stranded: number };
  /** Of accounts with a vault. */
  readonly vaults: VaultsPreview;
  /**
   * No policy administrator could administer: nobody could take this policy back, and it must not be saved. A policy that names no policy
   * administrators strands them only if somebody could administer under the policy in force.
   */
  readonly strandsAdministrators: boolean;
  /** The first accounts that are affected, in the order of the stream. */
  readonly accounts: readonly AffectedAccount[];
  /** There are more than are listed. */
  readonly more: boolean;
}

/**
 * Runs a proposed policy against all accounts, before it is saved. Constant memory, whatever their number: accounts that the policy
 * cannot tell apart are decided once. A block is left aside, since it is not the policy's doing, but for administrators.
 *
 * @throws whatever the stream of accounts throws, or `onAffected`
 */
export async function previewPolicyChange(change: PolicyChange): Promise<PolicyPreview> {
  const tally = tallyOf(change);
  if (Symbol.asyncIterator in change.accounts) for await (const account of change.accounts) tally.count(account);
  else for (const account of change.accounts) tally.count(account);
  return tally.result();
}

function tallyOf({ from, to, onAffected, limit = 100 }: PolicyChange): {
  readonly count: (account: AccountForPreview) => void;
  readonly result: () => PolicyPreview;
} {
  const reach = reachMemo(to);
  const reachNow: ReachMemo | undefined = from === undefined ? undefined : reachMemo(from);
  const counts = { unaffected: 0, mustEnroll: 0, stranded: 0 };
  const worse = { mustEnroll: 0, stranded: 0 };
  const administrators = { viable: 0, stranded: 0 };
  const accounts: AffectedAccount[] = [];

  const namesNobody = to.administrators.policy.length === 0;
  let couldBefore = false;
  const vaults = { withoutWay: 0, withoutEmergency: 0 };
  const count = ({ id, facts, vouched = false, vault }: AccountForPreview): void => {
    const impact = reach.impactOf(facts, vouched);
    if (vault !== undefined) {
      if (losesVault(to, facts, impact, vault)) vaults.withoutWay++;
      if (lacksEmergency(to, vault)) vaults.withoutEmergency++;
    }
    if (isNamed(to, facts)) administrators[isViable(to, reach, facts) ? 'viable' : 'stranded']++;
    if (namesNobody && from !== undefined && reachNow !== undefined)
      couldBefore ||= isNamed(from, facts) && isViable(from, reachNow, facts);
    if (impact === 'unaffected') {
      counts.unaffected++;
      return;
    }
    const member = impact === 'must-enroll' ? 'mustEnroll' : 'stranded';
    counts[member]++;
    const before = reachNow?.impactOf(facts, vouched);
    if (before !== undefined && SEVERITY[before] < SEVERITY[impact]) worse[member]++;
    if (onAffected === undefined && accounts.length >= limit) return;
    const { because } = reach.reachOf(facts, vouched);
    const affected: AffectedAccount = { id, impact, because, before };
    if (accounts.length < limit) accounts.push(affected);
    onAffected?.(affected);
  };
  const result = (): PolicyPreview => ({
    ...counts,
    ...(from === undefined ? {} : { worse }),
    administrators,
    vaults,
    strandsAdministrators: administrators.viable === 0 && (couldBefore || !namesNobody),
    accounts,
    more: counts.mustEnroll + counts.stranded > accounts.length,
  });
  return { count, result };
}

/** Whether an account has a role that may change the policy. A blocked account counts as none. */
function isNamed({ administrators }: Policy, { blocked, roles }: AccountFacts): boolean {
  return blocked !== true && roles.some((role) => administrators.policy.includes(role));
}

function isViable(policy: Policy, reach: ReachMemo, account: AccountFacts): boolean {
  return couldAdminister(policy, account, (facts) => reach.impactOf(facts, false));
}

const SEVERITY: Readonly<Record<Reach['impact'], number>> = { unaffected: 0, 'must-enroll': 1, stranded: 2 };
