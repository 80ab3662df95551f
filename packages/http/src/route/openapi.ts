import { type Brought, REFUSALS } from '@sallyport/engine';
import * as z from 'zod';
import type { Continues } from '../caller/caller.ts';
import { CORS_ANSWER_HEADERS, CORS_REQUEST_HEADERS } from '../caller/cross-origin.ts';
import type { Refused } from '../message/refusal.ts';
import type { JsonObject } from '../message/reply.ts';
import { problemOf } from '../problem/problem.ts';
import { shapes } from '../shapes/index.ts';
import { parts } from '../shapes/shape.ts';
import { isLimited } from './limited.ts';
import type { RouteRow } from './route.ts';

/** An OpenAPI 3.1 document. */
export type OpenApi = JsonObject & {
  readonly openapi: string;
  readonly info: JsonObject;
  readonly servers: readonly JsonObject[];
  readonly paths: JsonObject;
  readonly components: { readonly schemas: JsonObject; readonly securitySchemes: JsonObject };
};

/** The delivered codes that a host brings for a tenant. */
export type BroughtCodes = Brought['codes'];

const DESCRIPTION = `Sign-in, enrollment, sessions, accounts and their administration, as the policy decides.

**Cookie mode** is the default: flow, session and known device travel in cookies that script cannot read, and a request that can change
something comes from a page of the same origin, or of one that the host trusts (\`Origin\`, \`Sec-Fetch-Site\`); any other is 403 \`cross-site\`.

**Token mode** is for clients without cookies: \`Sallyport-Client: token\` on the request that opens a flow. The tokens are in the answers, and
come back as \`Sallyport-Flow\`, \`Sallyport-Device\` and \`Authorization: Bearer\`.

**CORS**: every operation answers the preflights and the requests of the origins that the host trusts, and of no others, each by its name and
with credentials. Their pages may send ${listed(CORS_REQUEST_HEADERS)}, and read ${listed(CORS_ANSWER_HEADERS)}.`;

function listed(headers: readonly string[]): string {
  return headers.map((header) => `\`${header}\``).join(', ');
}

/**
 * @param site origin and mount prefix
 * @param codes the possible values of `:code`, with their labels
 * @param sessionCookie the name of the session's cookie
 */
export function describe(
  routes: readonly RouteRow[],
  site: string,
  codes: BroughtCodes,
  sessionCookie: string,
): OpenApi {
  return { ...headOf(site), ...contractOf(routes, codes, sessionCookie) };
}

export type DescribedText = (site: string, codes: BroughtCodes, sessionCookie: string) => string;

/** Only the host's delivered codes make another text. */
const MOST_TEXTS = 32;

/** Keeps the costly parts: a stranger may ask as often as for a page. The site, which a stranger can vary, is in no kept part. */
export function describedText(routes: () => readonly RouteRow[]): DescribedText {
  const kept = new Map<string, string>();
  return (site, codes, sessionCookie) => {
    const key = JSON.stringify([sessionCookie, codes]);
    const contract = kept.get(key) ?? JSON.stringify(contractOf(routes(), codes, sessionCookie));
    kept.delete(key);
    kept.set(key, contract);
    const [oldest = key] = kept.keys();
    if (kept.size > MOST_TEXTS) kept.delete(oldest);
    return `${JSON.stringify(headOf(site)).slice(0, -1)},${contract.slice(1)}`;
  };
}

function headOf(site: string): Pick<OpenApi, 'openapi' | 'info' | 'servers'> {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sallyport',
      version: '1',
      description: DESCRIPTION,
    },
    servers: [{ url: site }],
  };
}

function contractOf(
  routes: readonly RouteRow[],
  codes: BroughtCodes,
  sessionCookie: string,
): Pick<OpenApi, 'paths' | 'components'> {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const row of routes) {
    const path = row.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [row.verb.toLowerCase()]: operationOf(row, codes) };
  }
  return { paths, components: { schemas: answerSchemas(), securitySchemes: securitySchemes(sessionCookie) } };
}

function operationOf(row: RouteRow, codes: BroughtCodes): JsonObject {
  const [, tag = ''] = row.path.split('/');
  return {
    operationId: `${row.verb.toLowerCase()}${row.path.replaceAll(/[^a-z]+([a-z])?/g, (_, next = '') => next.toUpperCase())}`,
    tags: [tag.replace('.json', '')],
    summary: row.summary,
    parameters: parametersOf(row, codes),
    requestBody: row.verb === 'GET' ? undefined : bodyOf(row),
    responses: {
      [row.answers.status]: answerOf(row),
      ...problemsOf(row),
    },
    security: row.guard === 'none' ? [] : [{ cookie: [] }, { token: [] }],
  };
}

function answerOf({ answers }: RouteRow): JsonObject {
  if (answers.status === 204) return { description: 'Done.' };
  if ('shape' in answers)
    return {
      description: 'Done.',
      content: {
        'application/json': { schema: { $ref: `#/components/schemas/${answers.shape}` } },
        ...(answers.alsoAs === undefined ? {} : { [answers.alsoAs]: { schema: { type: 'string' } } }),
      },
    };
  if ('media' in answers) return { description: 'Done.', content: { [answers.media]: { schema: { type: 'string' } } } };
  return {
    description: 'Goes on at another page.',
    headers: { Location: { required: true, schema: { type: 'string', format: 'uri-reference' } } },
  };
}

function parametersOf(row: RouteRow, codes: BroughtCodes): readonly JsonObject[] {
  const inPath = [...row.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'code' ? codeSchema(codes) : { type: 'string' },
  }));
  const { properties = {} } = row.verb === 'GET' ? jsonSchema(row.input) : {};
  const inQuery = Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }));
  const isStepOfFlow = row.guard === 'none' && 'shape' in row.answers && row.answers.shape !== 'OpenApi';
  return [
    ...inPath,
    ...inQuery,
    ...(row.needsIfMatch === true ? [IF_MATCH] : []),
    ...(row.namesAccount === true ? [ACCOUNT] : []),
    ...(row.readsMode === undefined || !('shape' in row.answers) ? [] : [CLIENT]),
    ...(row.continues === undefined ? [] : [continuesIn(row.continues)]),
    ...(isStepOfFlow ? [FLOW] : []),
    ...(isStepOfFlow || row.knowsDevice === true ? [DEVICE] : []),
  ];
}

function codeSchema(codes: BroughtCodes): JsonObject {
  if (codes.length === 0) return { type: 'string', pattern: '-code$' };
  return { type: 'string', oneOf: codes.map(({ method, label }) => ({ const: method, title: label })) };
}

const ACCOUNT = {
  name: 'Sallyport-Account',
  in: 'header',
  description:
    'The account that the client shows. If the session is of another account, the answer is 412 `precondition-failed`, and nothing happens.',
  schema: { type: 'string' },
};
const CLIENT = {
  name: 'Sallyport-Client',
  in: 'header',
  description: 'With `token` the flow that this opens sets no cookie: its tokens are in the answers.',
  schema: { type: 'string', enum: ['token', 'cookie'], default: 'cookie' },
};
const FLOW = {
  name: 'Sallyport-Flow',
  in: 'header',
  description: "In token mode, the flow's token: `flow.token` of the last answer.",
  schema: { type: 'string' },
};
const IN_FLOW =
  'Names the flow that the request continues: the value of the header of that name in the last answer of the flow, or `1` for the open flow, whichever it is. Without that flow it is 410 `flow-expired`: a step does not go to another flow, a passkey begins no sign-in, and a set-up does not go to the account of a session.';
const IN_SESSION =
  "With `0` a set-up goes to the session's account, whatever flow is open, and without a session it is 401 `no-session`. With `0`, `GET /sign-in` answers the ways in.";

function continuesIn(reads: Continues): JsonObject {
  const [pattern, description] =
    reads === 'flow' ? ['^(1|[\\w-]{22})$', IN_FLOW] : ['^(0|1|[\\w-]{22})$', `${IN_FLOW} ${IN_SESSION}`];
  return { name: 'Sallyport-Continues', in: 'header', description, schema: { type: 'string', pattern } };
}

const DEVICE = {
  name: 'Sallyport-Device',
  in: 'header',
  description:
    "In token mode, the device's tokens: each `device.token` of an answer that completed a sign-in, the newest first, at most five, with a dot between.",
  schema: { type: 'string' },
};
const IF_MATCH = { name: 'If-Match', in: 'header', required: true, schema: { type: 'string', pattern: '^"\\d+"$' } };

function bodyOf(row: RouteRow): JsonObject | undefined {
  if (row.verb === 'DELETE') return undefined;
  const schema = jsonSchema(row.input);
  if (row.crossSite === true) return { required: true, content: { 'application/x-www-form-urlencoded': { schema } } };
  return { required: hasRequired(schema), content: { 'application/json': { schema } } };
}

function hasRequired({ required = [], anyOf = [] }: z.core.JSONSchema.BaseSchema): boolean {
  return required.length > 0 || (anyOf.length > 0 && anyOf.every((one) => typeof one === 'object' && hasRequired(one)));
}

function problemsOf(row: RouteRow): JsonObject {
  const refused: Refused[] = [...refusedByEngine(row), ...(row.refuses ?? []), 'malformed-input', 'store-unavailable'];
  if (row.guard !== 'none') {
    refused.push('no-session');
    if (row.guard.needs !== 'session') refused.push('insufficient-strength');
    if (row.guard.needs === 'administrator') refused.push('not-permitted');
    if (row.guard.needs === 'member') refused.push('not-a-member', 'not-permitted', 'no-way-in');
    if (row.guard.needs === 'recent-proof' || row.guard.needs === 'set-up') refused.push('no-way-in');
  }
  if (row.verb !== 'GET' && row.crossSite !== true) refused.push('cross-site', 'too-large', 'unsupported-media-type');
  if (isLimited(row)) refused.push('locked', 'busy');
  if (row.namesAccount === true) refused.push('precondition-failed');
  if (row.needsIfMatch === true) refused.push('precondition-failed', 'precondition-required');

  const codes = new Map<number, Set<string>>();
  for (const { status, code } of refused.map(problemOf)) {
    codes.set(status, (codes.get(status) ?? new Set()).add(code));
  }
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries(
    [...codes].map(([status, names]) => [status, { description: [...names].sort().join(', '), content }]),
  );
}

/** A redirect gives the codes to the page. */
function refusedByEngine({ answers, calls = [], never = [] }: RouteRow): readonly Refused[] {
  if (!('shape' in answers) && !('media' in answers)) return [];
  return calls.flatMap((operation) => REFUSALS[operation]).filter((code) => !never.includes(code));
}

function jsonSchema(schema: z.ZodType): z.core.JSONSchema.BaseSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', override: withoutPattern });
  return rest;
}

function answerSchemas(): JsonObject {
  for (const [id, { schema }] of Object.entries(shapes)) parts.add(schema, { id });
  const { schemas } = z.toJSONSchema(parts, {
    uri: (id) => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]));
}

function withoutPattern({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
}

function securitySchemes(sessionCookie: string): JsonObject {
  return {
    cookie: { type: 'apiKey', in: 'cookie', name: sessionCookie },
    token: { type: 'http', scheme: 'bearer' },
  };
}
