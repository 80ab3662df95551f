import type { LoggedEvent } from '@sallyport/browser';

/** How long the server takes a sign-in code. */
const CODE_LASTS = 24 * 3_600_000;

/**
 * When the last sign-in code was given that may still be good, by whichever administrator; by the entries of an account's log. The log has
 * no entry of a code that is used, but one of what is set up by it, in the middle of a sign-in.
 *
 * @param events newest first
 */
export function codeGivenAt(events: readonly LoggedEvent[]): string | undefined {
  const place = events.findIndex(({ type }) => type === 'enrollment.vouched' || type === 'two-step.reset');
  const given = events[place];
  if (given === undefined || Date.now() - Date.parse(given.at) >= CODE_LASTS) return undefined;
  const isUsed = events.slice(0, place).some(({ type, flow }) => type === 'factor.enrolled' && flow !== undefined);
  return isUsed ? undefined : given.at;
}
