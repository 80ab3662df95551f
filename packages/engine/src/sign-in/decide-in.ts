import {
  type AccountFacts,
  type Act,
  type Actor,
  type ActQuestion,
  type BuiltInStrength,
  type Command,
  type Decided,
  type Decision,
  decide,
  type FlowContext,
  type Instant,
  judge,
  leftByLink,
  type Policy,
  type Question,
  requirementsOf,
  strongestLevel,
  type Verdict,
} from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { leavesOf } from '../acts/stranding.ts';
import { factsOf, liveEvidence } from '../factors/facts.ts';
import { keeping } from '../factors/held.ts';
import type { Proof } from '../factors/proof.ts';
import { questionOf } from '../factors/question.ts';
import type { Loaded } from '../records/load-step.ts';
import { flowOf } from './flow-record.ts';

/** Decides a command in a flow, for the given account, under the policy in force. */
export function decideIn(
  { now, inForce }: Pick<Loaded, 'now' | 'inForce'>,
  flow: FlowRecord,
  account: AccountRecord,
  command: Command,
): Decided {
  const { policy } = inForce;
  const evidence = liveEvidence(flow, account);
  const open = flowOf({ ...flow, evidence });
  const context: FlowContext = {
    ...questionOf(policy, { evidence, now }, account),
    policy,
    scope: { tenant: flow.tenant, accountId: account.id, flowId: flow.id, policyVersion: inForce.version },
  };
  if (flow.raises !== undefined) return decide(open, command, context);
  return decidedAfterDisowned(policy, account, context, (facts) =>
    decide(open, command, { ...context, account: facts }),
  );
}

/**
 * Decides a sign-in. After a disowned sign-in (X28), the next sign-in requires the strongest level of the account, unless the account cannot reach the
 * level.
 */
export function decidedAfterDisowned<Answer extends { readonly decision: Decision }>(
  policy: Policy,
  account: AccountRecord,
  { account: facts, now }: Pick<Question, 'account' | 'now'>,
  decides: (facts: AccountFacts) => Answer,
): Answer {
  const afterDisowned = levelAfterDisowned(policy, account, now);
  if (afterDisowned === undefined) return decides(facts);
  const decided = decides({ ...facts, afterDisowned });
  const { decision } = decided;
  const isOutOfReach =
    decision.outcome === 'enrollment-required' || (decision.outcome === 'denied' && decision.reason === 'no-way-in');
  // The account cannot give this proof, such as with a password from the mailbox that counts for little: the policy alone decides.
  return isOutOfReach ? decides(facts) : decided;
}

/**
 * The strength that the next sign-in requires after a disowned sign-in (X28): the strongest level of the factors from before that sign-in. A factor
 * that was set up since may be the intruder's, and raises no level. It still counts, because the reader of the mailbox, who has the link, could otherwise do
 * away with the owner's new factor. `undefined`: every sign-in requires this already.
 */
function levelAfterDisowned(policy: Policy, account: AccountRecord, now: Instant): BuiltInStrength | undefined {
  const since = account.disowned?.signedInAt;
  if (since === undefined) return undefined;
  const before = keeping(account, (held) => held.since === undefined || held.since <= since);
  const level = strongestLevel(policy, factsOf(before, policy, now));
  const { required } = requirementsOf(policy, factsOf(account, policy, now));
  // The person reads each reason once.
  return required.some(({ name }) => name === level) ? undefined : level;
}

/** Judges the act of a proof in a flow: by the flow's owner, or by the provider that asserts the identity. */
export function judgeInFlow(
  policy: Policy,
  { act, by }: { readonly act: Act; readonly by?: Actor | undefined },
  flow: FlowRecord,
  who: Omit<ActQuestion, 'actor' | 'target'>,
  account: AccountRecord,
): Verdict {
  const { purpose, demand } = flowOf(flow);
  const actor = by ?? { kind: 'flow' as const, purpose, demand };
  return judge(policy, act, questionOf(policy, { ...who, actor }, account));
}

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
