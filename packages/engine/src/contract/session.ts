import type { Instant, Milliseconds, StrengthName } from '@sallyport/core';
import type { AccountId, ClientMode, TenantId } from '@sallyport/store';
import type { Caller } from './caller.ts';
import type { SessionInfo } from './flow.ts';
import type { Refusal } from './refusal.ts';

/** A session that was checked, with the account it belongs to. */
export interface LiveSession {
  readonly tenant: TenantId;
  readonly id: string;
  readonly accountId: AccountId;
  /** The host's own key for whose session it is, if the account has one. */
  readonly externalId?: string;
  readonly roles: readonly string[];
  readonly info: SessionInfo;
  readonly mode: ClientMode;
}

/** What a route asks of a session beyond being one. */
export type Guard =
  /** `evenIfTightened`: also if the policy has been tightened meanwhile: looking, leaving and stepping up. */
  | { readonly needs: 'session'; readonly evenIfTightened?: true }
  /** The strongest level the account has, within the policy's `recentProof`: changes of one's own factors. */
  | { readonly needs: 'recent-proof' }
  /**
   * The role, then the account's strongest level, at least enhanced, within `recentProof`. `emergency`: only an administrator that is
   * an emergency account.
   */
  | { readonly needs: 'administrator'; readonly of: 'people' | 'policy'; readonly emergency?: true }
  | { readonly needs: 'strength'; readonly strength: StrengthName; readonly within?: Milliseconds }
  /** All that a sign-in asks of this account, within so long: as `auth.authorize` without a strength. */
  | { readonly needs: 'recent-sign-in'; readonly within: Milliseconds };

export interface Sessions {
  /** The session check, with what the route demands on top. Refusals in this order: 401 session, 403 role, 401 strength. */
  guard(caller: Caller, guard: Guard): Promise<LiveSession | Refusal>;
  /**
   * Signs out. Answers where the person signs out at the provider that the session was begun at, if that has a page for it.
   *
   * @param options where that page is to send the person afterwards
   */
  end(
    caller: Caller,
    session: LiveSession,
    options?: { readonly returnTo: string },
  ): Promise<{ readonly logout?: string }>;
  list(session: LiveSession): Promise<readonly SessionView[]>;
  /** Signs out everywhere else, and forgets every device but the one at hand. */
  endOthers(caller: Caller, session: LiveSession): Promise<Refusal | undefined>;
  endOne(session: LiveSession, id: string): Promise<Refusal | undefined>;
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
