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
import { standingCode } from '../factors/standing-code.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Loaded } from '../records/load-step.ts';
import { flowOf } from './flow-record.ts';

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
  return isOutOfReach ? decides(facts) : decided;
}

/**
 * A factor that was set up since the disowned sign-in (X28) may be the intruder's, and raises no level. It still counts: a reader of the
 * mailbox must not do away with it.
 */
function levelAfterDisowned(policy: Policy, account: AccountRecord, now: Instant): BuiltInStrength | undefined {
  const since = account.disowned?.signedInAt;
  if (since === undefined) return undefined;
  const before = keeping(account, (held) => held.since === undefined || held.since <= since);
  const level = strongestLevel(policy, factsOf(before, policy, now));
  const { required } = requirementsOf(policy, factsOf(account, policy, now));
  return required.some(({ name }) => name === level) ? undefined : level;
}

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

interface BeforeAndAfter {
  readonly account: AccountRecord;
  readonly left: AccountRecord;
  readonly isGranted: boolean;
}

export async function verdictOn(
  kernel: Kernel,
  policy: Policy,
  flow: FlowRecord,
  proof: Proof,
  { account, left, isGranted }: BeforeAndAfter,
  now: Instant,
): Promise<Verdict> {
  const { act, command } = proof;
  if (act === undefined) return ALLOWED;
  const proved = liveEvidence(flow, account);
  // A factor is no evidence for its own set-up.
  const evidence = command.type === 'prove' ? [...proved, command.evidence] : proved;
  const verdictFor = (what: Act): Verdict =>
    judgeInFlow(policy, { act: what, by: act.by?.(account) }, flow, { evidence, now }, account);
  if (act.act.type !== 'link') return verdictFor(act.act);
  const linked = leavesOf(policy, await standingCode(kernel, policy, account), left, now);
  // The link of an invitation stays until the sign-in completes, also if the identity brings roles that end its code.
  const after = { ...linked, vouched: linked.vouched !== false, wasVouched: linked.wasVouched !== false };
  for (const leaves of leftByLink(after, act.act, isGranted)) {
    const verdict = verdictFor({ ...act.act, leaves });
    if (verdict.outcome === 'refused') return verdict;
  }
  return ALLOWED;
}

const ALLOWED: Verdict = { outcome: 'allowed' };
