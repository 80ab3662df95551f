import type { MemoryStore } from '@sallyport/storage-memory';
import { CANARY } from './junk.ts';
import type { Generated } from './request.ts';
import type { Row } from './table.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export type Kept = readonly unknown[];

/** What may change only if the answer is a success. */
export function keptBy(store: MemoryStore): Kept {
  return store
    .toJSON()
    .tenants.flatMap(({ accounts, vaults = [], policies, administrators, organisations = [], memberships = [] }) => [
      ...accounts,
      ...vaults,
      ...policies,
      administrators,
      ...organisations,
      ...memberships,
    ]);
}

export function wrongWith(
  asked: Generated,
  answered: Answered,
  { before, after, secrets }: { readonly before: Kept; readonly after: Kept; readonly secrets: readonly string[] },
): readonly string[] {
  const { status, headers } = answered;
  const wrong: string[] = [];
  if (headers.get('cache-control') !== 'no-store') wrong.push('may be cached');
  if (changed(before, after) && !mayChange(asked, status) && !isSpentAlone(asked, answered, before, after))
    wrong.push(`changed an account, and answered ${status}`);
  for (const line of headers.getSetCookie()) {
    if (!/^__Host-sallyport-\w+=[\w.~-]*; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=\d+$/.test(line)) {
      wrong.push(`sets an odd cookie: ${line}`);
    }
  }
  return [...wrong, ...(status >= 400 ? wrongProblem(asked, answered, secrets) : wrongSuccess(asked, answered))];
}

function changed(before: Kept, after: Kept): boolean {
  return before.length !== after.length || before.some((record, place) => record !== after[place]);
}

/** A right proof is used up even with a 403. A sign-out without a session leaves the open sign-in, and frees its code. */
function isSpentAlone({ row }: Generated, { status }: Answered, before: Kept, after: Kept): boolean {
  const leavesSignIn = status === 401 && row.name === 'DELETE /session';
  return (status === 403 || leavesSignIn) && JSON.stringify(before, withoutUse) === JSON.stringify(after, withoutUse);
}

/** The members of an account that change when a factor is used. */
const USES: ReadonlySet<string> = new Set(['lastStep', 'backupCodes', 'enrollmentCode', 'counter', 'lastUsedAt']);

function withoutUse(this: unknown, name: string, value: unknown): unknown {
  return name === 'version' || USES.has(name) ? undefined : value;
}

/** Not a `GET`, except the callback of a provider. */
function mayChange({ verb, row }: Generated, status: number): boolean {
  if (row.path.endsWith('/callback')) return status < 400;
  return status >= 200 && status < 300 && verb !== 'GET' && verb !== 'HEAD';
}

function wrongProblem(
  { verb, row, path }: Generated,
  { status, headers, text }: Answered,
  secrets: readonly string[],
): string[] {
  if (status >= 500) return [`answered ${status}: ${text}`];
  if (headers.get('content-type') !== 'application/problem+json') return ['is not a problem document'];
  const wrong: string[] = [];
  if (status === 401 && !headers.has('www-authenticate')) wrong.push('is a 401 without a challenge');
  if (status === 429 && !/^[1-9]\d*$/.test(headers.get('retry-after') ?? ''))
    wrong.push('does not say when to try again');
  if (verb === 'HEAD') return wrong;
  const problem: Record<string, unknown> = JSON.parse(text);
  const { type, code, title, detail, errors } = problem;
  if (problem['status'] !== status || type !== `urn:sallyport:problem:${String(code)}`)
    wrong.push('has another status or type than its code');
  if (typeof title !== 'string' || typeof detail !== 'string') wrong.push('lacks a title or a detail');
  if ((code === 'malformed-input') !== (errors !== undefined))
    wrong.push('has errors without malformed-input, or malformed-input without errors');
  if (errors !== undefined && !areErrors(errors)) wrong.push('has malformed errors');
  const isOurs = verb === row.verb && isPathOf(row, path);
  const isTold = !isOurs || row.problems.get(status)?.has(String(code)) === true;
  if (!isTold && code !== 'not-found')
    wrong.push(`is ${status} ${String(code)}, which OpenAPI does not say of ${row.name}`);
  // The errors of a policy quote the policy, which is not secret.
  if (text.includes(CANARY) && !row.path.startsWith('/admin/policy')) wrong.push('echoes a value');
  const leaked = secrets.find((secret) => text.includes(secret));
  if (leaked !== undefined) wrong.push(`contains a secret, ${leaked}`);
  return wrong;
}

function areErrors(errors: unknown): boolean {
  return (
    Array.isArray(errors) &&
    errors.length > 0 &&
    errors.every(({ path, message }) => typeof path === 'string' && typeof message === 'string' && message.length > 0)
  );
}

function wrongSuccess({ verb, row, path }: Generated, { status, headers, text }: Answered): string[] {
  if (verb !== row.verb || !isPathOf(row, path)) return [];
  const { success } = row;
  if (status !== success.status) return [`is ${status}, which OpenAPI does not say of ${row.name}`];
  if (status === 303) return headers.has('location') ? [] : ['redirects without a location'];
  if (status === 204) return text === '' && !headers.has('content-type') ? [] : ['has content, and status 204'];
  if (headers.get('content-type') !== success.media) return ['is of another media type than OpenAPI says'];
  if (success.reader === undefined) return [];
  const read = success.reader.safeParse(JSON.parse(text));
  return read.success ? [] : [`does not fit the schema in OpenAPI: ${read.error.message}`];
}

/** `/account/totp` does not belong to `/account/{code}`. */
function isPathOf(row: Row, path: string): boolean {
  const segments = path.split('/');
  const wanted = row.path.split('/');
  return (
    segments.length === wanted.length &&
    wanted.every((part, place) => (part.startsWith('{') ? !NAMED.has(segments[place] ?? '') : part === segments[place]))
  );
}

/** The methods with separate routes. */
const NAMED: ReadonlySet<string> = new Set([
  'totp',
  'email-code',
  'passkey',
  'password',
  'backup-code',
  'enrollment-code',
]);

/** The refusals that come before the route's own work. */
const AT_THE_DOOR: ReadonlySet<string> = new Set([
  ...['no-session', 'not-permitted', 'insufficient-strength', 'cross-site', 'flow-expired'],
  ...['malformed-input', 'too-large', 'unsupported-media-type', 'precondition-required'],
]);

export function cameThrough({ verb, row, path }: Generated, { status, text }: Answered): boolean {
  if (verb !== row.verb || !isPathOf(row, path)) return false;
  if (status < 400) return true;
  const { code }: { readonly code?: string } = text === '' ? {} : JSON.parse(text);
  return code !== undefined && !AT_THE_DOOR.has(code);
}
