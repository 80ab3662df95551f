import type { Caller, Guard, LiveSession, RefusalCode, Refusing, Sallyport } from '@sallyport/engine';
import type * as z from 'zod';
import type { ReadsMode } from '../caller/caller.ts';
import { readJson } from '../message/body.ts';
import { preconditionOf } from '../message/if-match.ts';
import { check, type QueryParameters, readQuery } from '../message/input.ts';
import { type HttpRefusal, isRefusal, type Refused } from '../message/refusal.ts';
import type { JsonObject } from '../message/reply.ts';
import type { NeutralRequest } from '../message/request.ts';
import type { Pages } from '../problem/pages.ts';
import { type ShapeName, shapes, type ViewOf } from '../shapes/index.ts';
import type { Answer, RawAnswer } from './answer.ts';

export type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One row of the table of routes. */
export interface RouteRow extends Description {
  readonly guard: Guard | 'none';
  readonly input: z.ZodType;
  answer(exchange: Exchange): Promise<Answer<JsonObject> | RawAnswer | HttpRefusal>;
}

/** The parts of a route that OpenAPI describes. */
export interface Description {
  readonly verb: Verb;
  /** The path below the mount prefix. A segment that begins with a colon is a parameter. */
  readonly path: string;
  readonly summary: string;
  readonly answers:
    | { readonly status: number; readonly shape: ShapeName; readonly alsoAs?: string }
    /** A redirect to a page. */
    | { readonly status: 303 }
    /** A document that is not JSON. */
    | { readonly status: 200; readonly media: string };
  /** Pages of other sites may send a request here, because a forged request could cause no harm. */
  readonly crossSite?: true;
  /**
   * The operations of the engine that the handler calls. OpenAPI describes the refusals of the operations. A redirect gives the refusals to
   * the page instead.
   */
  readonly calls?: readonly Refusing[];
  /** Codes of the operations that cannot occur with the path of the route. */
  readonly never?: readonly RefusalCode[];
  /** Refusals of the handler itself. For a redirect: also the codes of operations that the handler answers as problems. */
  readonly refuses?: readonly Refused[];
  /** Whether the change has to name the version of its record in `If-Match`. */
  readonly needsIfMatch?: boolean;
  /** Largest body in bytes, if larger than the default. */
  readonly largestBody?: number;
  /** The parameters of the query that are not read as all others are. */
  readonly parameters?: QueryParameters;
  /** The tenant needs this part for the route to exist. */
  readonly onlyWith?: 'vault';
  readonly readsMode?: ReadsMode;
  /** The route needs a session and also reads the device's token, which a client in token mode sends. */
  readonly knowsDevice?: true;
}

/** A request and its route's parameters. */
export interface Exchange {
  readonly auth: Sallyport;
  readonly request: NeutralRequest;
  readonly caller: Caller;
  readonly pages: Required<Pages>;
  /** The name of the session's cookie. */
  readonly sessionCookie: string;
  readonly params: Readonly<Record<string, string>>;
}

/** The arguments of a route's handler. */
export interface Call<Path extends string, Input> {
  readonly auth: Sallyport;
  readonly caller: Caller;
  /** The header `Accept`; empty if the client sends none. */
  readonly accept: string;
  readonly input: Input;
  /** The version in `If-Match`, or a version that no record has. */
  readonly ifVersion: number;
  /** Origin and mount prefix. */
  readonly site: string;
  readonly pages: Required<Pages>;
  /** The name of the session's cookie. */
  readonly sessionCookie: string;
  param(name: ParamsOf<Path>): string;
}

/** The names of a path's parameters. */
type ParamsOf<Path extends string> = Path extends `${infer Segment}/${infer Rest}`
  ? ParamsOf<Segment> | ParamsOf<Rest>
  : Path extends `:${infer Name}`
    ? Name
    : never;

interface Spec<Path extends string, Input, Name extends ShapeName> extends Omit<Description, 'answers'> {
  readonly path: Path;
  /** Schema of the query of a GET, or of the body of any other request. */
  readonly input: z.ZodType<Input>;
  /** `alsoAs`: another media type in which the client can ask for the answer. */
  readonly answers: { readonly status: number; readonly shape: Name; readonly alsoAs?: string };
}

type Handled<Name extends ShapeName> = Promise<Answer<ViewOf<Name>> | RawAnswer | HttpRefusal>;

/** A route without a guard. */
export function openRoute<Path extends string, Input, Name extends ShapeName>(
  spec: Spec<Path, Input, Name> & { handle(call: Call<Path, Input>): Handled<Name> },
): RouteRow {
  return {
    ...spec,
    guard: 'none',
    answer: async (exchange) => proceed(exchange, spec, await readInput(exchange, spec), (call) => spec.handle(call)),
  };
}

/** A route of a set-up, in a flow or in a session. The engine finds which. Without a flow, an error of the body comes after the session's refusal. */
export function setUpRoute<Path extends string, Input, Name extends ShapeName>(
  spec: Spec<Path, Input, Name> & { handle(call: Call<Path, Input>): Handled<Name> },
): RouteRow {
  const { answer, ...row } = openRoute(spec);
  return {
    ...row,
    answer: async (exchange) => {
      const result = await answer(exchange);
      const { auth, caller } = exchange;
      const isOfBody = isRefusal(result) && OF_BODY.has(result.refused);
      if (!isOfBody || caller.flowToken !== undefined) return explained(result, caller);
      const session = await auth.sessions.guard(caller, { needs: 'set-up' });
      return isRefusal(session) ? explained(session, caller) : result;
    },
  };
}

/** Says in a 401 of a set-up that the client sent no token at all: a client in a flow may have lost the token of the flow. */
function explained<Result extends object>(result: Result, { flowToken, sessionToken }: Caller): Result | HttpRefusal {
  const sentNothing = flowToken === undefined && sessionToken === undefined;
  if (!sentNothing || !isRefusal(result) || result.refused !== 'no-session') return result;
  return { ...result, detail: 'This needs an open sign-in or a session. The request has the token of neither.' };
}

const OF_BODY: ReadonlySet<Refused> = new Set<Refused>(['malformed-input', 'too-large', 'unsupported-media-type']);

/**
 * A route that needs a session and checks its guard. Refuses in this order: 401, 403, 401; 400; 428, 412.
 *
 * Asks the guard before reading the body, so that the server reads no body of a stranger. Because a body can take minutes to arrive, asks
 * the guard again after reading and before reporting an error of the body. The handler gets the later session.
 */
export function guardedRoute<Path extends string, Input, Name extends ShapeName>(
  guard: Guard,
  spec: Spec<Path, Input, Name> & {
    handle(call: Call<Path, Input> & { readonly session: LiveSession }): Handled<Name>;
  },
): RouteRow {
  return {
    ...spec,
    guard,
    answer: async (exchange) => {
      const { auth, caller, request } = exchange;
      const session = await auth.sessions.guard(caller, guard);
      if (isRefusal(session)) return session;
      const read = await readInput(exchange, spec);
      const isWaitedFor = spec.verb !== 'GET' && request.body?.kind === 'stream';
      const latest = isWaitedFor ? await auth.sessions.guard(caller, guard) : session;
      if (isRefusal(latest)) return latest;
      return proceed(exchange, spec, read, (call) => spec.handle({ session: latest, ...call }));
    },
  };
}

/** Origin and mount prefix. */
export function siteOf(auth: Sallyport, { mount }: Pick<NeutralRequest, 'mount'>): string {
  return new URL(auth.origin).origin + mount;
}

type Read = { readonly value: unknown } | HttpRefusal;

/** Reads the query of a GET, or the body of any other request. */
async function readInput(
  { request }: Exchange,
  { verb, largestBody, parameters = {} }: Pick<Description, 'verb' | 'largestBody' | 'parameters'>,
): Promise<Read> {
  return verb === 'GET' ? readQuery(request.search, parameters) : readJson(request, largestBody);
}

async function proceed<Path extends string, Input, Name extends ShapeName>(
  { auth, request, caller, params, pages, sessionCookie }: Exchange,
  spec: Spec<Path, Input, Name>,
  read: Read,
  handle: (call: Call<Path, Input>) => Handled<Name>,
): Promise<Answer<JsonObject> | RawAnswer | HttpRefusal> {
  if (isRefusal(read)) return read;
  const checked = check(spec.input, read.value);
  if (isRefusal(checked)) return checked;
  const { ifVersion, required } = preconditionOf(request.headers, spec.needsIfMatch === true);
  const answer = await handle({
    auth,
    caller,
    accept: request.headers['accept'] ?? '',
    input: checked.input,
    ifVersion,
    site: siteOf(auth, request),
    pages,
    sessionCookie,
    param: (name) => params[name] ?? '',
  });
  if ('raw' in answer) return answer;
  if (!isRefusal(answer)) return { ...answer, body: shapes[spec.answers.shape].encode(answer.body) };
  return answer.refused === 'precondition-failed' && required ? { refused: 'precondition-required' } : answer;
}
