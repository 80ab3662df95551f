import {
  type Decision,
  demandOfPlace,
  evaluate,
  type Policy,
  type Question,
  type ShadowJudged,
  shadowDifference,
  shadowEffect,
} from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { askedUnder } from '../factors/question.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Draft } from '../kernel/policy-source.ts';
import type { Entered } from '../kernel/request-place.ts';
import type { SessionDemand } from './session-demand.ts';

export interface ShadowedRequest {
  readonly policy: Policy;
  readonly shadow: Draft;
  readonly entered: Entered | undefined;
  readonly account: AccountRecord;
  /** Of the policy in force, without the demand. */
  readonly question: Question;
  /** By the policy in force. */
  readonly demand: SessionDemand | undefined;
  readonly isMet: boolean;
  demandBy(policy: Policy): SessionDemand | undefined;
}

export function noteRequestInShadow({ shadows }: Pick<Kernel, 'shadows'>, asked: ShadowedRequest): void {
  const { account, shadow: draft, isMet } = asked;
  const who = { tenant: account.tenant, accountId: account.id, draft };
  const difference = shadows.judged(() => {
    const judged = inShadow(asked);
    const outcome = isMet ? 'granted' : 'factor-required';
    const effect = shadowEffect(outcome, judged.outcome);
    if (effect === undefined || shadows.isNoted(who, effect)) return undefined;
    return shadowDifference({ outcome, because: decided(asked.policy, asked.question, asked.demand).because }, judged);
  });
  if (difference !== undefined) shadows.note({ ...who, occasion: 'request', difference });
}

function inShadow({ policy, shadow, entered, account, question, ...asked }: ShadowedRequest): ShadowJudged {
  const { policy: draft } = shadow;
  if (entered?.isClosed(draft) === true) return { outcome: 'denied', because: [] };
  const under = askedUnder(draft, policy, question, account);
  const demand = asked.demandBy(draft) ?? demandOfPlace(draft);
  const judged = demand && decided(draft, under, demand);
  if (judged !== undefined && judged.outcome !== 'granted') return judged;
  if (asked.isMet && draft.onTighten.act !== 'next-sign-in') {
    const anew = evaluate(draft, under);
    // A session that falls short already would be no worse.
    if (anew.outcome !== 'granted' && evaluate(policy, question).outcome === 'granted') return anew;
  }
  return judged ?? { outcome: 'granted', because: [] };
}

function decided(policy: Policy, question: Question, demand: SessionDemand | undefined): Decision {
  return evaluate(policy, demand === undefined ? question : { ...question, demand });
}
