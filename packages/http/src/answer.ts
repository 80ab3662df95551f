import type { FlowAnswer, FlowReply, KeptTokens, Refusal } from '@sallyport/engine';
import type { CookieKind } from './cookies.ts';
import { type HttpRefusal, isRefusal } from './refusal.ts';
import type { JsonObject } from './reply.ts';
import { iso, sessionOnWire } from './wire.ts';

/** What a route answers when it does not refuse. */
export interface Answer {
  readonly body: JsonObject;
  /** 200 unless it says otherwise. */
  readonly status?: number;
  /** The version of what is answered, for `ETag`. */
  readonly version?: number;
  /** What a client in cookie mode is to keep; in token mode it is in the body already. */
  readonly keep?: KeptTokens;
  /** Cookies that are over. */
  readonly drop?: readonly CookieKind[];
}

/** What the engine answered, as the answer of a route; its "no" stays one. */
export function answered<Value extends object>(
  value: Value | Refusal,
  onWire: (value: Value) => JsonObject,
): Answer | HttpRefusal {
  return isRefusal(value) ? value : { body: onWire(value) };
}

/** The answer to an act that has nothing to tell. */
export function done(refusal: Refusal | undefined): Answer | HttpRefusal {
  return refusal ?? { body: {} };
}

/**
 * The answer of a flow, with the client's tokens in it where the flow is in token mode.
 *
 * @param site origin and mount prefix, for the address of a provider's redirect
 */
export function flowAnswer(reply: FlowReply | Refusal, site: string): Answer | HttpRefusal {
  if (isRefusal(reply)) return reply;
  const { answer, keep } = reply;
  return { body: { ...flowOnWire(answer, keep, site), ...tokensOf(keep) }, keep };
}

function flowOnWire(answer: FlowAnswer, keep: KeptTokens, site: string): JsonObject {
  switch (answer.status) {
    case 'continue':
      return {
        status: 'continue',
        accept: answer.accept,
        because: answer.because,
        backupCodes: answer.backupCodes,
      };
    case 'enroll':
      return { status: 'enroll', offer: answer.offer, because: answer.because };
    case 'redirect':
      return {
        status: 'redirect',
        location: `${site}/sign-in/sso/${encodeURIComponent(answer.provider)}`,
        because: answer.because,
      };
    case 'complete':
      return {
        status: 'complete',
        session: { ...sessionOnWire(answer.session), token: keep.mode === 'token' ? keep.session?.token : undefined },
        backupCodes: answer.backupCodes,
        continuation: answer.continuation,
      };
  }
}

function tokensOf({ mode, flow, device }: KeptTokens): JsonObject {
  if (mode === 'cookie') return {};
  return {
    flow: flow ? { token: flow.token, expiresAt: iso(flow.expiresAt) } : undefined,
    device: device === undefined ? undefined : { token: device.token },
  };
}
