import type { Caller, FlowAnswer, FlowReply, KeptTokens, Refusal, Sallyport } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { atSite } from '../caller/at-site.ts';
import { fromWhere } from '../caller/caller.ts';
import { cookiesFor } from '../caller/cookies.ts';
import { demandOf, type StepUpDemand } from '../caller/demand.ts';
import { identify } from '../caller/identify.ts';
import { isRefusal } from '../message/refusal.ts';
import type { NeutralReply } from '../message/reply.ts';
import type { NeutralRequest } from '../message/request.ts';
import { instanceOf } from '../message/request-id.ts';
import { faultReply } from '../problem/fault.ts';
import type { HttpOptions } from '../problem/http-options.ts';
import { logUnavailable } from '../problem/log-unavailable.ts';
import { problemReply } from '../problem/problem.ts';
import { cookiesOf } from './serve.ts';

/** The arguments of a flow that host code begins for the sender of a request. */
export interface FlowAsked {
  /** Returned with *complete* and never earlier, so that the host knows how to continue after the sign-in. */
  readonly continuation?: unknown | undefined;
  /** Steps up the session of the request instead of opening a sign-in. */
  readonly stepUp?: StepUpDemand | undefined;
}

/** The open flow with its cookie, after which `GET /sign-in` answers with the flow's state. Or the problem to answer. */
export type Begun =
  | {
      readonly begun: true;
      readonly cookies: readonly string[];
      /** The first answer of a step-up: *complete* if the session was strong enough already. */
      readonly answer?: FlowAnswer;
    }
  | { readonly begun: false; readonly reply: NeutralReply };

/**
 * Begins a flow with a continuation, which only host code may do. Begins either a sign-in for the sender of the request, continued by
 * identifier, passkey or provider, or a step-up of the request's session. Cookie mode only. Never rejects.
 */
export async function beginFlow(
  auth: Sallyport,
  request: NeutralRequest,
  asked: FlowAsked,
  options: HttpOptions = {},
): Promise<Begun> {
  const instance = instanceOf(request);
  const refused = (reply: NeutralReply): Begun => ({ begun: false, reply: logUnavailable(auth, reply, instance) });
  try {
    const own = atSite(auth, request);
    const cookies = cookiesFor(own.origin, options.cookieDomain);
    const identified = identify(own, cookies, request, 'always', instance);
    if (isRefusal(identified)) return refused(problemReply(identified, forAdapters(auth).now(), instance()));
    const caller = fromWhere(identified, request);
    const work = () => begin(auth, caller, asked);
    const begun = await (forAdapters(auth).telemetry?.carried(request.headers, work) ?? work());
    if (isRefusal(begun)) return refused(problemReply(begun, forAdapters(auth).now(), instance()));
    return {
      begun: true,
      cookies: cookiesOf(auth, cookies, caller, begun),
      ...('answer' in begun ? { answer: begun.answer } : {}),
    };
  } catch (fault) {
    return refused(faultReply(auth, fault, options, instance()));
  }
}

async function begin(
  auth: Sallyport,
  caller: Caller,
  { continuation, stepUp }: FlowAsked,
): Promise<FlowReply | { readonly keep: KeptTokens } | Refusal> {
  if (stepUp === undefined) return auth.signIn.beginForAnyone(caller, { continuation });
  const demand = demandOf(stepUp.strength, stepUp);
  const within = 'within' in demand ? demand.within : undefined;
  const session = await auth.sessions.guard(caller, { needs: 'session', evenIfTightened: true });
  if (isRefusal(session)) return session;
  return auth.signIn.stepUp(caller, session, { strength: stepUp.strength, within, in: stepUp.in, continuation });
}
