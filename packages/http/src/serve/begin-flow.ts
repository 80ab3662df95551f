import type { Caller, FlowAnswer, FlowReply, KeptTokens, Refusal, Sallyport } from '@sallyport/engine';
import { fromWhere } from '../caller/caller.ts';
import { cookiesFor } from '../caller/cookies.ts';
import { type DemandOptions, demandOf } from '../caller/demand.ts';
import { identify } from '../caller/identify.ts';
import { isRefusal } from '../message/refusal.ts';
import type { NeutralReply } from '../message/reply.ts';
import type { NeutralRequest } from '../message/request.ts';
import { instanceOf } from '../message/request-id.ts';
import { faultReply, type HttpOptions } from '../problem/fault.ts';
import { logUnavailable } from '../problem/log-unavailable.ts';
import { problemReply } from '../problem/problem.ts';
import { cookiesOf } from './serve.ts';

/** A flow that host code begins for whoever sends a request. */
export interface FlowAsked {
  /** Handed back with *complete* and never earlier: where the host goes on, once the person is signed in. */
  readonly continuation?: unknown | undefined;
  /** Raises the session of the request, in place of a sign-in. */
  readonly stepUp?: (DemandOptions & { readonly strength: string }) | undefined;
}

/** The flow is open: its cookie is in `cookies`, and `GET /sign-in` says what it asks for. Or what to answer instead. */
export type Begun =
  | {
      readonly begun: true;
      readonly cookies: readonly string[];
      /** Where a step-up stands; *complete* if the session was strong enough already. */
      readonly answer?: FlowAnswer;
    }
  | { readonly begun: false; readonly reply: NeutralReply };

/**
 * Begins a flow that only host code can begin, since it has a continuation: a sign-in for whoever sends this request, which an
 * identifier, a passkey or a provider then goes on in, or a step-up of the session that the request has. In cookie mode. Never rejects.
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
    const cookies = cookiesFor(auth.origin, options.cookieDomain);
    const identified = identify(auth, cookies, request, 'anew', instance);
    if (isRefusal(identified)) return refused(problemReply(identified, auth.now(), instance()));
    const caller = fromWhere(identified, request);
    const work = () => begin(auth, caller, asked);
    const begun = await (auth.telemetry?.carried(request.headers, work) ?? work());
    if (isRefusal(begun)) return refused(problemReply(begun, auth.now(), instance()));
    return {
      begun: true,
      cookies: cookiesOf(auth, cookies, caller, begun),
      ...('answer' in begun ? { answer: begun.answer } : {}),
    };
  } catch (fault) {
    return refused(faultReply(fault, options, instance()));
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
  return auth.signIn.stepUp(caller, session, { strength: stepUp.strength, within, continuation });
}
