import type { LoggedEvent } from '@sallyport/browser';

/** Milliseconds that a sign-in code is valid. */
const CODE_LASTS = 24 * 3_600_000;

/**
 * The time of the last sign-in code that may still be valid, from any administrator. The log has no entry for the use of a code, but has
 * an entry for a factor that is set up with the code during a sign-in.
 *
 * @param events the account's log, newest first
 */
export function codeGivenAt(events: readonly LoggedEvent[]): string | undefined {
  const place = events.findIndex(({ type }) => type === 'enrollment.vouched' || type === 'two-step.reset');
  const given = events[place];
  if (given === undefined || Date.now() - Date.parse(given.at) >= CODE_LASTS) return undefined;
  const isUsed = events.slice(0, place).some(({ type, flow }) => type === 'factor.enrolled' && flow !== undefined);
  return isUsed ? undefined : given.at;
}
