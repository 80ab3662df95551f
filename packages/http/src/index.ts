/**
 * `@sallyport/http`: the HTTP contract as data. Routes are rows of a table, requests and replies are neutral, and each framework's
 * adapter translates between neutral and native requests and replies.
 *
 * @packageDocumentation
 */

export { InvalidCookieDomain } from './caller/cookies.ts';
export {
  type DemandOptions,
  demandOf,
  type GuardArguments,
  type GuardOptions,
  InvalidDemand,
  NotGuarded,
  type StepUpDemand,
  sessionOfGuarded,
  stepUpDemand,
  UnknownStrength,
} from './caller/demand.ts';
export { type Admission, optionalSession, requireSession } from './caller/require-session.ts';
export { type AddressLimit, AddressLimitUnavailable, InvalidAddressLimit } from './message/address-limit.ts';
export { BodyAlreadyRead, MAX_BODY_BYTES } from './message/body.ts';
export type { HttpRefusal, Refused } from './message/refusal.ts';
export type { JsonObject, NeutralReply } from './message/reply.ts';
export type { BodySource, NeutralRequest } from './message/request.ts';
export type { HttpOptions } from './problem/http-options.ts';
export type { Pages } from './problem/pages.ts';
export { problemReply } from './problem/problem.ts';
export { InvalidPart, type Parts } from './route/parts.ts';
export { type Begun, beginFlow, type FlowAsked } from './serve/begin-flow.ts';
export { checkOptions, checkPath, InvalidPath, UnknownOption } from './serve/check-options.ts';
export { type FetchHandlerOptions, fetchHandler, fromRequest, streamOf, toResponse } from './serve/fetch-handler.ts';
export { type FetchBegun, type FetchSallyport, fetchSallyport } from './serve/fetch-sallyport.ts';
export { type HostGuard, hostGuard } from './serve/host-guard.ts';
export { bodyOfNode, headersOfNode, mountOf } from './serve/node.ts';
export { relatedOrigins } from './serve/related-origins.ts';
export { type Serve, serve } from './serve/serve.ts';
