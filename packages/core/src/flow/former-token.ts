import { type Instant, instant } from '../time/instant.ts';

/** The token that a session had before its present token. */
export interface FormerToken {
  readonly hash: string;
  /** A sign-out by the former token does nothing from now on. */
  readonly until: Instant;
}

/** A session that a sign-in opened in the client of an earlier session, which lives on. */
export interface OpenedBeside<AccountId extends string = string> {
  readonly session: string;
  readonly accountId: AccountId;
  /** Until then a sign-out of the earlier session ends this session too. */
  readonly until: Instant;
}

const MOST_OPENED = 10;

/** Milliseconds. */
const ON_ITS_WAY = 60_000;

/** The token that a session has until now, or that the client of a new session has until now. */
export function formerToken(hash: string, now: Instant): FormerToken {
  return { hash, until: instant(now + ON_ITS_WAY) };
}

/**
 * Returns whether a sign-out by a token that is not of the session's lineage still ends the session: the sign-out can cross the answer with the next
 * token.
 */
export function endsByFormerToken(former: FormerToken | undefined, shown: string, now: Instant): boolean {
  return former !== undefined && former.hash === shown && now < former.until;
}

/** Returns the notes of an earlier session after a sign-in of its client opens one more session. */
export function openedBeside<AccountId extends string>(
  noted: readonly OpenedBeside<AccountId>[] | undefined,
  opened: Omit<OpenedBeside<AccountId>, 'until'>,
  now: Instant,
): readonly OpenedBeside<AccountId>[] {
  return [...endWithIt(noted, now), { ...opened, until: instant(now + ON_ITS_WAY) }].slice(-MOST_OPENED);
}

/**
 * Returns the noted sessions that a sign-out of the earlier session ends too: the answer with a noted session's token may be on its way to the
 * client.
 */
export function endWithIt<AccountId extends string>(
  noted: readonly OpenedBeside<AccountId>[] = [],
  now: Instant,
): readonly OpenedBeside<AccountId>[] {
  return noted.filter(({ until }) => now < until);
}
