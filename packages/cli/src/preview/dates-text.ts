import type { DatePreview } from '@sallyport/assurance';
import { whenText } from '../terminal/when-text.ts';

export function fromText(date: number | undefined): string {
  return date === undefined ? '' : ` from ${whenText(date)} on`;
}

/** What becomes of the accounts from each later date of the policy on. */
export function datesText(dates: readonly DatePreview[] = []): readonly string[] {
  return dates.map(
    ({ from, unaffected, mustEnroll, stranded }) =>
      `From ${whenText(from)} on, if nobody sets anything up: ${unaffected} sign in, ${mustEnroll} must set up a factor, ${stranded} cannot sign in alone.`,
  );
}
