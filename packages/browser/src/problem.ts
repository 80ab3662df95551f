import type { InputError } from './contract.ts';

/** The demand of 401 `insufficient-strength` (RFC 9470 §3). Pass the demand to `client.stepUp`. */
export interface StepUpDemand {
  /** The required strength (`acr_values`). */
  readonly strength?: string | undefined;
  /** Maximum age of the proof (`max_age`), as a policy duration: `'300s'`. */
  readonly within?: string | undefined;
  /** The organisation that the step-up leads into. */
  readonly in?: string | undefined;
}

interface ProblemInit {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  readonly retryAfter?: number;
  readonly errors?: readonly InputError[];
  readonly demand?: StepUpDemand;
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * A problem of the HTTP contract (RFC 9457). Branch on `code`, never on the message. `wordsFor` returns the words for a person.
 *
 * The client itself creates two codes: `unreachable` (`fetch` failed; status 0) and `unexpected-answer` (the answer does not follow the
 * contract; the status of the answer). After `unreachable`, the server may have received the request.
 */
export class SallyportProblem extends Error {
  /** `SallyportProblem`, also if two copies of this package are loaded: see {@link isProblem}. */
  override readonly name = 'SallyportProblem';
  /** The stable code of the problem: `invalid-credentials`. */
  readonly code: string;
  /** The HTTP status. 0 without an answer. */
  readonly status: number;
  /** A short English summary of the code. */
  readonly title: string;
  /** An English sentence about this occurrence; also the message of the error. */
  readonly detail: string | undefined;
  /** Seconds to wait before the next request (`Retry-After`, RFC 9110 §10.2.3). */
  readonly retryAfter: number | undefined;
  /** With `malformed-input`: the members with errors. */
  readonly errors: readonly InputError[] | undefined;
  /** Present only with `insufficient-strength`. */
  readonly demand: StepUpDemand | undefined;
  /** All members of the problem, including extensions. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(init: ProblemInit) {
    super(init.detail ?? init.title, { cause: init.cause });
    this.code = init.code;
    this.status = init.status;
    this.title = init.title;
    this.detail = init.detail;
    this.retryAfter = init.retryAfter;
    this.errors = init.errors;
    this.demand = init.demand;
    this.members = init.members ?? {};
  }
}

/** Returns true if `thrown` is a {@link SallyportProblem}, even if two copies of this package are loaded. */
export function isProblem(thrown: unknown): thrown is SallyportProblem {
  return thrown instanceof Error && thrown.name === 'SallyportProblem' && 'code' in thrown;
}

/**
 * Reads the problem of a refused request. Also works for guarded routes of the host, which answer with the same problems.
 *
 * @param response an answer that is not `ok`. Consumes the body
 */
export async function problemOf(response: Response): Promise<SallyportProblem> {
  const members = await readMembers(response);
  const code = text(members, 'code');
  if (code === undefined) {
    return new SallyportProblem({
      code: 'unexpected-answer',
      status: response.status,
      title: `Unexpected answer (${response.status})`,
      members,
    });
  }
  const detail = text(members, 'detail');
  const retryAfter = retryAfterOf(response.headers.get('retry-after'));
  const errors = inputErrors(members['errors']);
  return new SallyportProblem({
    code,
    status: response.status,
    title: text(members, 'title') ?? code,
    members,
    detail,
    retryAfter,
    errors,
    demand: code === 'insufficient-strength' ? demandOf(members, response.headers) : undefined,
  });
}

async function readMembers(response: Response): Promise<Record<string, unknown>> {
  if (!/[/+]json\b/i.test(response.headers.get('content-type') ?? '')) return {};
  try {
    const body: unknown = await response.json();
    return isRecord(body) ? body : {};
  } catch {
    return {};
  }
}

function retryAfterOf(header: string | null): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds));
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}

/**
 * A page on another origin may not be allowed to read the header. Without a demand, a step-up could be granted at once, and the request be refused
 * again.
 */
function demandOf(members: Record<string, unknown>, headers: Headers): StepUpDemand | undefined {
  const demand = askedIn(members['demand']) ?? challengeOf(headers.get('www-authenticate') ?? '');
  const entered = text(members, 'in');
  return entered === undefined ? demand : { ...demand, in: entered };
}

export function askedIn(demand: unknown): StepUpDemand | undefined {
  if (!isRecord(demand) || !Array.isArray(demand['strengths'])) return undefined;
  const { strengths, maxAgeSeconds } = demand;
  const [strength] = strengths.filter((name) => typeof name === 'string');
  return { strength, within: typeof maxAgeSeconds === 'number' ? `${maxAgeSeconds}s` : undefined };
}

function challengeOf(challenge: string): StepUpDemand | undefined {
  const strength = /\bacr_values="?([^",\s]+)/i.exec(challenge)?.[1];
  const maxAge = /\bmax_age="?(\d+)/i.exec(challenge)?.[1];
  if (strength === undefined && maxAge === undefined) return undefined;
  return {
    strength,
    within: maxAge === undefined ? undefined : `${maxAge}s`,
  };
}

function inputErrors(value: unknown): readonly InputError[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter(isRecord).map((entry) => ({
    path: String(entry['path']),
    message: String(entry['message']),
    code: text(entry, 'code'),
    limit: typeof entry['limit'] === 'number' ? entry['limit'] : undefined,
  }));
}

function text(members: Record<string, unknown>, name: string): string | undefined {
  const value = members[name];
  return typeof value === 'string' ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
