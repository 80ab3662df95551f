import type { LoggedEvent } from '@sallyport/browser';

/** How long the server takes a sign-in code. */
const CODE_LASTS = 24 * 3_600_000;

/** When the last sign-in code was given that may still be good, by whichever administrator; by the entries of an account's log. */
export function codeGivenAt(events: readonly LoggedEvent[]): string | undefined {
  const given = events.find(({ type }) => type === 'enrollment.vouched' || type === 'two-step.reset');
  return given !== undefined && Date.now() - Date.parse(given.at) < CODE_LASTS ? given.at : undefined;
}
