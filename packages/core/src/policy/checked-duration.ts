import { type Milliseconds, milliseconds, parseDuration } from '../time/duration.ts';
import type { DurationText } from './policy-input.ts';

export function duration(text: DurationText): Milliseconds {
  return parseDuration(text) ?? milliseconds(0);
}
