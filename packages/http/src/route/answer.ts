import type { Caller, FlowReply, KeptTokens, Refusal } from '@sallyport/engine';
import type { CookieKind } from '../message/refusal.ts';
import { type HttpRefusal, isRefusal } from '../message/refusal.ts';
import type { NeutralReply } from '../message/reply.ts';
import type { FlowView, TokensView } from '../shapes/flow.ts';

export interface Answer<View> {
  readonly body: View;
  readonly status?: number;
  readonly version?: number;
  /** In token mode the body contains the tokens. */
  readonly keep?: KeptTokens;
  readonly drop?: readonly CookieKind[];
}

/** An open flow's too, whose proofs the next person at the computer could use. */
export function droppedWithSession({ flowToken }: Pick<Caller, 'flowToken'>): readonly CookieKind[] {
  return flowToken === undefined ? ['session'] : ['session', 'flow'];
}

export interface RawAnswer {
  readonly raw: Pick<NeutralReply, 'status' | 'headers' | 'body' | 'stream'>;
  readonly keep?: KeptTokens | undefined;
}

/** RFC 9110 §15.4.4. `no-referrer` keeps the address's parameters from sites that the page links to. */
export function goTo(location: string, keep?: KeptTokens): RawAnswer {
  const headers = { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
  return { raw: { status: 303, headers, body: '' }, keep };
}

export function placeOfProvider(site: string, provider: string): string {
  return `${site}/sign-in/sso/${encodeURIComponent(provider)}`;
}

export function answered<View extends object>(view: View | Refusal): Answer<View> | HttpRefusal {
  return isRefusal(view) ? view : { body: view };
}

export function done(refusal: Refusal | undefined, status = 200): Answer<Record<never, never>> | HttpRefusal {
  return refusal ?? { status, body: {} };
}

export function flowAnswer(reply: FlowReply | Refusal, site: string): Answer<FlowView> | HttpRefusal {
  return isRefusal(reply) ? reply : { body: flowView(reply, site), keep: reply.keep };
}

function flowView({ answer, keep }: FlowReply, site: string): FlowView {
  const tokens = tokensOf(keep);
  switch (answer.status) {
    case 'redirect': {
      const { status, provider, because } = answer;
      return { status, location: placeOfProvider(site, provider), because, ...tokens };
    }
    case 'continue': {
      const accept = answer.accept.map((one) =>
        one.provider === undefined ? one : { ...one, location: placeOfProvider(site, one.provider) },
      );
      return { ...answer, accept, ...tokens };
    }
    case 'complete': {
      const token = keep.mode === 'token' ? keep.session?.token : undefined;
      return { ...answer, session: { token, ...answer.session }, ...tokens };
    }
    default:
      return { ...answer, ...tokens };
  }
}

function tokensOf({ mode, flow, device }: KeptTokens): TokensView {
  return mode === 'token' ? { flow: flow ?? undefined, device } : {};
}
