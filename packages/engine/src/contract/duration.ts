import type { DurationText, Milliseconds } from '@sallyport/core';
import { durationOf } from './configuration-error.ts';

/**
 * A length of time: a whole number and one unit, such as `'30s'`, `'5m'`, `'12h'` or `'30d'`. Code that computes a length gives
 * `Milliseconds` of `@sallyport/core`.
 */
export type Duration = DurationText | Milliseconds;

/**
 * A misspelt demand would demand nothing.
 *
 * @throws SallyportConfigError `bad-duration`
 */
export function withinOf({ within }: { readonly within?: Duration | undefined }): Milliseconds | undefined {
  return typeof within === 'string' ? durationOf('within', within) : within;
}
