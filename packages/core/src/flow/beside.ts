import type { Instant } from '../time/instant.ts';

/** A session that a client had while a person gave a proof in an open flow of the same client. */
export interface BesideSession<AccountId extends string = string> {
  /** The id of the session. */
  readonly session: string;
  /** The account of the session. It can be another account than the flow's. */
  readonly accountId: AccountId;
  /** When the session was noted, and was live. */
  readonly at: Instant;
}

/**
 * Returns whether an open flow is over because its noted session has ended. A person who ends the session, here or from elsewhere, leaves the client, and
 * the next person there could go on with the proofs of the flow. A flow without a noted session goes on.
 *
 * @param live the ids of the sessions of the session's account that nobody has ended since the note. The end of a session's time is nobody's act
 */
export function endedWithSession(beside: BesideSession | undefined, live: readonly string[]): boolean {
  return beside !== undefined && !live.includes(beside.session);
}
