import type { Instant, PrimaryMethod } from '@sallyport/core';
import type { AdminAccountView } from './account.ts';
import type { ExternalIdInput } from './administration.ts';
import type { Refusal } from './refusal.ts';

/** Which account: by the host's own key, by its id, or by what its owner signs in with. Without `tenant` in the one named `default`. */
export type AccountRef = { readonly tenant?: string } & (
  | { readonly externalId: string }
  | { readonly accountId: string }
  | { readonly identifier: string }
);

/** An account as host code sees it. */
export interface HostAccountView extends AdminAccountView {
  /** The host's own key, as it gave it. */
  readonly externalId?: string;
}

/** Who acts, in the host's words: a job, an operator. It is in the event: `actor: { kind: 'host', id }`. At most 200 characters. */
export interface HostAct {
  readonly by?: string | undefined;
}

export interface HostCreation extends HostAct {
  /** Default: the one named `default`. */
  readonly tenant?: string | undefined;
  readonly identifier: string;
  /** Taken as verified: the host answers for it. */
  readonly email?: string | undefined;
  readonly password?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly emergency?: boolean | undefined;
  /** The host's own key for whose account it is: unique in the tenant, 1 to 255 characters, told apart letter by letter. */
  readonly externalId?: string | undefined;
  /** Who it is at providers and in the directory. */
  readonly externalIds?: readonly ExternalIdInput[] | undefined;
}

/**
 * Accounts for host code: no session stands behind these, the host answers for them. They follow the rules of administration: the last
 * policy administrator stays, nobody is left without a way in unless it is forced, owners are told, and each act is one event. No key that
 * names nobody is an error but `find`: they answer `not-found`.
 */
export interface HostAccounts {
  /** `already-exists` if the identifier, or the host's key, is another's. If `resolveSubject` tells the roles, those given here
   * hold until it is asked. */
  create(input: HostCreation): Promise<HostAccountView | Refusal>;
  find(who: AccountRef): Promise<HostAccountView | undefined>;
  /** In the order of their ids, 50 at a time; `query` is part of an identifier or address. */
  list(page?: {
    readonly tenant?: string;
    readonly query?: string;
    readonly cursor?: string;
  }): Promise<{ readonly accounts: readonly HostAccountView[]; readonly next?: string }>;
  /** `roles-from-host` if `resolveSubject` tells them: then call `rolesChanged`. */
  setRoles(
    who: AccountRef,
    input: HostAct & { readonly roles: readonly string[]; readonly force?: boolean },
  ): Promise<HostAccountView | Refusal>;
  setMethods(
    who: AccountRef,
    input: HostAct & { readonly methods: readonly PrimaryMethod[]; readonly force?: boolean },
  ): Promise<HostAccountView | Refusal>;
  /** Gives an account the host's own key, another one, or with `null` none. */
  setExternalId(
    who: AccountRef,
    input: HostAct & { readonly externalId: string | null },
  ): Promise<HostAccountView | Refusal>;
  /** Another identifier in the place of the first; its owner is told. */
  rename(who: AccountRef, input: HostAct & { readonly identifier: string }): Promise<HostAccountView | Refusal>;
  /** Ends its sessions, and nobody signs in to it before `unblock`. */
  block(who: AccountRef, input: HostAct & { readonly reason: string }): Promise<HostAccountView | Refusal>;
  unblock(who: AccountRef, input?: HostAct): Promise<HostAccountView | Refusal>;
  /** Ends the locks of wrong guesses. */
  unlock(who: AccountRef, input?: HostAct): Promise<HostAccountView | Refusal>;
  /** Takes the authenticator app and the backup codes; the code that is answered opens the set-up of another. */
  resetTwoStep(
    who: AccountRef,
    input?: HostAct,
  ): Promise<{ readonly enrollmentCode: string; readonly expiresAt: Instant } | Refusal>;
  resetPasskeys(who: AccountRef, input?: HostAct): Promise<HostAccountView | Refusal>;
  revokePasskey(who: AccountRef, input: HostAct & { readonly passkeyId: string }): Promise<HostAccountView | Refusal>;
  /** A one-time code that opens the set-up of a first strong factor. */
  vouch(
    who: AccountRef,
    input?: HostAct,
  ): Promise<{ readonly enrollmentCode: string; readonly expiresAt: Instant } | Refusal>;
  /** Ends every session, and forgets every device. */
  endSessions(who: AccountRef, input?: HostAct): Promise<HostAccountView | Refusal>;
  delete(who: AccountRef, input?: HostAct): Promise<Refusal | undefined>;
  /**
   * The host's word on somebody changed: `resolveSubject` is asked now, and its answer reaches the sessions there are as `onTighten` says.
   * Somebody whom the host does not know any more has no session from then on. A text is the host's own key.
   *
   * @throws SallyportConfigError `roles-kept-here` if there is no `resolveSubject`: then `setRoles` sets them
   */
  rolesChanged(who: string | AccountRef, input?: HostAct): Promise<HostAccountView | Refusal>;
}
