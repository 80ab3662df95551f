import type { AccountFacts, Act, Instant, Leaves, Policy, Verdict } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { leavesOf } from '../acts/last-administrator.ts';
import { liveEvidence } from '../factors/facts.ts';
import type { Proof } from '../factors/proof.ts';
import { judgeInFlow } from './decide-in.ts';

/** The account before and after an act of a proof. `isGranted`: the proof completes the sign-in. */
interface Judging {
  readonly account: AccountRecord;
  readonly left: AccountRecord;
  readonly isGranted: boolean;
}

/** Judges the act of a proof on the committed state and the flow's evidence. */
export function verdictOn(
  policy: Policy,
  flow: FlowRecord,
  proof: Proof,
  { account, left, isGranted }: Judging,
  now: Instant,
): Verdict {
  const { act, command } = proof;
  if (act === undefined) return ALLOWED;
  const proved = liveEvidence(flow, account);
  // A factor is no evidence for its own set-up. A proved factor is evidence.
  const evidence = command.type === 'prove' ? [...proved, command.evidence] : proved;
  const judged = (what: Act): Verdict =>
    judgeInFlow(policy, { act: what, by: act.by?.(account) }, flow, { evidence, now }, account);
  if (act.act.type !== 'link') return judged(act.act);
  // A link can take the owner a way in: beside a directory that owns the mailbox, a code to the mailbox is no second factor, and the roles that
  // come with the link can forbid other ways. Until the sign-in completes, the new identity itself is not the owner's way in. The owner must
  // keep a way in without an enrollment code, and, with the code that the owner has, the way in by the code.
  const leaves = leavesOf(policy, account, left, now);
  const owners = withoutIdentity(leaves.account, act.act);
  const kept: readonly Leaves[] = isGranted
    ? [leaves]
    : [leaves, { ...leaves, account: owners }, { account: owners, vouched: false }];
  for (const one of kept) {
    const verdict = judged({ ...act.act, leaves: one });
    if (verdict.outcome === 'refused') return verdict;
  }
  return ALLOWED;
}

/** The account without the identity that a link adds. */
function withoutIdentity(
  { factors, ...facts }: AccountFacts,
  { method, provider }: Extract<Act, { readonly type: 'link' }>,
): AccountFacts {
  const { ldap, sso, ...rest } = factors;
  return {
    ...facts,
    factors: method === 'ldap' ? { ...rest, sso } : { ...rest, ldap, sso: sso?.filter((one) => one !== provider) },
  };
}

const ALLOWED: Verdict = { outcome: 'allowed' };
