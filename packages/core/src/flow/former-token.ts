import { type Instant, instant } from '../time/instant.ts';

/** The token that a session had before its present token. */
export interface FormerToken {
  readonly hash: string;
  /** The former token does nothing from now on. */
  readonly until: Instant;
}

/** How long a former token ends its session, in milliseconds. */
const ON_ITS_WAY = 60_000;

/** The former token of a session that rotates now. */
export function formerToken(hash: string, now: Instant): FormerToken {
  return { hash, until: instant(now + ON_ITS_WAY) };
}

/**
 * Returns whether a former token still ends its session: a sign-out can cross the answer with the next token. For every other act the former token is
 * void.
 */
export function endsByFormerToken(former: FormerToken | undefined, shown: string, now: Instant): boolean {
  return former !== undefined && former.hash === shown && now < former.until;
}
