import {
  type Decision,
  demandOfPlace,
  evaluate,
  type Instant,
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
  /** Of the policy in force, without the demand. Most checks need none. */
  readonly question: () => Question;
  /** By the policy in force. */
  readonly demand: SessionDemand | undefined;
  readonly isMet: boolean;
  readonly now: Instant;
  readonly sessionEndsAt: Instant;
  demandBy(policy: Policy): SessionDemand | undefined;
}

export function noteRequestInShadow({ shadows }: Pick<Kernel, 'shadows'>, asked: ShadowedRequest): void {
  const { account, policy, question, shadow: draft, isMet } = asked;
  const who = { tenant: account.tenant, accountId: account.id, draft };
  const difference = shadows.judged(() => {
    const judged = inShadow(asked);
    const outcome = isMet ? 'granted' : 'factor-required';
    const effect = shadowEffect(outcome, judged.outcome);
    if (effect === undefined || shadows.isNoted(who, effect)) return undefined;
    return shadowDifference({ outcome, because: decided(policy, question(), asked.demand).because }, judged);
  });
  if (difference !== undefined) shadows.note({ ...who, occasion: 'request', difference });
}

function inShadow({ policy, shadow, entered, account, question, ...asked }: ShadowedRequest): ShadowJudged {
  const { policy: draft } = shadow;
  if (entered?.isClosed(draft) === true) return { outcome: 'denied', because: [] };
  const demand = asked.demandBy(draft) ?? demandOfPlace(draft);
  const { act, after } = draft.onTighten;
  const actsOnSession = act !== 'next-sign-in' && asked.now + after < asked.sessionEndsAt;
  if (demand === undefined && !actsOnSession) return GRANTED;
  const under = askedUnder(draft, policy, question(), account);
  const judged = demand === undefined ? GRANTED : decided(draft, under, demand);
  return judged.outcome === 'granted' && actsOnSession ? evaluate(draft, under) : judged;
}

const GRANTED: ShadowJudged = { outcome: 'granted', because: [] };

function decided(policy: Policy, question: Question, demand: SessionDemand | undefined): Decision {
  return evaluate(policy, demand === undefined ? question : { ...question, demand });
}
