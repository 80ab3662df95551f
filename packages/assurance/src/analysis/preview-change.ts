import {
  type AccountFacts,
  administers,
  couldAdminister,
  type Instant,
  type Policy,
  type Reach,
  type Reason,
  reachableRoles,
  type Vouching,
  withoutLinksToCome,
} from '@sallyport/core';
import { onDate } from '@sallyport/core/model';
import { policiesByDate } from './findings/dates.ts';
import { signsInWithLess } from './preview/asked-sign-ins.ts';
import { asksLess } from './preview/asks-less.ts';
import { type ReachMemo, reachMemo } from './preview/reach-memo.ts';
import { setUpsUnder } from './preview/set-ups.ts';
import { lacksEmergency, losesVault, type VaultsPreview, type VaultWay } from './preview/vault-ways.ts';

/** The facts of an account that a preview needs. */
export interface AccountForPreview {
  /** Identifies the account in the preview. Any text. */
  readonly id: string;
  /** The facts under the new policy's sign-in. A block is ignored. */
  readonly facts: AccountFacts;
  /** The facts under the policy in force. Absent: `facts`. */
  readonly factsNow?: AccountFacts;
  /** The account has a valid enrollment code of an administrator, or an open invitation. */
  readonly vouched?: Vouching;
  /** As `vouched`, under the policy in force: a new policy can take the voucher's right. Absent: `vouched`. */
  readonly vouchedNow?: Vouching;
  /** The ways to open the account's vault; absent: the account has no vault. */
  readonly vault?: readonly VaultWay[];
  /**
   * The app gives the roles (`resolveSubject`), and never gave the roles of this account: `facts.roles` may lack roles. Absent: the roles are known.
   */
  readonly rolesUnknown?: boolean;
}

/** An account that cannot sign in as before, and the reasons. */
export interface AffectedAccount {
  /** The id that the caller gave. */
  readonly id: string;
  /** The effect of the new policy. */
  readonly impact: 'must-enroll' | 'stranded';
  /** The reasons of the new policy's best decision. */
  readonly because: readonly Reason[];
  /** The effect of the policy in force on the account; absent without `from`. */
  readonly before?: Reach['impact'];
  /** The account must set up a factor under both policies, and other factors are enough under the new policy. */
  readonly setUpChanges?: true;
}

/** A change of the policy, and the accounts to try it on. */
export interface PolicyChange {
  /** The policy in force. With `from`, the preview counts the accounts that fare worse than now. */
  readonly from?: Policy;
  /** The new policy. */
  readonly to: Policy;
  /** Read once and in order, so that an iterator over database pages is enough. */
  readonly accounts: AsyncIterable<AccountForPreview> | Iterable<AccountForPreview>;
  /** Called for every affected account, in the order of the stream. The caller keeps a full list if needed. */
  readonly onAffected?: (account: AffectedAccount) => void;
  /** Called for every account that signs in under the new policy alone, in the order of the stream. Never called without `from`. */
  readonly onFreed?: (id: string) => void;
  /** The most affected accounts in `accounts`. Default 100. */
  readonly limit?: number;
}

/** An account meets the policy, has to set up a factor, or cannot sign in alone. */
export type Standing = 'meets' | 'mustEnroll' | 'noWayIn';

/** The number of accounts that a change of the policy moves from one group to another. */
export interface StandingMove {
  /** The group under the policy in force. */
  readonly from: Standing;
  /** The group under the new policy. */
  readonly to: Standing;
  /** At least 1. */
  readonly count: number;
}

/** The effect of a policy on all accounts from a date on. */
export interface DatePreview {
  /** The date. */
  readonly from: Instant;
  /** Accounts that sign in with their factors. */
  readonly unaffected: number;
  /** Accounts that set up a factor at the next sign-in. */
  readonly mustEnroll: number;
  /** Accounts that cannot sign in alone. */
  readonly stranded: number;
}

/** The accounts that a change strands, where it strands the most. */
export interface MostStranded {
  /** The number of accounts. */
  readonly count: number;
  /** The date from which on so many are stranded, if nobody sets anything up until then. Absent: already now. */
  readonly from?: Instant;
}

/** The effect of a policy on all accounts. */
export interface PolicyPreview {
  /** Accounts that sign in with their factors. */
  readonly unaffected: number;
  /** Accounts that set up a factor at the next sign-in. */
  readonly mustEnroll: number;
  /** Accounts that cannot sign in alone: they need an administrator's enrollment code, or cannot sign in at all. */
  readonly stranded: number;
  /** The counted accounts that fare worse than under the policy in force; absent without `from`. */
  readonly worse?: { readonly mustEnroll: number; readonly stranded: number };
  /**
   * The most accounts that the change strands, now or from a date on, compared with the policy in force as it will be on the date. Without `from`, the
   * most stranded accounts.
   */
  readonly mostStranded: MostStranded;
  /** The groups that accounts leave for another group, without empty moves; absent without `from`. */
  readonly moves?: readonly StandingMove[];
  /**
   * The accounts that must set up a factor under both policies, where other factors are enough under the new policy: for example invited accounts, if
   * the new policy requires a second factor. Absent without `from`.
   */
  readonly setUpChanges?: number;
  /**
   * The accounts that sign in under both policies, and with less under the new policy: the new policy requires less strength of the account, and asks
   * for proofs that are not enough under the policy in force. Absent without `from`.
   */
  readonly askedForLess?: number;
  /** The accounts that sign in under both policies, and with more under the new policy, counted as `askedForLess`. Absent without `from`. */
  readonly askedForMore?: number;
  /**
   * Unblocked accounts with a role that may change the new policy. `viable` accounts can sign in and satisfy the strength for
   * administration, at once or after an enrollment without help. `stranded` accounts cannot.
   */
  readonly administrators: { readonly viable: number; readonly stranded: number };
  /** The accounts from each date of the new policy on that is still to come, if nobody sets anything up until then. Absent without dates. */
  readonly dates?: readonly DatePreview[];
  /** Counts accounts with a vault. */
  readonly vaults: VaultsPreview;
  /**
   * The accounts with `rolesUnknown`. Each also counts by the roles in its facts, so the change may strand such an account although the preview does
   * not say so.
   */
  readonly rolesUnknown: number;
  /**
   * No policy administrator could administer after the last date of the policy, so nobody could undo the policy, and it must not be saved. A policy
   * without policy administrators strands them only if an account could administer under the policy in force.
   */
  readonly strandsAdministrators: boolean;
  /** The first affected accounts, in the order of the stream. */
  readonly accounts: readonly AffectedAccount[];
  /** More accounts are affected than are listed. */
  readonly more: boolean;
}

/**
 * Runs a proposed policy against all accounts before the policy is saved. Needs constant memory for any number of accounts:
 * equal accounts are decided once. Blocks are ignored, because a block does not come from the policy, but blocked
 * administrators do not count.
 *
 * @throws any error of the account stream, of `onAffected` or of `onFreed`
 */
export async function previewPolicyChange(change: PolicyChange): Promise<PolicyPreview> {
  const tally = tallyOf(change);
  if (Symbol.asyncIterator in change.accounts) for await (const account of change.accounts) tally.count(account);
  else for (const account of change.accounts) tally.count(account);
  return tally.result();
}

function tallyOf({ from, to, onAffected, onFreed, limit = 100 }: PolicyChange): {
  readonly count: (account: AccountForPreview) => void;
  readonly result: () => PolicyPreview;
} {
  const policies = from === undefined ? [to] : [from, to];
  const reach = reachMemo(to, setUpsUnder(to, policies));
  const reachNow: ReachMemo | undefined = from && reachMemo(from, setUpsUnder(from, policies));
  const counts = { unaffected: 0, mustEnroll: 0, stranded: 0 };
  const worse = { mustEnroll: 0, stranded: 0 };
  const moved = new Map<string, number>();
  let setUpChanges = 0;
  const asked = { askedForLess: 0, askedForMore: 0 };
  const isAskedForLess = from && askedForLess(from, to);
  const isAskedForMore = from && askedForLess(to, from);
  const administrators = { viable: 0, stranded: 0 };
  const accounts: AffectedAccount[] = [];
  const dates = policiesByDate(to).map(({ from: date, policy }) => ({
    ...{ policy, reach: reachMemo(policy), reachUnchanged: from && reachMemo(onDate(from, date)) },
    counts: { from: date, unaffected: 0, mustEnroll: 0, stranded: 0 },
    ...{ newlyStranded: 0, viable: 0 },
  }));
  const namesNobody = to.administrators.policy.length === 0;
  let couldBefore = false;
  const vaults = { withoutWay: 0, withoutEmergency: 0 };
  let withoutRoles = 0;
  const count = ({ id, facts: known, factsNow = known, vouched = false, ...more }: AccountForPreview): void => {
    const { vouchedNow = vouched, vault, rolesUnknown } = more;
    // Nobody is shut out of an account that nobody has signed in to: everybody may begin a sign-up.
    const ownedNow = vouchedNow === 'by-sign-up' ? false : vouchedNow;
    // A provider that would link the account replaces no way in that the account has now.
    const hasOwnWay =
      known.linkable !== undefined &&
      reachNow !== undefined &&
      reachNow.impactOf(withoutLinksToCome(factsNow), ownedNow) !== 'stranded';
    const facts = hasOwnWay ? withoutLinksToCome(known) : known;
    if (rolesUnknown === true) withoutRoles++;
    const impact = reach.impactOf(facts, vouched);
    if (vault !== undefined) {
      if (losesVault(to, facts, impact, vault)) vaults.withoutWay++;
      if (lacksEmergency(to, vault)) vaults.withoutEmergency++;
    }
    if (isNamed(to, facts)) administrators[isViable(to, reach, facts) ? 'viable' : 'stranded']++;
    for (const date of dates) {
      const then = date.reach.impactOf(facts, vouched);
      date.counts[MEMBERS[then]]++;
      if (then === 'stranded' && date.reachUnchanged?.impactOf(factsNow, ownedNow) !== then) date.newlyStranded++;
      if (isNamed(date.policy, facts) && isViable(date.policy, date.reach, facts)) date.viable++;
    }
    if (namesNobody && from !== undefined && reachNow !== undefined)
      couldBefore ||= isNamed(from, facts) && isViable(from, reachNow, facts);
    const before = reachNow?.impactOf(factsNow, vouchedNow);
    if (before !== undefined && before !== impact) {
      const move = `${before} ${impact}`;
      moved.set(move, (moved.get(move) ?? 0) + 1);
    }
    if (impact === 'unaffected') {
      counts.unaffected++;
      if (before !== impact) {
        if (before !== undefined) onFreed?.(id);
        return;
      }
      if (isAskedForLess?.(factsNow, facts)) asked.askedForLess++;
      if (isAskedForMore?.(facts, factsNow)) asked.askedForMore++;
      return;
    }
    const member = impact === 'must-enroll' ? 'mustEnroll' : 'stranded';
    counts[member]++;
    const owned = impact === 'stranded' ? reachNow?.impactOf(factsNow, ownedNow) : before;
    if (owned !== undefined && SEVERITY[owned] < SEVERITY[impact]) worse[member]++;
    const setsUpOther =
      before === 'must-enroll' &&
      impact === before &&
      reachNow?.setUpsOf(factsNow, vouchedNow) !== reach.setUpsOf(facts, vouched);
    if (setsUpOther) setUpChanges++;
    if (onAffected === undefined && accounts.length >= limit) return;
    const { because } = reach.reachOf(facts, vouched);
    const affected: AffectedAccount = { id, impact, because, before, ...(setsUpOther && { setUpChanges: true }) };
    if (accounts.length < limit) accounts.push(affected);
    onAffected?.(affected);
  };
  const result = (): PolicyPreview => ({
    ...counts,
    ...(from === undefined ? {} : { worse, moves: movesOf(moved), setUpChanges, ...asked }),
    mostStranded: mostOf([
      { count: from === undefined ? counts.stranded : worse.stranded },
      ...dates.map(({ counts: { from: date }, newlyStranded }) => ({ count: newlyStranded, from: date })),
    ]),
    administrators,
    ...(dates.length === 0 ? {} : { dates: dates.map(({ counts: each }) => each) }),
    vaults,
    rolesUnknown: withoutRoles,
    strandsAdministrators: (dates.at(-1) ?? administrators).viable === 0 && (couldBefore || !namesNobody),
    accounts,
    more: counts.mustEnroll + counts.stranded > accounts.length,
  });
  return { count, result };
}

function askedForLess(from: Policy, to: Policy): (now: AccountFacts, then: AccountFacts) => boolean {
  const [requiresLess, isLess] = [asksLess(from, to), signsInWithLess(from, to)];
  return (now, then) => requiresLess(now, then) && isLess(now, then);
}

/** Of equal numbers the earliest. */
function mostOf(all: readonly MostStranded[]): MostStranded {
  return all.reduce((most, each) => (each.count > most.count ? each : most));
}

const MEMBERS = { unaffected: 'unaffected', 'must-enroll': 'mustEnroll', stranded: 'stranded' } as const;

const IMPACTS = [
  ['unaffected', 'meets'],
  ['must-enroll', 'mustEnroll'],
  ['stranded', 'noWayIn'],
] as const;

function movesOf(moved: ReadonlyMap<string, number>): readonly StandingMove[] {
  return IMPACTS.flatMap(([before, from]) =>
    IMPACTS.flatMap(([impact, to]) => {
      const count = moved.get(`${before} ${impact}`);
      return count === undefined ? [] : [{ from, to, count }];
    }),
  );
}

function isNamed(policy: Policy, account: AccountFacts): boolean {
  return account.blocked !== true && administers(policy, reachableRoles(policy, account), 'policy');
}

function isViable(policy: Policy, reach: ReachMemo, account: AccountFacts): boolean {
  return couldAdminister(policy, account, (facts) => reach.impactOf(facts, false));
}

const SEVERITY: Readonly<Record<Reach['impact'], number>> = { unaffected: 0, 'must-enroll': 1, stranded: 2 };
