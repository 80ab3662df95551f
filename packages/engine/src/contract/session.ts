import type { HelpdeskRight, Instant, StrengthName } from '@sallyport/core';
import type { AccountId, ClientMode, TenantId } from '@sallyport/store';
import type { Caller } from './caller.ts';
import type { Duration } from './duration.ts';
import type { SessionInfo } from './flow.ts';
import type { RefusalOf } from './refusal-table.ts';

/** A checked session, with data of its account. */
export interface LiveSession {
  /** The tenant of the session. A session is valid in no other tenant. */
  readonly tenant: TenantId;
  /** The id of the session, not its token: safe to log. The id stays when the token is rotated. */
  readonly id: string;
  /** The account that is signed in. */
  readonly accountId: AccountId;
  /** The host's key of the account, if there is a key. */
  readonly externalId?: string;
  /** The roles at the time of the check: from `people.setRoles`, or from `resolveSubject`, the providers and the directory. */
  readonly roles: readonly string[];
  /** The organisation that the request entered, and the person's roles there: names apart from `roles`. Absent: the route names no organisation. */
  readonly organisation?: { readonly id: string; readonly roles: readonly string[] };
  /** Strength, methods and times, for pages and for the host's decisions. */
  readonly info: SessionInfo;
  /** `cookie` or `token`: how the client sent the session's token. The other way is refused. */
  readonly mode: ClientMode;
}

/** A route's demand on a session. */
export type Guard =
  /**
   * `evenIfTightened`: also accepts a session that a tightened policy restricts. For looking, signing out and stepping up. `unattended`: nobody uses
   * the session, so that its idle time goes on. For a page that asks by itself whether the session lasts. `ends`: the request only ends
   * sessions, so the host is not asked for the roles. `looks`: the request only reads what the person may see of the own account, which every context of
   * the request lets through. `in`: the organisation that the request enters, from the request: an account that is no member gets `not-a-member`, and members are
   * asked for what the organisation asks. `reuses`: for a request that only reads. A check of a moment ago may admit the request, if the host gave `sessionCheck.reuse`.
   */
  | {
      readonly needs: 'session';
      readonly reuses?: true;
      readonly evenIfTightened?: true;
      readonly unattended?: true;
      readonly ends?: true;
      readonly looks?: true;
      readonly in?: string;
    }
  /** The account's strongest level, within the policy's `recentProof`. For changes of the owner's factors. */
  | { readonly needs: 'recent-proof' }
  /** Recent proof, and the enrollment gate is open for it. For acts that give the account something to show. */
  | { readonly needs: 'set-up' }
  /**
   * The role, then the account's strongest level, at least enhanced, within `recentProof`. `emergency`: the administrator must be an
   * emergency account. `helpdesk` accepts a helpdesk of the policy too, and an administrator of people. `may`: a helpdesk needs this right over somebody.
   */
  | {
      readonly needs: 'administrator';
      readonly of: 'helpdesk' | 'people' | 'policy';
      readonly emergency?: true;
      readonly may?: HelpdeskRight;
    }
  /**
   * A member of the organisation whose role has this right in `organisations.administrators` of the policy, then the proof that an act on the organisation
   * needs. For the pages of its owners.
   */
  | { readonly needs: 'member'; readonly may: 'rule' | 'people'; readonly in: string }
  /** `in` and `reuses`: as above, `reuses` without `within`. */
  | {
      readonly needs: 'strength';
      readonly strength: StrengthName;
      readonly within?: Duration;
      readonly reuses?: true;
      readonly in?: string;
    }
  /** All proofs that a sign-in requires of the account, given within this time: as `auth.authorize` without a strength. */
  | { readonly needs: 'recent-sign-in'; readonly within: Duration; readonly in?: string };

/** The sessions of an account. Only the hash of a session's token is stored. */
export interface Sessions {
  /**
   * Checks the session, then the route's demand. Refusals in this order: 401 session, 403 role, 401 strength. `insufficient-strength` has
   * the strengths that a step-up must reach in `demand` (RFC 9470).
   *
   * @throws SallyportConfigError `bad-duration`, if `within` is no duration; `bad-demand`, if a member of the demand is unknown or missing
   * @example
   * ```ts
   * import { type Caller, isRefusal } from '@sallyport/engine';
   *
   * declare const caller: Caller;
   * const live = await auth.sessions.guard(caller, { needs: 'strength', strength: 'enhanced', within: '5m' });
   * if (isRefusal(live)) throw new Error(live.refused);
   * ```
   */
  guard(caller: Caller, guard: Guard): Promise<LiveSession | RefusalOf<'sessions.guard'>>;
  /**
   * Signs out, and ends the open flow of the same client: the next person at the computer could go on with its proofs. Returns the sign-out address of the session's provider, if the provider has a sign-out page.
   *
   * A session that a sign-in of the same client opened less than a minute ago ends too: the answer with its token may be on its way.
   *
   * @param session `undefined` if the guard knows none: the open flow ends, and a session whose token was replaced less than a minute ago. Without such a
   *   session, the answer is `no-session`
   * @param options where the provider's page sends the person afterwards
   */
  end(
    caller: Caller,
    session: LiveSession | undefined,
    options?: { readonly returnTo: string },
  ): Promise<{ readonly logout?: string } | RefusalOf<'sessions.end'>>;
  /** The live sessions of the account, with the session of the request among them. */
  list(session: LiveSession): Promise<readonly SessionView[]>;
  /** Ends the account's other sessions, and forgets every device except the device of the request. */
  endOthers(caller: Caller, session: LiveSession): Promise<RefusalOf<'sessions.endOthers'> | undefined>;
  /** Ends the session with the id, if the account has the session. Answers `not-found` for any other id. */
  endOne(session: LiveSession, id: string): Promise<RefusalOf<'sessions.endOne'> | undefined>;
  /**
   * The owner says that a sign-in was somebody else's, by the `token` of the notice of `sign-in.unfamiliar`. Ends the session of the sign-in and every
   * session that was opened at the same device, and forgets the device. The next sign-in has to prove the account's strongest level, and no earlier
   * proof counts. A token works once, for seven days: answers `invalid-credentials` otherwise.
   */
  disown(caller: Caller, input: { token: string }): Promise<Disowned | RefusalOf<'sessions.disown'>>;
}

/** A disowned sign-in. */
export interface Disowned {
  /** The number of sessions that ended: 0 if all of them were over already. */
  readonly ended: number;
}

/** A session as its owner sees it. Instants are epoch milliseconds. */
export interface SessionView {
  /** For {@link Sessions.endOne}. */
  readonly id: string;
  /** True if this is the session of the request. */
  readonly current: boolean;
  /** The sign-in. */
  readonly createdAt: Instant;
  /** The last use. Written at most once a minute, or once in half of a shorter idle limit. */
  readonly lastSeenAt: Instant;
  /** The absolute end, or earlier the end of the idle limit. */
  readonly expiresAt: Instant;
  /** The level that the session reaches under the policy in force. */
  readonly strength: StrengthName;
  /** The address of the client, if the HTTP layer knew the address. */
  readonly ip?: string;
  /** The browser's own words: anybody can send any text, so escape the text in pages. */
  readonly userAgent?: string;
}
