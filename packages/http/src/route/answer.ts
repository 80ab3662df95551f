import type { FlowReply, KeptTokens, Refusal } from '@sallyport/engine';
import type { CookieKind } from '../caller/cookies.ts';
import { type HttpRefusal, isRefusal } from '../message/refusal.ts';
import type { FlowView, TokensView } from '../shapes/flow.ts';

/** What a route answers when it does not refuse: a view, or once it is encoded the JSON that travels. */
export interface Answer<View> {
  readonly body: View;
  /** 200 unless it says otherwise. */
  readonly status?: number;
  /** The version of what is answered, for `ETag`. */
  readonly version?: number;
  /** What a client in cookie mode is to keep; in token mode it is in the body already. */
  readonly keep?: KeptTokens;
  /** Cookies that are over. */
  readonly drop?: readonly CookieKind[];
}

/** An answer that is no JSON: a page to go on at, or a document of another kind. */
export interface RawAnswer {
  readonly raw: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };
  readonly keep?: KeptTokens | undefined;
}

/** Sends a browser on with a GET (RFC 9110 §15.4.4). What it is told on the way is for nobody else (`referrer-policy`). */
export function goTo(location: string, keep?: KeptTokens): RawAnswer {
  const headers = { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
  return { raw: { status: 303, headers, body: '' }, keep };
}

/** Where a browser begins single sign-on at a provider. */
export function placeOfProvider(site: string, provider: string): string {
  return `${site}/sign-in/sso/${encodeURIComponent(provider)}`;
}

/** What the engine answered, as the answer of a route; its "no" stays one. */
export function answered<View extends object>(view: View | Refusal): Answer<View> | HttpRefusal {
  return isRefusal(view) ? view : { body: view };
}

/** The answer to an act that has nothing to tell. */
export function done(refusal: Refusal | undefined): Answer<Record<never, never>> | HttpRefusal {
  return refusal ?? { body: {} };
}

/**
 * The answer of a flow, with the client's tokens in it if the flow is in token mode.
 *
 * @param site origin and mount prefix, for the address of a provider's redirect
 */
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
