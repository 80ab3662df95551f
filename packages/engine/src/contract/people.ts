import type { HostCode, Instant, WayInMethod } from '@sallyport/core';
import type { ExposureItem } from '@sallyport/store';
import type { AdminAccountView, DeviceView } from './account.ts';
import type { AccountExport } from './account-export.ts';
import type { AccountRef, ActedBy } from './account-ref.ts';
import type { EnrollmentCode, HelpedIn, HelpIn } from './help-in.ts';
import type { PeopleActs } from './people-acts.ts';
import type { ImportOptions, ImportReport, ImportRow } from './people-import.ts';
import type { PeoplePage, PeopleQuery } from './people-list.ts';
import type { ExternalIdInput, PersonCreation } from './person-creation.ts';
import type { RefusalOf } from './refusal-table.ts';
import type { LiveSession, SessionView } from './session.ts';

export type * from './help-in.ts';
export type * from './person-creation.ts';

/** An account as host code sees it. */
export interface PersonView extends AdminAccountView {
  /** The strength that the account itself requires. Absent: only the policy requires one. */
  readonly requiredStrength?: string;
  /** The host's key, unchanged. */
  readonly externalId?: string;
}

/** A session as host code and administrators see it. */
export type PersonSession = Omit<SessionView, 'current'>;

/** A known device as host code and administrators see it. */
export type PersonDevice = Omit<DeviceView, 'current'>;

/** The first administrator of a policy, and what the person needs for the first sign-in. Shown once. */
export interface Bootstrapped extends Partial<EnrollmentCode> {
  /** The account, with every role that administers the policy. */
  readonly person: PersonView;
  /** A first password, if the account had no way to sign in. The store has only its hash. */
  readonly password?: string;
}

/**
 * The accounts of the tenants, for host code and for administrators. `by` says who acts. The same rules hold for host code and administrators: the
 * last policy administrator stays, a change of roles or methods that leaves an account without a way in needs `force`, owners get a notice of a change of how they sign in (`notice` in `EVENT_TYPES`), and every
 * act with a change writes an event. An administrator also needs the right to the act over this account, and recent proof: otherwise the answer is
 * `not-permitted` or `insufficient-strength`. An administrator of another tenant finds no account.
 *
 * `find`, `list`, `sessions`, `devices` and `exposure` check nobody's right: the caller vouches for who may look. For an unknown account, `find` returns `undefined`, and the
 * other functions answer `not-found`.
 */
export interface People extends PeopleActs {
  /**
   * Creates an account. Answers `already-exists` if another account has the identifier or the host's key. If there is a `resolveSubject`,
   * roles from host code hold until the engine asks it.
   *
   * @example
   * ```ts
   * import { hostCode, isRefusal } from '@sallyport/engine';
   *
   * const made = await auth.people.create({ identifier: 'ada@example.org', email: 'ada@example.org', by: hostCode('sign-up form') });
   * if (isRefusal(made)) throw new Error(made.refused);
   * ```
   */
  create(input: PersonCreation): Promise<PersonView | RefusalOf<'people.create'>>;
  /**
   * Imports the users of a different system in the order of the rows. Creates an account for every row under the rules of `create`, and reports every
   * row in the same order. The import goes on after a refused row. Reading a report reads the next row (more rows with `atOnce`): the import keeps no other rows in memory, and a
   * loop that ends early ends the import. Every account is a commit with an event `account.imported`. Owners get no notice, but of a block by a later run. For host code only.
   *
   * @throws TypeError if an option is wrong, or `rows` cannot be iterated
   * @throws StoreUnavailable from the loop, if the store does not answer: import the same rows again, with `resume`
   * @throws HostUnavailable from the loop, if an account is to be blocked and `resolveSubject` does not answer
   * @example
   * ```ts
   * import { hostCode, type ImportRow } from '@sallyport/engine';
   *
   * declare const rows: AsyncIterable<ImportRow>;
   * for await (const row of auth.people.import(rows, { by: hostCode('move from the old app'), resume: true })) {
   *   if (row.outcome === 'refused') console.error(row.line, row.refused, row.errors);
   * }
   * ```
   */
  import(rows: AsyncIterable<ImportRow> | Iterable<ImportRow>, options: ImportOptions): AsyncIterable<ImportReport>;
  /**
   * Returns an account by any of its names, from the whole tenant.
   *
   * @throws TypeError if the reference is malformed
   */
  find(who: AccountRef): Promise<PersonView | undefined>;
  /**
   * Returns an account as `find` does, to an administrator who may see the account: an administrator of people, or a helpdesk with a right over the account. Answers
   * `not-permitted` to everybody else. The proof of the session is checked by `sessions.guard`.
   */
  show(who: AccountRef, input: { readonly by: LiveSession }): Promise<PersonView | RefusalOf<'people.show'>>;
  /**
   * A page of 50 accounts, with the numbers of the whole tenant. `by` restricts the accounts and the numbers to those that the session of an administrator may
   * reach: a helpdesk sees the people whom it helps, and a session without a role of administration sees nobody.
   *
   * @throws MalformedQuery if a member of the query has the wrong type, is not a value of its list, or is a cursor that is not the `next` of a page in the same order
   */
  list(
    query?: PeopleQuery & { readonly tenant?: string | undefined; readonly by?: LiveSession | undefined },
  ): Promise<PeoplePage>;
  /**
   * Replaces every role. At most 64 names of 1 to 64 characters. The same roles again write no event. Answers `no-way-in-left` if the account can sign in now and could not
   * afterwards, unless `force` is true. An account that gains a role of administration loses the factors, the address and the identities that an
   * administrator or a provider set up, and then its sessions end. Answers `roles-from-host` if there is a `resolveSubject`: then call `rolesChanged`.
   * `from`: the roles that the author read. Answers `precondition-failed` if the roles have changed since.
   *
   * @example
   * ```ts
   * await auth.people.setRoles({ identifier: 'ada@example.org' }, { by: session, roles: ['editor'] });
   * ```
   */
  setRoles(
    who: AccountRef,
    input: ActedBy & {
      readonly roles: readonly string[];
      readonly from?: readonly string[];
      readonly force?: boolean;
    },
  ): Promise<PersonView | RefusalOf<'people.setRoles'>>;
  /**
   * Sets the methods that the account may use. `null` removes the restriction: the account may use every method of the policy. The same methods again, in any
   * order, change nothing, and write no event. `from` as in `setRoles`; `null`: there was no restriction.
   */
  setMethods(
    who: AccountRef,
    input: ActedBy & {
      readonly methods: readonly WayInMethod[] | null;
      readonly from?: readonly string[] | null;
      readonly force?: boolean;
    },
  ): Promise<PersonView | RefusalOf<'people.setMethods'>>;
  /**
   * Sets the strength that the account itself requires, beside the policy: for a person who chose a second factor. `null` removes the requirement. The next
   * sign-in is the first that needs the strength, and running sessions go on. The same strength again changes nothing, and writes no event.
   *
   * - `malformed-input`: the policy in force has no strength of this name.
   * - `no-way-in-left`: the account can sign in by itself now, and could not after the change. `force` overrides the refusal.
   *
   * @example
   * ```ts
   * import { hostCode, type Sallyport } from '@sallyport/engine';
   *
   * async function asksForTwoFactors(auth: Sallyport, externalId: string, chosen: boolean) {
   *   await auth.people.setRequiredStrength({ externalId }, { requiredStrength: chosen ? 'enhanced' : null, by: hostCode('settings') });
   * }
   * ```
   */
  setRequiredStrength(
    who: AccountRef,
    input: ActedBy & { readonly requiredStrength: string | null; readonly force?: boolean },
  ): Promise<PersonView | RefusalOf<'people.setRequiredStrength'>>;
  /**
   * Replaces the identities at providers and in the directory: an identity that is left out is unlinked. A link to the directory removes
   * the local password. `from` as in `setRoles`. Host code that names an identity which an administrator linked makes the identity its own.
   */
  setExternalIds(
    who: AccountRef,
    input: ActedBy & { readonly externalIds: readonly ExternalIdInput[]; readonly from?: readonly ExternalIdInput[] },
  ): Promise<PersonView | RefusalOf<'people.setExternalIds'>>;
  /**
   * Sets or replaces the host's key of an account. `null` removes the key. For host code only. If the account administers the
   * policy, the engine asks `resolveSubject` with the new key: let it know the new key first. Answers `policy-strands-administrators` if the
   * last policy administrator loses the role with the key.
   */
  setExternalId(
    who: AccountRef,
    input: ActedBy & { readonly externalId: string | null },
  ): Promise<PersonView | RefusalOf<'people.setExternalId'>>;
  /** Replaces the first identifier. The owner gets a notice. For host code only. */
  rename(
    who: AccountRef,
    input: ActedBy & { readonly identifier: string },
  ): Promise<PersonView | RefusalOf<'people.rename'>>;
  /**
   * Ends the account's sessions. Nobody can sign in to the account before `unblock`. Changes nothing if the account is blocked, except that a policy
   * administrator makes the block one that people administrators cannot end.
   *
   * @example
   * ```ts
   * await auth.people.block({ identifier: 'ada@example.org' }, { by: session, reason: 'left the company' });
   * ```
   */
  block(who: AccountRef, input: ActedBy & { readonly reason: string }): Promise<PersonView | RefusalOf<'people.block'>>;
  /**
   * Lets the owner sign in again. Ended sessions stay ended. Changes nothing if the account is not blocked. `asOf`: the time of the last block that the
   * author knows, in epoch milliseconds. `reason`: the reason that the author read. Answers `precondition-failed` if the block began later, or has another
   * reason.
   */
  unblock(
    who: AccountRef,
    input: ActedBy & { readonly asOf?: number; readonly reason?: string },
  ): Promise<PersonView | RefusalOf<'people.unblock'>>;
  /** Ends locks after wrong guesses. */
  unlock(who: AccountRef, input: ActedBy): Promise<PersonView | RefusalOf<'people.unlock'>>;
  /**
   * Removes the authenticator app, the backup codes, the telephone numbers for the host's codes, and a pending recovery link. Ends every session, and
   * forgets every device. Passkeys stay. The returned code opens the set-up of a new authenticator app.
   */
  resetTwoStep(who: AccountRef, input: ActedBy): Promise<EnrollmentCode | RefusalOf<'people.resetTwoStep'>>;
  /** Removes every passkey, ends every session, and forgets every device. */
  resetPasskeys(who: AccountRef, input: ActedBy): Promise<PersonView | RefusalOf<'people.resetPasskeys'>>;
  /** Removes a passkey, and ends the sessions that rest on the passkey. Answers `not-found` if the account does not have the passkey. */
  revokePasskey(
    who: AccountRef,
    input: ActedBy & { readonly passkeyId: string },
  ): Promise<PersonView | RefusalOf<'people.revokePasskey'>>;
  /**
   * Returns a one-time code that opens the set-up of a first strong factor. Check who asks for the code: the code stands for the check of
   * the person. The person gives the code to `signIn.enrollmentCode` within 24 hours, in a sign-in with a first proof, such as the password, a passkey or a provider.
   * The code does not count after the name alone: for a person without a first proof, call `helpIn` with `lost: ['password']`. Voids the link of an invitation.
   *
   * @example
   * ```ts
   * import { isRefusal } from '@sallyport/engine';
   *
   * const vouched = await auth.people.vouch({ identifier: 'ada@example.org' }, { by: session });
   * if (isRefusal(vouched)) throw new Error(vouched.refused);
   * const { enrollmentCode, expiresAt } = vouched;
   * ```
   */
  vouch(who: AccountRef, input: ActedBy): Promise<EnrollmentCode | RefusalOf<'people.vouch'>>;
  /**
   * Helps a person in after a loss of factors. The commit removes the lost factors, ends every session, forgets every device, and issues a code. The
   * person gives the code to `signIn.enrollmentCode` within 24 hours, in any sign-in of the account: after a password, or first, if the password or
   * every way in was lost. The code leads to a new factor or a new password, and never completes a sign-in. Check who asks: the code stands for the
   * check of the person. Answers `not-found` if the account lacks a passkey of `passkeys`.
   *
   * @example
   * ```ts
   * import { isRefusal } from '@sallyport/engine';
   *
   * const helped = await auth.people.helpIn({ identifier: 'ada@example.org' }, { by: session, lost: ['app', 'password'] });
   * if (isRefusal(helped)) throw new Error(helped.refused);
   * const { enrollmentCode, ends, keeps } = helped;
   * ```
   */
  helpIn(who: AccountRef, input: ActedBy & HelpIn): Promise<HelpedIn | RefusalOf<'people.helpIn'>>;
  /**
   * Sets or replaces the mail address, which counts as verified: the caller vouches for the address. `null` removes the address. A new address in
   * place of an old one ends the sessions, everything that was mailed before, and a password that was set by mail, because a reader of the old mailbox may have them. After an
   * invitation to a mistyped address, call `invite` again. Both addresses get a notice. Answers
   * `no-way-in-left` if the account can sign in now and could not afterwards, except by the link that a provider of the former address would have made. For host code only: the owner uses `me.requestEmail`. The same address, if somebody else set it up, counts as host code's from then on.
   *
   * @example
   * ```ts
   * import { hostCode } from '@sallyport/engine';
   *
   * await auth.people.setEmail({ externalId: '42' }, { by: hostCode('hr'), email: 'ada@example.org' });
   * ```
   */
  setEmail(
    who: AccountRef,
    input: ActedBy & { readonly email: string | null },
  ): Promise<PersonView | RefusalOf<'people.setEmail'>>;
  /**
   * Sets or replaces the password of a person whom your code has checked. Ends every session, forgets every device, and clears the wrong guesses at the
   * former password. The owner gets a notice. Answers `malformed-input` with the path `password` if the password breaks a rule of the policy, and
   * `method-not-allowed` if the directory has the password. For host code only: the owner uses `me.changePassword`.
   *
   * @throws HashingBusy (503) if the hashing queue is full
   */
  setPassword(
    who: AccountRef,
    input: ActedBy & { readonly password: string },
  ): Promise<PersonView | RefusalOf<'people.setPassword'>>;
  /**
   * Mails the link of an invitation again, to the present address. The link before is void. At most five mails an hour. Answers `not-found` if the account was made without an
   * invitation, or somebody has signed in.
   */
  invite(who: AccountRef, input: ActedBy): Promise<PersonView | RefusalOf<'people.invite'>>;
  /** Takes an invitation back: its link is void. The account stays. Answers `not-found` if there is no invitation. */
  withdrawInvitation(who: AccountRef, input: ActedBy): Promise<RefusalOf<'people.withdrawInvitation'> | undefined>;
  /** The live sessions. Checks nobody's right, as `find`. */
  sessions(who: AccountRef): Promise<readonly PersonSession[] | RefusalOf<'people.sessions'>>;
  /** The known devices, the last seen first. Checks nobody's right, as `find`. */
  devices(who: AccountRef): Promise<readonly PersonDevice[] | RefusalOf<'people.devices'>>;
  /** Ends the session with the id. Answers `not-found` if the account has no such session. */
  endSession(
    who: AccountRef,
    input: ActedBy & { readonly sessionId: string },
  ): Promise<RefusalOf<'people.endSession'> | undefined>;
  /** Forgets a device by its id: from then on, the device is treated like a stranger's. Answers `not-found` if the account knows no such device. */
  forgetDevice(
    who: AccountRef,
    input: ActedBy & { readonly deviceId: string },
  ): Promise<RefusalOf<'people.forgetDevice'> | undefined>;
  /**
   * Makes the first administrator of the policy, while nobody administers the policy: creates an account with this address as its identifier and
   * verified mailbox, or takes the account with this identifier and this mailbox, and gives it every role of `administrators.policy`. Returns an enrollment code
   * for an hour, unless the account has a strong factor, and a first password, if the account has no way to sign in. For host code only.
   *
   * - `not-permitted`: somebody administers the policy already, or has an unused code of an earlier bootstrap.
   * - `malformed-input` with the path `policy`: the policy names no administrators.
   * - `already-exists`: the account with this identifier has another mailbox, or none.
   * - `no-way-in-left`: the policy lets these roles sign in only by a provider or a passkey, and the account has none.
   * - `roles-from-host`: there is a `resolveSubject`. Create the account with a password, give the person the role in your own code, and call `vouch`.
   *
   * @example
   * ```ts
   * import { hostCode, isRefusal } from '@sallyport/engine';
   *
   * const first = await auth.people.bootstrap({ email: 'ada@example.org', by: hostCode('installation') });
   * if (isRefusal(first)) throw new Error(first.refused);
   * const { password, enrollmentCode } = first;
   * ```
   */
  bootstrap(input: {
    readonly email: string;
    readonly by: HostCode;
    readonly tenant?: string;
  }): Promise<Bootstrapped | RefusalOf<'people.bootstrap'>>;
  /** Ends every session, forgets every device, and voids every mailed link, also an invitation. */
  endSessions(who: AccountRef, input: ActedBy): Promise<PersonView | RefusalOf<'people.endSessions'>>;
  /**
   * Everything that is kept about the account's person, for a request of the person. For host code; an administrator who names the own account acts as
   * its owner. The owner is told.
   */
  export(who: AccountRef, input: ActedBy): Promise<AccountExport | RefusalOf<'people.export'>>;
  /**
   * Deletes the account and its records. The account's events stay in the action log, under an id without a name. An administrator who
   * names the own account acts as its owner.
   */
  delete(who: AccountRef, input: ActedBy): Promise<RefusalOf<'people.delete'> | undefined>;
  /**
   * Call this after the host changed somebody's roles. The engine asks `resolveSubject` now, and applies the answer to open sessions as
   * `onTighten` says. If the host does not know the person any more, the person's sessions end. A text is the host's key. For host code
   * only.
   *
   * @throws SallyportConfigError `roles-kept-here` if there is no `resolveSubject`: then use `setRoles`
   */
  rolesChanged(who: string | AccountRef, input: ActedBy): Promise<PersonView | RefusalOf<'people.rolesChanged'>>;
  /** What the host says that the account has access to: recorded at the block, or asked now. */
  exposure(
    who: AccountRef,
  ): Promise<
    | { readonly asOf: Instant; readonly items: readonly ExposureItem[]; readonly next?: string }
    | RefusalOf<'people.exposure'>
  >;
}
