import type { Instant, Milliseconds, StrengthName } from '@sallyport/core';
import type { AccountId, ClientMode, TenantId } from '@sallyport/store';
import type { Caller } from './caller.ts';
import type { SessionInfo } from './flow.ts';
import type { RefusalOf } from './refusals.ts';

/** A checked session, with data of its account. */
export interface LiveSession {
  readonly tenant: TenantId;
  readonly id: string;
  readonly accountId: AccountId;
  /** The host's key of the account, if there is a key. */
  readonly externalId?: string;
  readonly roles: readonly string[];
  readonly info: SessionInfo;
  readonly mode: ClientMode;
}

/** A route's demand on a session. */
export type Guard =
  /** `evenIfTightened`: also accepts a session that a tightened policy restricts. For looking, signing out and stepping up. */
  | { readonly needs: 'session'; readonly evenIfTightened?: true }
  /** The account's strongest level, within the policy's `recentProof`. For changes of the owner's factors. */
  | { readonly needs: 'recent-proof' }
  /** Recent proof, and the enrollment gate is open for it. For acts that give the account something to show. */
  | { readonly needs: 'set-up' }
  /**
   * The role, then the account's strongest level, at least enhanced, within `recentProof`. `emergency`: the administrator must be an
   * emergency account.
   */
  | { readonly needs: 'administrator'; readonly of: 'people' | 'policy'; readonly emergency?: true }
  | { readonly needs: 'strength'; readonly strength: StrengthName; readonly within?: Milliseconds }
  /** Everything that a sign-in requires of this account, proved within this time: as `auth.authorize` without a strength. */
  | { readonly needs: 'recent-sign-in'; readonly within: Milliseconds };

export interface Sessions {
  /** Checks the session, then the route's demand. Refusals in this order: 401 session, 403 role, 401 strength. */
  guard(caller: Caller, guard: Guard): Promise<LiveSession | RefusalOf<'sessions.guard'>>;
  /**
   * Signs out. Returns the sign-out address of the session's provider, if the provider has a sign-out page.
   *
   * @param options where the provider's page sends the person afterwards
   */
  end(
    caller: Caller,
    session: LiveSession,
    options?: { readonly returnTo: string },
  ): Promise<{ readonly logout?: string }>;
  list(session: LiveSession): Promise<readonly SessionView[]>;
  /** Ends the account's other sessions, and forgets every device except the device of the request. */
  endOthers(caller: Caller, session: LiveSession): Promise<RefusalOf<'sessions.endOthers'> | undefined>;
  endOne(session: LiveSession, id: string): Promise<RefusalOf<'sessions.endOne'> | undefined>;
}

export interface SessionView {
  readonly id: string;
  readonly current: boolean;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  readonly expiresAt: Instant;
  readonly strength: StrengthName;
  readonly ip?: string;
  readonly userAgent?: string;
}
