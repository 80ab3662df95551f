import {
  demandOfPlace,
  evaluate,
  type Instant,
  type Policy,
  type ShadowJudged,
  shadowDifference,
} from '@sallyport/core';
import type { AccountRecord, SessionRecord } from '@sallyport/store';
import { questionOf } from '../factors/question.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Draft, PolicyInForce } from '../kernel/policy-source.ts';
import type { Entered } from '../kernel/request-place.ts';
import type { SessionDemand } from './session-demand.ts';
import { fallsShort } from './tightening.ts';

export interface ShadowedRequest {
  readonly placed: PolicyInForce & { readonly shadow: Draft };
  readonly entered: Entered | undefined;
  readonly account: AccountRecord;
  readonly session: SessionRecord;
  readonly now: Instant;
  /** By the policy in force. */
  readonly demand: SessionDemand | undefined;
  readonly isMet: boolean;
  demandBy(policy: Policy): SessionDemand | undefined;
  meets(policy: Policy, demand: SessionDemand): boolean;
}

export function noteRequestInShadow({ shadows }: Pick<Kernel, 'shadows'>, asked: ShadowedRequest): void {
  const { placed, account } = asked;
  const difference = shadows.judged(() => {
    const draft = inShadow(asked);
    return (draft === 'met') === asked.isMet ? undefined : shadowDifference(inForce(asked), judgedBy(asked, draft));
  });
  if (difference === undefined) return;
  const { tenant, id: accountId } = account;
  shadows.note({ tenant, accountId, draft: placed.shadow, occasion: 'request', difference });
}

/** `ended`: also by a step-up. */
type InShadow = 'met' | 'closed' | 'ended' | { readonly unmet: SessionDemand };

function inShadow({ placed, entered, account, session, now, ...asked }: ShadowedRequest): InShadow {
  const { policy: draft } = placed.shadow;
  if (entered?.isClosed(draft) === true) return 'closed';
  const demand = asked.demandBy(draft) ?? demandOfPlace(draft);
  if (demand !== undefined && !asked.meets(draft, demand)) return { unmet: demand };
  const mayEnd = asked.isMet && draft.onTighten.act !== 'next-sign-in';
  return mayEnd && fallsShort(draft, session, account, now) && !fallsShort(placed.policy, session, account, now)
    ? 'ended'
    : 'met';
}

function inForce({ isMet, placed: { policy }, demand, ...asked }: ShadowedRequest): ShadowJudged {
  const { because, outcome } = decided(policy, asked, demand);
  return isMet
    ? { outcome: 'granted', because }
    : { outcome: outcome === 'granted' ? 'factor-required' : outcome, because };
}

function judgedBy({ placed: { shadow }, demand, ...asked }: ShadowedRequest, draft: InShadow): ShadowJudged {
  if (draft === 'closed') return { outcome: 'denied', because: [] };
  if (draft === 'met') return { outcome: 'granted', because: decided(shadow.policy, asked, demand).because };
  return decided(shadow.policy, asked, draft === 'ended' ? undefined : draft.unmet);
}

function decided(
  policy: Policy,
  { account, session: { evidence }, now }: Pick<ShadowedRequest, 'account' | 'session' | 'now'>,
  demand: SessionDemand | undefined,
): ShadowJudged {
  return evaluate(policy, questionOf(policy, { evidence, now, demand }, account));
}
