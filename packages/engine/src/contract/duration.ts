import { type DurationText, type Milliseconds, milliseconds } from '@sallyport/core';
import { durationOf, SallyportConfigError } from './configuration-error.ts';
import { LONGEST_REUSE, SHORTEST_REUSE } from './lifetimes.ts';

/**
 * A length of time: a whole number and one unit, such as `'30s'`, `'5m'`, `'12h'` or `'30d'`. Code that computes a length gives
 * `Milliseconds` of `@sallyport/core`.
 */
export type Duration = DurationText | Milliseconds;

/** A length of time of less than a second, or a second: `'250ms'`, `'1s'`. Code that computes a length gives `Milliseconds` of `@sallyport/core`. */
export type ShortDuration = `${number}ms` | '1s' | Milliseconds;

/**
 * A misspelt demand would demand nothing.
 *
 * @throws SallyportConfigError `bad-duration`
 */
export function withinOf({ within }: { readonly within?: Duration | undefined }): Milliseconds | undefined {
  return typeof within === 'string' ? durationOf('within', within) : within;
}

/** @throws SallyportConfigError `bad-duration` */
export function reuseWithin(given: ShortDuration): Milliseconds {
  const text = given === '1s' ? '1000ms' : typeof given === 'number' ? `${given}ms` : given;
  const length = Number(/^([1-9]\d{0,3})ms$/.exec(text)?.[1]);
  if (length >= SHORTEST_REUSE && length <= LONGEST_REUSE) return milliseconds(length);
  throw new SallyportConfigError(
    'bad-duration',
    `sessionCheck.reuse is '${given}', which is no length of time from 50 ms to 1 s.`,
    "Write milliseconds, '250ms', or '1s'.",
  );
}
