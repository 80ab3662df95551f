/**
 * `@sallyport/http`: the HTTP contract as data. Routes are a table, requests and replies are neutral, and a framework's
 * adapter translates to and from them.
 *
 * @packageDocumentation
 */
export { type Begun, beginFlow, type FlowAsked } from './begin-flow.ts';
export { MAX_BODY_BYTES } from './body.ts';
export { BodyAlreadyRead } from './body-already-read.ts';
export { checkOptions, checkPath, InvalidPath } from './check-options.ts';
export { InvalidCookieDomain } from './cookies.ts';
export { type DemandOptions, demandOf, InvalidDemand, UnknownStrength } from './demand.ts';
export type { HttpOptions } from './fault.ts';
export { type FetchHandlerOptions, fetchHandler, fromRequest, toResponse } from './fetch-handler.ts';
export { type FetchBegun, type FetchSallyport, fetchSallyport } from './fetch-sallyport.ts';
export { type HostGuard, hostGuard } from './host-guard.ts';
export { bodyOfNode, headersOfNode, mountOf } from './node.ts';
export type { Pages } from './pages.ts';
export { InvalidPart, type Parts } from './parts.ts';
export { problemReply } from './problem.ts';
export type { HttpRefusal, Refused } from './refusal.ts';
export { relatedOrigins } from './related-origins.ts';
export type { JsonObject, NeutralReply } from './reply.ts';
export type { BodySource, NeutralRequest } from './request.ts';
export { type Admission, optionalSession, requireSession } from './require-session.ts';
export { type Serve, serve } from './serve.ts';
