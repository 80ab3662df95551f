import { type Milliseconds, milliseconds, parseDuration } from '../time/duration.ts';
import type { DurationText } from './policy.ts';

/** Parses a duration that the schema has already checked. */
export function duration(text: DurationText): Milliseconds {
  return parseDuration(text) ?? milliseconds(0);
}
