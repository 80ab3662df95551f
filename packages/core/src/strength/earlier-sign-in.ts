import type { Milliseconds } from '../time/duration.ts';
import { type Instant, instant } from '../time/instant.ts';

/** Milliseconds. The provider's clock may be behind. */
const CLOCKS_DIFFER = 30_000;

/** A request that asked a provider to ask the person anew. */
export interface AskedAnew {
  /** When the person left for the provider. */
  readonly askedAt: Instant;
  /** The greatest age of the proof that the request named. Absent: the proof has to be after the request. */
  readonly within?: Milliseconds | undefined;
  /** The time of the return. */
  readonly now: Instant;
}

/**
 * Whether a provider answered with an earlier sign-in, though the request asked the provider to ask the person anew. Such an answer says only who
 * signed in there before. An answer without a date does not tell, and is no recent proof either.
 *
 * @param authTime when the person authenticated, by the provider's word (`auth_time`, AuthnInstant)
 */
export function isEarlierSignIn(authTime: Instant | undefined, { askedAt, within, now }: AskedAnew): boolean {
  if (authTime === undefined) return false;
  const since = within === undefined ? askedAt : instant(now - within);
  return authTime < since - CLOCKS_DIFFER;
}
