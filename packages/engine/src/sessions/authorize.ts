import { type Decision, evaluate } from '@sallyport/core';
import { checkedRecords } from '../acts/checked-session.ts';
import { withinOf } from '../contract/duration.ts';
import type { LiveSession, Sallyport } from '../contract/index.ts';
import { questionOf } from '../factors/question.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { enter } from '../state/entering.ts';
import { deniedAsUnknown, withHostRoles } from '../state/host-roles.ts';
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
  const entered = 'in' in asked ? await enter(kernel, account, asked.in) : undefined;
  if ('in' in asked && entered === undefined) return deniedAsUnknown();
  const { policy } =
    entered === undefined
      ? kernel.policies.known(session.tenant)
      : kernel.place.inside(entered).in(kernel.policies.known(session.tenant));
  if (entered?.isClosed(policy) === true) return deniedAsUnknown();
  const strengths = strength === undefined ? [] : [strength];
  const demand = strength === undefined && within === undefined ? undefined : { strengths, within };
  const { evidence } = record;
  return evaluate(policy, questionOf(policy, { evidence, now: kernel.now(), demand }, account));
}
