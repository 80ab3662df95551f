import type { Caller, Guard, LiveSession, Sallyport } from '@sallyport/engine';
import type * as z from 'zod';
import type { OpensFlow } from '../caller/caller.ts';
import { readJson } from '../message/body.ts';
import { preconditionOf } from '../message/if-match.ts';
import { check, readQuery } from '../message/input-errors.ts';
import { type HttpRefusal, isRefusal, type Refused } from '../message/refusal.ts';
import type { JsonObject } from '../message/reply.ts';
import type { NeutralRequest } from '../message/request.ts';
import type { Pages } from '../problem/pages.ts';
import { type ShapeName, shapes, type ViewOf } from '../shapes/index.ts';
import type { Answer, RawAnswer } from './answer.ts';

export type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One row of the table that is served and described. */
export interface RouteRow extends Description {
  readonly guard: Guard | 'none';
  readonly input: z.ZodType;
  answer(exchange: Exchange): Promise<Answer<JsonObject> | RawAnswer | HttpRefusal>;
}

/** What OpenAPI tells of a route. */
export interface Description {
  readonly verb: Verb;
  /** Below the mount prefix; a segment that begins with a colon is a parameter. */
  readonly path: string;
  readonly summary: string;
  readonly answers:
    | { readonly status: number; readonly shape: ShapeName }
    /** A page to go on at. */
    | { readonly status: 303 }
    /** A document that is no JSON. */
    | { readonly status: 200; readonly media: string };
  /** Any page may send it here, one on another site included: it has no effect that a person could be made to cause. */
  readonly crossSite?: true;
  /** What it may refuse with, beyond what its guard, its input and its verb bring along. */
  readonly refuses?: readonly Refused[];
  /** A change that has to name the version it is based on. */
  readonly needsIfMatch?: boolean;
  /** Bytes, if it takes larger bodies than others. */
  readonly largestBody?: number;
  /** Served only to a tenant that has this. */
  readonly onlyWith?: 'vault';
  readonly opensFlow?: OpensFlow;
  /** A route with a session that treats the device that asks apart: a client in token mode sends the device's token. */
  readonly knowsDevice?: true;
}

/** A request whose route is found. */
export interface Exchange {
  readonly auth: Sallyport;
  readonly request: NeutralRequest;
  readonly caller: Caller;
  readonly pages: Required<Pages>;
  readonly params: Readonly<Record<string, string>>;
}

/** What a route's handler works with. */
export interface Call<Path extends string, Input> {
  readonly auth: Sallyport;
  readonly caller: Caller;
  readonly input: Input;
  /** The version that `If-Match` names; a version that never was if it names none. */
  readonly ifVersion: number;
  /** Origin and mount prefix. */
  readonly site: string;
  readonly pages: Required<Pages>;
  param(name: ParamsOf<Path>): string;
}

/** The names after the colons of a path. */
type ParamsOf<Path extends string> = Path extends `${infer Segment}/${infer Rest}`
  ? ParamsOf<Segment> | ParamsOf<Rest>
  : Path extends `:${infer Name}`
    ? Name
    : never;

interface Spec<Path extends string, Input, Name extends ShapeName> extends Omit<Description, 'answers'> {
  readonly path: Path;
  /** What it reads: the query of a GET, the body of anything else. */
  readonly input: z.ZodType<Input>;
  readonly answers: { readonly status: number; readonly shape: Name };
}

type Handled<Name extends ShapeName> = Promise<Answer<ViewOf<Name>> | HttpRefusal>;

/** A route that anyone may ask. */
export function openRoute<Path extends string, Input, Name extends ShapeName>(
  spec: Spec<Path, Input, Name> & { handle(call: Call<Path, Input>): Handled<Name> },
): RouteRow {
  return {
    ...spec,
    guard: 'none',
    answer: async (exchange) => proceed(exchange, spec, await readInput(exchange, spec), (call) => spec.handle(call)),
  };
}

/**
 * A route that needs a session, and what its guard demands besides. Answers in this order: 401, 403, 401; 400; 428, 412.
 *
 * The guard is asked before the body is read, so that no body of a stranger is. A body can take minutes to arrive: the guard is asked
 * again once it is there, before anything is said of the body, and the operation gets that later session.
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
      const now = isWaitedFor ? await auth.sessions.guard(caller, guard) : session;
      if (isRefusal(now)) return now;
      return proceed(exchange, spec, read, (call) => spec.handle({ session: now, ...call }));
    },
  };
}

/** Origin and mount prefix. */
export function siteOf(auth: Sallyport, { mount }: Pick<NeutralRequest, 'mount'>): string {
  return new URL(auth.origin).origin + mount;
}

type Read = { readonly value: unknown } | HttpRefusal;

/** The query of a GET, the body of anything else. */
async function readInput(
  { request }: Exchange,
  { verb, largestBody }: Pick<Description, 'verb' | 'largestBody'>,
): Promise<Read> {
  return verb === 'GET' ? readQuery(request.search) : readJson(request, largestBody);
}

async function proceed<Path extends string, Input, Name extends ShapeName>(
  { auth, request, caller, params, pages }: Exchange,
  spec: Spec<Path, Input, Name>,
  read: Read,
  handle: (call: Call<Path, Input>) => Handled<Name>,
): Promise<Answer<JsonObject> | HttpRefusal> {
  if (isRefusal(read)) return read;
  const checked = check(spec.input, read.value);
  if (isRefusal(checked)) return checked;
  const { ifVersion, required } = preconditionOf(request.headers, spec.needsIfMatch === true);
  const answer = await handle({
    auth,
    caller,
    input: checked.input,
    ifVersion,
    site: siteOf(auth, request),
    pages,
    param: (name) => params[name] ?? '',
  });
  if (!isRefusal(answer)) return { ...answer, body: shapes[spec.answers.shape].encode(answer.body) };
  return answer.refused === 'precondition-failed' && required ? { refused: 'precondition-required' } : answer;
}
