import type { Attributes, Histogram, Span, SpanOptions, Tracer } from '@opentelemetry/api';
import { errorType } from './error-type.ts';
import { type Ended, watched } from './watched.ts';

/** How a piece of work is seen. */
export interface Seen {
  readonly name: string;
  /** Of the span and of the measured time. */
  readonly attributes: Attributes;
  readonly options?: SpanOptions;
  readonly duration: Histogram;
  /** What more there is to say, once it has ended. */
  readonly also?: (how: Ended, span: Span) => Attributes | undefined;
}

/** `@opentelemetry/api` has it as an enumeration, which would have to be loaded. */
const STATUS_ERROR = 2;

/**
 * Does work as a span that is the active one meanwhile, and measures how long it takes. What is thrown marks the span as failed, by its
 * `error.type` alone.
 */
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
