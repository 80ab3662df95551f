import { type Decision, evaluate } from '@sallyport/core';
import { checkedRecords } from '../acts/checked-session.ts';
import { withinOf } from '../contract/duration.ts';
import type { LiveSession, Sallyport } from '../contract/index.ts';
import { questionOf } from '../factors/question.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { deniedAsUnknown, withHostRoles } from '../records/host-roles.ts';
import { checkDemand } from './check-demand.ts';

/** The adapters' `require` uses `guardSession`, which checks the session as well. */
export async function authorize(
  kernel: Kernel,
  session: LiveSession,
  asked: Parameters<Sallyport['authorize']>[1],
): Promise<Decision> {
  checkDemand(asked);
  const { strength } = asked;
  const within = withinOf(asked);
  const { account: checked, record } = checkedRecords(session);
  const account = await withHostRoles(kernel, checked, kernel.now());
  if (account === undefined) return deniedAsUnknown();
  const { policy } = kernel.policies.known(session.tenant);
  const strengths = strength === undefined ? [] : [strength];
  const demand = strength === undefined && within === undefined ? undefined : { strengths, within };
  const { evidence } = record;
  return evaluate(policy, questionOf(policy, { evidence, now: kernel.now(), demand }, account));
}
