import type {
  Attributes,
  ContextAPI,
  Histogram,
  MetricsAPI,
  PropagationAPI,
  Span,
  SpanOptions,
  TraceAPI,
  Tracer,
} from '@opentelemetry/api';

/** The used members of `@opentelemetry/api`. Pass the whole module. */
export interface OpenTelemetryApi {
  readonly trace: Pick<TraceAPI, 'getTracer' | 'getSpan'>;
  readonly context: Pick<ContextAPI, 'active' | 'with'>;
  readonly propagation: Pick<PropagationAPI, 'extract'>;
  readonly metrics: Pick<MetricsAPI, 'getMeter'>;
}

export type Ended = { readonly answer: unknown } | { readonly fault: unknown };

export interface Seen {
  readonly name: string;
  readonly attributes: Attributes;
  readonly options?: SpanOptions;
  readonly duration: Histogram;
  readonly also?: (how: Ended, span: Span) => Attributes | undefined;
}

/** Importing `SpanStatusCode` would load `@opentelemetry/api`. */
const STATUS_ERROR = 2;

export function watch<Answer>(tracer: Tracer, seen: Seen, work: (span: Span) => Answer): Answer {
  const { name, attributes, options = {}, duration, also } = seen;
  return tracer.startActiveSpan(name, { ...options, attributes }, (span) => {
    const begun = performance.now();
    return watched(
      () => work(span),
      (how) => {
        const failed = 'fault' in how ? { 'error.type': errorType(how.fault) } : {};
        const more = { ...failed, ...also?.(how, span) };
        duration.record(secondsSince(begun), { ...attributes, ...more });
        span.setAttributes(more);
        if ('error.type' in more) span.setStatus({ code: STATUS_ERROR });
        span.end();
      },
    );
  });
}

export function secondsSince(begun: number): number {
  return (performance.now() - begun) / 1000;
}

function watched<Answer>(work: () => Answer, ended: (how: Ended) => void): Answer {
  let answer: Answer;
  try {
    answer = work();
  } catch (fault) {
    ended({ fault });
    throw fault;
  }
  if (isPromise(answer)) {
    answer.then(
      (later) => ended({ answer: later }),
      (fault: unknown) => ended({ fault }),
    );
  } else {
    ended({ answer });
  }
  return answer;
}

function isPromise(answer: unknown): answer is PromiseLike<unknown> {
  return typeof answer === 'object' && answer !== null && 'then' in answer && typeof answer.then === 'function';
}

/** The functions run on `part` itself, so that private members of a class work. */
export function seenPart<Part extends object>(
  part: Part,
  see: (name: string, call: () => unknown, asked: readonly unknown[]) => unknown,
): Part {
  const seen = new Map<string, unknown>();
  // A proxy of a frozen object could not return other values.
  const standIn: Part = Object.create(part);
  return new Proxy(standIn, {
    get(_, name) {
      const member: unknown = Reflect.get(part, name);
      if (typeof member !== 'function' || typeof name !== 'string') return member;
      const known = seen.get(name);
      if (known !== undefined) return known;
      const call = (...asked: readonly unknown[]): unknown =>
        see(name, () => Reflect.apply(member, part, asked), asked);
      seen.set(name, call);
      return call;
    },
  });
}

/** Never the error's message, which may quote the input. */
export function errorType(fault: unknown): string {
  if (!(fault instanceof Error)) return '_OTHER';
  const code: unknown = Reflect.get(fault, 'code');
  if (typeof code === 'string' && WORD.test(code)) return code;
  return WORD.test(fault.name) ? fault.name : '_OTHER';
}

const WORD = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;
