import { type Act, actingBesides, judge, type Policy, reasonsOfPlace } from '@sallyport/core';
import type { AccountRecord, SessionRecord } from '@sallyport/store';
import { refusalOf } from '../acts/refused-act.ts';
import type { Guard, Refusal } from '../contract/index.ts';
import { evidenceForActs, factsOf } from '../factors/facts.ts';
import { questionOf } from '../factors/question.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { areBlocked } from '../state/actors.ts';
import { worded } from '../state/worded.ts';

const NO_OWNER = { strandsOwners: false, forced: false } as const;

/** The least act of each right. `judge` answers, so that guard and act have one rule. */
export const LEAST_ACT: { readonly [May in Extract<Guard, { readonly needs: 'member' }>['may']]: Act } = {
  rule: { type: 'change-organisation', ...NO_OWNER },
  people: { type: 'remove-member', were: [], ...NO_OWNER },
};

/** @param policy in the organisation */
export async function refusedToMember(
  kernel: Kernel,
  policy: Policy,
  may: keyof typeof LEAST_ACT,
  { account, session }: { readonly account: AccountRecord; readonly session: SessionRecord },
): Promise<Refusal | undefined> {
  const now = kernel.now();
  const [facts, evidence] = [factsOf(account, policy, now), evidenceForActs(account, session.evidence)];
  const others = actingBesides(policy, facts, { kind: 'session' }, evidence, now);
  const isByBlocked = await areBlocked(kernel, account.tenant, others);
  const actor = { kind: 'member', account: facts, isByBlocked } as const;
  const refused = refusalOf(judge(policy, LEAST_ACT[may], questionOf(policy, { actor, evidence, now }, undefined)));
  if (refused?.demand === undefined) return refused;
  const because = worded(reasonsOfPlace(policy, questionOf(policy, { evidence: session.evidence, now }, account)));
  return { ...refused, because };
}
