import type { Instant, PrimaryMethod } from '@sallyport/core';
import type { AdminAccountView } from './account.ts';
import type { ExternalIdInput } from './administration.ts';
import type { Refusal } from './refusal.ts';

/** Names an account: by the host's key, by its id, or by an identifier. Default of `tenant`: `default`. */
export type AccountRef = { readonly tenant?: string } & (
  | { readonly externalId: string }
  | { readonly accountId: string }
  | { readonly identifier: string }
);

/** An account as host code sees it. */
export interface HostAccountView extends AdminAccountView {
  /** The host's key, unchanged. */
  readonly externalId?: string;
}

/** The job or operator that acts, in the host's words. It is in the event as `actor: { kind: 'host', id }`. At most 200 characters. */
export interface HostAct {
  readonly by?: string | undefined;
}

export interface HostCreation extends HostAct {
  /** Default: the tenant `default`. */
  readonly tenant?: string | undefined;
  readonly identifier: string;
  /** Taken as verified: the host vouches for the address. */
  readonly email?: string | undefined;
  readonly password?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly emergency?: boolean | undefined;
  /** The host's key for the account: unique in the tenant, 1 to 255 characters, compared exactly. */
  readonly externalId?: string | undefined;
  /** The identities at providers and in the directory. */
  readonly externalIds?: readonly ExternalIdInput[] | undefined;
}

/**
 * Accounts for host code. No session is checked: the host vouches for its calls. The rules of administration hold: the last policy
 * administrator stays, a change that leaves an account without a way in needs `force`, owners get notices, and each act writes one event.
 * For an unknown account, `find` returns `undefined`, and the other functions answer `not-found`.
 */
export interface HostAccounts {
  /**
   * Answers `already-exists` if another account has the identifier or the host's key. If there is a `resolveSubject`, the given roles
   * hold until the engine asks it.
   */
  create(input: HostCreation): Promise<HostAccountView | Refusal>;
  find(who: AccountRef): Promise<HostAccountView | undefined>;
  /** In the order of the ids, 50 a page. `query` is part of an identifier or address. */
  list(page?: {
    readonly tenant?: string;
    readonly query?: string;
    readonly cursor?: string;
  }): Promise<{ readonly accounts: readonly HostAccountView[]; readonly next?: string }>;
  /** Answers `roles-from-host` if there is a `resolveSubject`: then call `rolesChanged`. */
  setRoles(
    who: AccountRef,
    input: HostAct & { readonly roles: readonly string[]; readonly force?: boolean },
  ): Promise<HostAccountView | Refusal>;
  setMethods(
    who: AccountRef,
    input: HostAct & { readonly methods: readonly PrimaryMethod[]; readonly force?: boolean },
  ): Promise<HostAccountView | Refusal>;
  /** Sets or replaces the host's key of an account. `null` removes the key. */
  setExternalId(
    who: AccountRef,
    input: HostAct & { readonly externalId: string | null },
  ): Promise<HostAccountView | Refusal>;
  /** Replaces the first identifier. The owner gets a notice. */
  rename(who: AccountRef, input: HostAct & { readonly identifier: string }): Promise<HostAccountView | Refusal>;
  /** Ends the account's sessions. Nobody can sign in to the account before `unblock`. */
  block(who: AccountRef, input: HostAct & { readonly reason: string }): Promise<HostAccountView | Refusal>;
  unblock(who: AccountRef, input?: HostAct): Promise<HostAccountView | Refusal>;
  /** Ends locks after wrong guesses. */
  unlock(who: AccountRef, input?: HostAct): Promise<HostAccountView | Refusal>;
  /** Removes the authenticator app and the backup codes. The returned code opens the set-up of a new authenticator app. */
  resetTwoStep(
    who: AccountRef,
    input?: HostAct,
  ): Promise<{ readonly enrollmentCode: string; readonly expiresAt: Instant } | Refusal>;
  resetPasskeys(who: AccountRef, input?: HostAct): Promise<HostAccountView | Refusal>;
  revokePasskey(who: AccountRef, input: HostAct & { readonly passkeyId: string }): Promise<HostAccountView | Refusal>;
  /** Returns a one-time code that opens the set-up of a first strong factor. */
  vouch(
    who: AccountRef,
    input?: HostAct,
  ): Promise<{ readonly enrollmentCode: string; readonly expiresAt: Instant } | Refusal>;
  /** Ends every session, and forgets every device. */
  endSessions(who: AccountRef, input?: HostAct): Promise<HostAccountView | Refusal>;
  delete(who: AccountRef, input?: HostAct): Promise<Refusal | undefined>;
  /**
   * Call this after the host changed somebody's roles. The engine asks `resolveSubject` now, and applies the answer to open sessions as
   * `onTighten` says. If the host does not know the person any more, the person's sessions end. A text is the host's key.
   *
   * @throws SallyportConfigError `roles-kept-here` if there is no `resolveSubject`: then use `setRoles`
   */
  rolesChanged(who: string | AccountRef, input?: HostAct): Promise<HostAccountView | Refusal>;
}
