import type { InputError } from './contract.ts';

/** What a guard asks for with 401 `insufficient-strength` (`demand`, RFC 9470 §3); hand it to `client.stepUp` as it is. */
export interface StepUpDemand {
  /** The strength asked for (`acr_values`). */
  readonly strength?: string | undefined;
  /** How recent the proof has to be (`max_age`), as a policy duration: `'300s'`. */
  readonly within?: string | undefined;
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
 * A problem of the HTTP contract (RFC 9457). Branch on `code`, never on the words.
 *
 * Two codes are the client's own, with status 0 or the answer's: `unreachable` (the request did not get through)
 * and `unexpected-answer` (something that is not Sallyport answered).
 */
export class SallyportProblem extends Error {
  override readonly name = 'SallyportProblem';
  readonly code: string;
  /** The HTTP status; 0 if there was no answer. */
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  /** Seconds to wait before asking again (`Retry-After`, RFC 9110 §10.2.3). */
  readonly retryAfter: number | undefined;
  readonly errors: readonly InputError[] | undefined;
  /** Only with `insufficient-strength`. */
  readonly demand: StepUpDemand | undefined;
  /** All members of the problem as sent, extensions included. */
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

/** Whether something caught is a {@link SallyportProblem}, also when two copies of this package are loaded. */
export function isProblem(thrown: unknown): thrown is SallyportProblem {
  return thrown instanceof Error && thrown.name === 'SallyportProblem' && 'code' in thrown;
}

/**
 * Reads a refused answer. For a host's own guarded routes too: they answer the same problems.
 *
 * @param response an answer that is not `ok`; its body is consumed
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
    demand: code === 'insufficient-strength' ? demandOf(members['demand'], response.headers) : undefined,
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

/** Seconds, or an HTTP date turned into seconds from now. */
function retryAfterOf(header: string | null): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds));
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}

/** The demand of the body, or of the header if the body has none. A page on another origin may not be allowed to read the header. */
function demandOf(demand: unknown, headers: Headers): StepUpDemand {
  if (!isRecord(demand) || !Array.isArray(demand['strengths']))
    return challengeOf(headers.get('www-authenticate') ?? '');
  const { strengths, maxAgeSeconds } = demand;
  const [strength] = strengths.filter((name) => typeof name === 'string');
  return { strength, within: typeof maxAgeSeconds === 'number' ? `${maxAgeSeconds}s` : undefined };
}

function challengeOf(challenge: string): StepUpDemand {
  const strength = /\bacr_values="?([^",\s]+)/i.exec(challenge)?.[1];
  const maxAge = /\bmax_age="?(\d+)/i.exec(challenge)?.[1];
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
