import type { Policy } from '../policy/policy.ts';
import { reachOf, type Vouching } from '../reach/reach.ts';
import { withoutLinksToCome } from '../reach/would-link.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Act, Leaves, Verdict } from './act.ts';
import { ALLOWED, refused } from './verdict.ts';

/** True if the account cannot sign in alone. */
export function isStranded(policy: Policy, account: AccountFacts, vouched: Vouching): boolean {
  return reachOf(policy, account, vouched).impact === 'stranded';
}

export function keepsWayIn(policy: Policy, { account, vouched }: Leaves): Verdict {
  return keepsAnyWayIn(policy, { account: withoutLinksToCome(account), vouched });
}

function keepsAnyWayIn(policy: Policy, { account, vouched }: Leaves): Verdict {
  const { impact, because } = reachOf(policy, account, vouched);
  return impact === 'stranded' ? refused('no-way-in-left', because) : ALLOWED;
}

/**
 * The accounts in which a link must leave the owner a way in. A link can take a way in: beside a directory that owns the mailbox, a code to the
 * mailbox is no second factor, and the roles that come with the link can forbid other ways. Until the sign-in completes, the new identity itself is
 * not the owner's way in. The owner must keep a way in without an enrollment code, and, with the code that the owner has, the way in by the
 * code.
 *
 * @param leaves the account with the new identity
 * @param isGranted the proof of the identity completes the sign-in
 */
export function leftByLink(
  leaves: Leaves,
  { method, provider }: Pick<Extract<Act, { readonly type: 'link' }>, 'method' | 'provider'>,
  isGranted: boolean,
): readonly Leaves[] {
  if (isGranted) return [leaves];
  const { factors } = leaves.account;
  const others = method === 'ldap' ? undefined : factors.sso?.filter((one) => one !== provider);
  const account = { ...leaves.account, factors: { ...factors, [method]: others } };
  return [leaves, { ...leaves, account }, { account, vouched: false }];
}

/**
 * A forced act is allowed, and so is an act on an account that had no way in before. Where only a provider would link the account, the link itself and
 * another address by others may end that: the address makes the link.
 */
export function leavesWayIn(
  policy: Policy,
  act: Act,
  target: AccountFacts,
  by: 'owner' | 'others' = 'others',
): Verdict {
  if (!('leaves' in act) || act.leaves === undefined || ('forced' in act && act.forced)) return ALLOWED;
  const { vouched, wasVouched = vouched, account } = act.leaves;
  if (!isStranded(policy, withoutLinksToCome(target), wasVouched)) return keepsWayIn(policy, act.leaves);
  const isMoved = act.type === 'set-address' && by === 'others' && account.factors.mailDomain !== undefined;
  return act.type === 'link' || isMoved || isStranded(policy, target, wasVouched)
    ? ALLOWED
    : keepsAnyWayIn(policy, act.leaves);
}
