import {
  type Act,
  type Actor,
  type ActQuestion,
  type Command,
  type Decided,
  decide,
  type FlowContext,
  type Instant,
  judge,
  leftByLink,
  type Policy,
  type Verdict,
} from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { leavesOf } from '../acts/stranding.ts';
import { liveEvidence } from '../factors/facts.ts';
import type { Proof } from '../factors/proof.ts';
import { questionInFlow } from '../factors/question.ts';
import { standingCode } from '../factors/standing-code.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Loaded } from '../state/load.ts';
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
    ...questionInFlow(policy, { evidence, now }, account, flow),
    policy,
    scope: { tenant: flow.tenant, accountId: account.id, flowId: flow.id, policyVersion: inForce.version },
  };
  return decide(open, command, context);
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
  return judge(policy, act, questionInFlow(policy, { ...who, actor }, account, flow));
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
