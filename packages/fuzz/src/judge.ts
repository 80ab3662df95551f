import type { MemoryStore } from '@sallyport/storage-memory';
import { CANARY } from './junk.ts';
import type { Generated } from './request.ts';
import type { Row } from './table.ts';

/** An answer, whichever way it came. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What an answer did to what is kept. */
export type Kept = readonly unknown[];

/** What nobody may change without being told that it is done: accounts, vaults, the policy, who administers. */
export function keptBy(store: MemoryStore): Kept {
  return store
    .toJSON()
    .tenants.flatMap(({ accounts, vaults = [], policies, administrators }) => [
      ...accounts,
      ...vaults,
      ...policies,
      administrators,
    ]);
}

/** Everything that is wrong with an answer, in words; nothing if it is as the contract has it. */
export function wrongWith(
  asked: Generated,
  answered: Answered,
  { before, after, secrets }: { readonly before: Kept; readonly after: Kept; readonly secrets: readonly string[] },
): readonly string[] {
  const { status, headers } = answered;
  const wrong: string[] = [];
  if (headers.get('cache-control') !== 'no-store') wrong.push('may be kept by a cache');
  if (changed(before, after) && !mayChange(asked, status) && !isSpentAlone(answered, before, after))
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

/** A proof that is right is spent, even where the account may not sign in: 403 is answered only after a proof. */
function isSpentAlone({ status }: Answered, before: Kept, after: Kept): boolean {
  return status === 403 && JSON.stringify(before, withoutUse) === JSON.stringify(after, withoutUse);
}

/** What the use of a factor leaves behind in its account. */
const USES: ReadonlySet<string> = new Set(['lastStep', 'backupCodes', 'enrollmentCode', 'counter', 'lastUsedAt']);

function withoutUse(this: unknown, name: string, value: unknown): unknown {
  return name === 'version' || USES.has(name) ? undefined : value;
}

/** What is asked by `GET` changes nothing; but for the way back from a provider, which ends at another page. */
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
  if (headers.get('content-type') !== 'application/problem+json') return ['is no problem document'];
  const wrong: string[] = [];
  if (status === 401 && !headers.has('www-authenticate')) wrong.push('is a 401 without a challenge');
  if (status === 429 && !/^[1-9]\d*$/.test(headers.get('retry-after') ?? ''))
    wrong.push('does not say when to try again');
  if (verb === 'HEAD') return wrong;
  const problem: Record<string, unknown> = JSON.parse(text);
  const { type, code, title, detail, errors } = problem;
  if (problem['status'] !== status || type !== `urn:sallyport:problem:${String(code)}`)
    wrong.push('disagrees with itself');
  if (typeof title !== 'string' || typeof detail !== 'string') wrong.push('lacks a title or a detail');
  if ((code === 'malformed-input') !== (errors !== undefined))
    wrong.push('tells errors where there are none, or none where there are');
  if (errors !== undefined && !areErrors(errors)) wrong.push('has errors that are none');
  const isOurs = verb === row.verb && isPathOf(row, path);
  const isTold = !isOurs || row.problems.get(status)?.has(String(code)) === true;
  if (!isTold && code !== 'not-found')
    wrong.push(`is ${status} ${String(code)}, which OpenAPI does not say of ${row.name}`);
  // What is wrong with a policy is told with the words of the policy, which are no secret.
  if (text.includes(CANARY) && !row.path.startsWith('/admin/policy')) wrong.push('echoes a value');
  const told = secrets.find((secret) => text.includes(secret));
  if (told !== undefined) wrong.push(`tells a secret, ${told}`);
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
  if (status === 303) return headers.has('location') ? [] : ['goes on nowhere'];
  if (headers.get('content-type') !== success.media) return ['is of another media type than OpenAPI says'];
  if (success.reader === undefined) return [];
  const read = success.reader.safeParse(JSON.parse(text));
  return read.success ? [] : [`is no answer as OpenAPI has it: ${read.error.message}`];
}

/** A path may lead to another route: `/account/totp` is no `/account/{code}`. */
function isPathOf(row: Row, path: string): boolean {
  const segments = path.split('/');
  const wanted = row.path.split('/');
  return (
    segments.length === wanted.length &&
    wanted.every((part, place) => (part.startsWith('{') ? !NAMED.has(segments[place] ?? '') : part === segments[place]))
  );
}

/** Codes that have routes of their own. */
const NAMED: ReadonlySet<string> = new Set([
  'totp',
  'email-code',
  'passkey',
  'password',
  'backup-code',
  'enrollment-code',
]);

/** Refusals that come before a route has looked at anything. */
const AT_THE_DOOR: ReadonlySet<string> = new Set([
  ...['no-session', 'not-permitted', 'insufficient-strength', 'cross-site', 'flow-expired'],
  ...['malformed-input', 'too-large', 'unsupported-media-type', 'precondition-required'],
]);

/** Whether a request came past the guards of its route and what they read. */
export function cameThrough({ verb, row, path }: Generated, { status, text }: Answered): boolean {
  if (verb !== row.verb || !isPathOf(row, path)) return false;
  if (status < 400) return true;
  const { code }: { readonly code?: string } = text === '' ? {} : JSON.parse(text);
  return code !== undefined && !AT_THE_DOOR.has(code);
}
