import { type Act, type Instant, leftByLink, type Policy, type Verdict } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { leavesOf } from '../acts/stranding.ts';
import { liveEvidence } from '../factors/facts.ts';
import type { Proof } from '../factors/proof.ts';
import { judgeInFlow } from './decide-in.ts';

/** The account before and after an act of a proof. `isGranted`: the proof completes the sign-in. */
interface BeforeAndAfter {
  readonly account: AccountRecord;
  readonly left: AccountRecord;
  readonly isGranted: boolean;
}

/** Judges the act of a proof on the committed state and the flow's evidence. */
export function verdictOn(
  policy: Policy,
  flow: FlowRecord,
  proof: Proof,
  { account, left, isGranted }: BeforeAndAfter,
  now: Instant,
): Verdict {
  const { act, command } = proof;
  if (act === undefined) return ALLOWED;
  const proved = liveEvidence(flow, account);
  // A factor is no evidence for its own set-up. A proved factor is evidence.
  const evidence = command.type === 'prove' ? [...proved, command.evidence] : proved;
  const verdictFor = (what: Act): Verdict =>
    judgeInFlow(policy, { act: what, by: act.by?.(account) }, flow, { evidence, now }, account);
  if (act.act.type !== 'link') return verdictFor(act.act);
  for (const leaves of leftByLink(leavesOf(policy, account, left, now), act.act, isGranted)) {
    const verdict = verdictFor({ ...act.act, leaves });
    if (verdict.outcome === 'refused') return verdict;
  }
  return ALLOWED;
}

const ALLOWED: Verdict = { outcome: 'allowed' };
