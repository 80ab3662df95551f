import type { Caller, Guard, LiveSession, RefusalCode, Refusing, Sallyport } from '@sallyport/engine';
import type * as z from 'zod';
import type { Continues, ReadsMode } from '../caller/caller.ts';
import { ACCOUNT_HEADER, ofNamedAccount } from '../caller/named-account.ts';
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

export interface RouteRow extends Description {
  readonly guard: Guard | 'none';
  readonly input: z.ZodType;
  answer(exchange: Exchange): Promise<Answer<JsonObject> | RawAnswer | HttpRefusal>;
}

export interface Description {
  readonly verb: Verb;
  readonly path: string;
  readonly summary: string;
  readonly answers:
    | { readonly status: number; readonly shape: ShapeName; readonly alsoAs?: string }
    | { readonly status: 303 }
    | { readonly status: 200; readonly media: string };
  /** A forged request could cause no harm. */
  readonly crossSite?: true;
  /** OpenAPI describes their refusals. A redirect gives the refusals to the page. */
  readonly calls?: readonly Refusing[];
  readonly never?: readonly RefusalCode[];
  readonly refuses?: readonly Refused[];
  readonly needsIfMatch?: boolean;
  readonly largestBody?: number;
  readonly parameters?: QueryParameters;
  readonly onlyWith?: 'vault';
  readonly readsMode?: ReadsMode;
  readonly continues?: Continues;
  readonly namesAccount?: true;
  /** Also reads the device's token, which a client in token mode sends. */
  readonly knowsDevice?: true;
}

export interface Exchange {
  readonly auth: Sallyport;
  readonly request: NeutralRequest;
  readonly caller: Caller;
  readonly pages: Required<Pages>;
  readonly sessionCookie: string;
  readonly params: Readonly<Record<string, string>>;
}

export interface Call<Path extends string, Input> {
  readonly auth: Sallyport;
  readonly caller: Caller;
  readonly accept: string;
  readonly input: Input;
  /** By `If-Match`, or a version that no record has. */
  readonly ifVersion: number;
  readonly site: string;
  readonly pages: Required<Pages>;
  readonly sessionCookie: string;
  param(name: ParamsOf<Path>): string;
}

type ParamsOf<Path extends string> = Path extends `${infer Segment}/${infer Rest}`
  ? ParamsOf<Segment> | ParamsOf<Rest>
  : Path extends `:${infer Name}`
    ? Name
    : never;

interface Spec<Path extends string, Input, Name extends ShapeName> extends Omit<Description, 'answers'> {
  readonly path: Path;
  readonly input: z.ZodType<Input>;
  /** `alsoAs`: another media type that the client can ask for. */
  readonly answers: { readonly status: number; readonly shape: Name; readonly alsoAs?: string };
}

type Handled<Name extends ShapeName> = Promise<Answer<ViewOf<Name>> | RawAnswer | HttpRefusal>;

export function openRoute<Path extends string, Input, Name extends ShapeName>(
  spec: Spec<Path, Input, Name> & { handle(call: Call<Path, Input>): Handled<Name> },
): RouteRow {
  return {
    ...spec,
    guard: 'none',
    answer: async (exchange) => proceed(exchange, spec, await readInput(exchange, spec), (call) => spec.handle(call)),
  };
}

/** The engine finds whether in a flow or in a session. Without a flow, an error of the body comes after the session's refusal. */
export function setUpRoute<Path extends string, Input, Name extends ShapeName>(
  spec: Spec<Path, Input, Name> & { handle(call: Call<Path, Input>): Handled<Name> },
): RouteRow {
  const { answer, ...row } = openRoute(spec);
  return {
    ...row,
    continues: 'flow-or-session',
    namesAccount: true,
    answer: async (exchange) => {
      const another = await refusesAnother(exchange);
      if (another !== undefined) return another;
      const { auth } = exchange;
      const caller = inNamedSession(exchange);
      const result = await answer({ ...exchange, caller });
      const isOfBody = isRefusal(result) && OF_BODY.has(result.refused);
      const mayBeInFlow = caller.continues ?? caller.flowToken !== undefined;
      if (!isOfBody || mayBeInFlow) return explained(result, caller);
      const session = await auth.sessions.guard(caller, { needs: 'set-up' });
      return isRefusal(session) ? explained(session, caller) : result;
    },
  };
}

/** A client that continues a flow means the account of the flow. */
async function refusesAnother(exchange: Exchange): Promise<HttpRefusal | undefined> {
  const { caller, request } = exchange;
  if (request.headers[ACCOUNT_HEADER] === undefined || caller.continues === true) return undefined;
  const session = await sessionFor(exchange, { needs: 'session', evenIfTightened: true });
  return isRefusal(session) && session.refused !== 'no-session' ? session : undefined;
}

/** A client that names an account means its session, also where the account is signed out. */
function inNamedSession({ caller, request }: Exchange): Caller {
  const isNamed = request.headers[ACCOUNT_HEADER] !== undefined && caller.continues === undefined;
  return isNamed ? { ...caller, continues: false } : caller;
}

function explained<Result extends object>(result: Result, { flowToken, sessionToken }: Caller): Result | HttpRefusal {
  const sentNothing = flowToken === undefined && sessionToken === undefined;
  if (!sentNothing || !isRefusal(result) || result.refused !== 'no-session') return result;
  return { ...result, detail: 'This needs an open sign-in or a session. The request has the token of neither.' };
}

const OF_BODY: ReadonlySet<Refused> = new Set<Refused>(['malformed-input', 'too-large', 'unsupported-media-type']);

/**
 * Refuses in this order: 401, 403, 401; 412 for another account; 400; 428, 412. Asks the guard before the body is read, and again after: a body can
 * take minutes to arrive.
 */
export function guardedRoute<Path extends string, Input, Name extends ShapeName>(
  guard: Guard,
  spec: GuardedSpec<Path, Input, Name>,
): RouteRow {
  return guardedBy(guard, () => guard, spec);
}

/** For a member with this right on the organisation that the path names. */
export function memberRoute<Path extends `/organisations/:organisation/${string}`, Input, Name extends ShapeName>(
  may: 'rule' | 'people',
  spec: GuardedSpec<Path, Input, Name>,
): RouteRow {
  const guard = { needs: 'member', may, in: '' } as const;
  return guardedBy(guard, ({ params }) => ({ ...guard, in: params['organisation'] ?? '' }), spec);
}

type GuardedSpec<Path extends string, Input, Name extends ShapeName> = Spec<Path, Input, Name> & {
  handle(call: Call<Path, Input> & { readonly session: LiveSession }): Handled<Name>;
};

function guardedBy<Path extends string, Input, Name extends ShapeName>(
  described: Guard,
  guardOf: (exchange: Exchange) => Guard,
  spec: GuardedSpec<Path, Input, Name>,
): RouteRow {
  return {
    ...spec,
    guard: described,
    namesAccount: true,
    answer: async (exchange) => {
      const { request } = exchange;
      const guard = guardOf(exchange);
      const session = await sessionFor(exchange, guard);
      if (isRefusal(session)) return session;
      const read = await readInput(exchange, spec);
      const isWaitedFor = spec.verb !== 'GET' && request.body?.kind === 'stream';
      const latest = isWaitedFor ? await sessionFor(exchange, guard) : session;
      if (isRefusal(latest)) return latest;
      return proceed(exchange, spec, read, (call) => spec.handle({ session: latest, ...call }));
    },
  };
}

async function sessionFor({ auth, caller, request }: Exchange, guard: Guard): Promise<LiveSession | HttpRefusal> {
  const session = await auth.sessions.guard(caller, guard);
  return isRefusal(session) ? session : ofNamedAccount(session, request);
}

export function siteOf(auth: Sallyport, { mount = '' }: Pick<NeutralRequest, 'mount'>): string {
  return new URL(auth.origin).origin + mount;
}

type Read = { readonly value: unknown } | HttpRefusal;

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
