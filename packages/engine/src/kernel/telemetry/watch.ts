import type { Attributes, Histogram, Span, SpanOptions, Tracer } from '@opentelemetry/api';
import { errorType } from './error-type.ts';
import { type Ended, watched } from './watched.ts';

/** The description of a watched piece of work. */
export interface Seen {
  readonly name: string;
  /** Attributes of the span and of the measured duration. */
  readonly attributes: Attributes;
  readonly options?: SpanOptions;
  readonly duration: Histogram;
  /** Adds attributes when the work has ended. */
  readonly also?: (how: Ended, span: Span) => Attributes | undefined;
}

/** A value of the enumeration `SpanStatusCode`, because importing the enumeration would load `@opentelemetry/api`. */
const STATUS_ERROR = 2;

/** Runs work inside an active span, and measures its duration. An error marks the span as failed, by its `error.type` alone. */
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
