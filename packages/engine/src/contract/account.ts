import type { DeliveredCode, EnrollableMethod, HelpdeskRight, Instant, Method } from '@sallyport/core';
import type { AccountId } from '@sallyport/store';
import type { AccountExport } from './account-export.ts';
import type { Caller } from './caller.ts';
import type { FlowReply, WordedReason } from './flow.ts';
import type { MembershipView, OwnOrganisationView } from './organisations.ts';
import type { OtherFactor } from './other-factor.ts';
import type { RefusalOf } from './refusal-table.ts';

/** An account without secrets. Instants are numbers here, and ISO strings in HTTP. */
export interface AccountView {
  /** The engine's id of the account. Stays when identifiers, address and roles change. */
  readonly accountId: AccountId;
  /** The texts that name the account at sign-in, in normal form. `people.rename` and `me.rename` replace the first. */
  readonly identifiers: readonly string[];
  /** The verified mailbox, for codes, recovery and notices. */
  readonly email?: string;
  /** The roles as last known. */
  readonly roles: readonly string[];
  /** The factors of the account. No secret is among the members. */
  readonly factors: {
    readonly password: boolean;
    readonly totp: boolean;
    readonly emailCode: boolean;
    readonly passkeys: readonly {
      id: string;
      name: string;
      createdAt: Instant;
      lastUsedAt: Instant | null;
      deviceBound: boolean;
      aaguid: string;
    }[];
    /** The addresses for the host's codes, masked: `•••• 12`. */
    readonly codes: readonly { method: DeliveredCode; sentTo: string; enrolledAt: Instant }[];
    readonly backupCodes: { readonly remaining: number };
    /** Factors of further methods. Absent if there are none. */
    readonly others?: readonly OtherFactor[];
  };
  /** The identities of the account at providers and in the directory. */
  readonly externalIds: readonly ExternalIdView[];
  /** Advice that makes the loss of a factor harmless, such as `add-second-passkey`. `message` is English. */
  readonly recommendations: readonly { readonly code: string; readonly message: string }[];
}

/** An account as its owner sees it. */
export interface OwnAccountView extends AccountView {
  /** The account in the owner's passkey managers: for the signals of WebAuthn Level 3 §5.1.10. */
  readonly passkeyUser: {
    /** The relying party id. */
    readonly rpId: string;
    /** The user handle of the registrations, base64url. Random, and never a name. */
    readonly userHandle: string;
    /** The name that a passkey manager shows. */
    readonly name: string;
  };
  /** True for an emergency account, which can open the vaults of others if it administers people. Otherwise absent. */
  readonly emergency?: true;
  /** A new address that waits until its owner opens the mailed link. Nothing changes if the link is not opened. */
  readonly pendingEmail?: { readonly address: string; readonly expiresAt: Instant };
  /**
   * The set-ups that the server refuses in this session with `no-way-in`, whatever the person proves in a step-up. A page does not offer
   * them, and says why. Empty if every set-up is allowed, at once or after a step-up.
   */
  readonly closedSetUps: readonly ClosedSetUp[];
  /** How long a proof counts for a change of the owner's factors, in seconds: `recentProof` of the policy, where the request is. */
  readonly recentProofSeconds?: number;
}

/** A set-up that the server refuses in a session. */
export interface ClosedSetUp {
  /**
   * `passkey`, `totp`, a delivered code such as `sms-code`, `backup-codes`, `email` (another address), `external-ids` (a link to an
   * identity at a provider), or `password` (a first password).
   */
  readonly kind: EnrollableMethod | 'backup-codes' | 'email' | 'external-ids' | 'password';
  /** The missing proofs, or that an administrator has to vouch. */
  readonly because: readonly WordedReason[];
}

/** An identity at a provider or in the directory that signs in to the account. */
export interface ExternalIdView {
  /** The id of the provider, or of the directory. */
  readonly provider: string;
  /** `ldap`: an entry of the directory. */
  readonly method: 'sso' | 'ldap';
  /** The name of the provider for people. Absent: the host has no provider of this id any more. */
  readonly name?: string;
  /** The provider's immutable id of the person, compared exactly. */
  readonly subject: string;
  /** The address of the last assertion. */
  readonly address?: string;
  /** When the identity was linked, in epoch milliseconds. */
  readonly linkedAt: Instant;
  /** For the owner: the last proof of the identity on which this session rests, in epoch milliseconds. Absent: the session rests on none. */
  readonly provedAt?: Instant;
}

/** The roles that one provider, or the directory, gives to an account. */
export interface GivenRolesView {
  /** The id of the provider, or of the directory. */
  readonly provider: string;
  /** The name of the provider for people. */
  readonly name?: string;
  readonly roles: readonly string[];
}

/** An account as an administrator sees it. */
export interface AdminAccountView extends AccountView {
  /** The methods that the account may use. `null`: no restriction beyond the policy. */
  readonly methods: readonly Method[] | null;
  /**
   * `locked`: too many wrong guesses by strangers, until `until`. `blocked`: by `people.block`, until `people.unblock`. A block hides a
   * lock.
   */
  readonly status: 'active' | 'locked' | 'blocked';
  /** The end of the last lock, in epoch milliseconds. Absent if nothing is locked. */
  readonly until?: Instant;
  /**
   * The end of the last lock of a device that signed in before, in epoch milliseconds: too many wrong guesses on this device. Other devices and
   * strangers are not locked, so that `status` does not say `locked`. `people.unlock` ends this lock too. Absent without such a lock.
   */
  readonly deviceLock?: { readonly until: Instant };
  /**
   * The roles of {@link AccountView.roles} that a provider or the directory gives, and that the account does not have on its own. They end with the word of the
   * provider, and `people.setRoles` changes none of them. Absent: none.
   */
  readonly givenRoles?: readonly GivenRolesView[];
  /**
   * What somebody else than the owner set up, or helped to set up by a code: `password`, `email`, `totp`, `passkey`, `backup-code`, `enrollment-code`, a delivered
   * code by its method, `external-id:` and the id of a provider. It ends with a new role of the administration. Absent: nothing.
   */
  readonly setUpByOthers?: readonly string[];
  /** When the owner said that a sign-in was somebody else's (X28), in epoch milliseconds. Absent once the owner has signed in since. */
  readonly disowned?: { readonly at: Instant };
  /** The reason in the words of the person who blocked the account. Absent if the account is not blocked. */
  readonly blockedReason?: string;
  /** When the block began, in epoch milliseconds: `asOf` of an unblock. Absent if the account is not blocked. */
  readonly blockedSince?: Instant;
  /** The number of live sessions. */
  readonly sessions: number;
  /** The most sessions that the policy allows, if it refuses one more now (X29). Absent: a new session has room, or ends an older one. */
  readonly sessionsFull?: { readonly most: number };
  /** True if this is an emergency account. */
  readonly emergency: boolean;
  /**
   * The last code of an administrator that the person may still enter, or has entered in a sign-in that is under way. Absent without such a code.
   * `expiresAt`: the end of the code, in epoch milliseconds. `used`: the person entered the code, and no other sign-in takes the code before the end of that
   * sign-in. `setUpUntil`: the end of that sign-in, until which the person can set up a factor there. Absent: not entered, or that sign-in ended.
   */
  readonly enrollmentCode?: { readonly expiresAt: Instant; readonly used: boolean; readonly setUpUntil?: Instant };
  /**
   * The invitation whose link opens the first sign-in. Absent: no link does, because nobody was invited, or the link ended, is in use, was taken back or
   * was voided by a code, a block, a sign-out everywhere or another address, or the inviter has no right to vouch any more. `expiresAt`: the end of the link, in epoch milliseconds. `notMailed`, in the answer of
   * `people.create` alone: the mailer failed, or did not answer, so call `people.invite`.
   */
  readonly invitation?: { readonly expiresAt: Instant; readonly notMailed?: true };
  /** In an answer of `people.show` to a helpdesk: the rights of the helpdesk over this account. Otherwise absent. */
  readonly may?: readonly HelpdeskRight[];
}

/** A device that signed in before and has a separate budget of guesses. */
export interface DeviceView {
  /** For {@link Me.forgetDevice}. */
  readonly id: string;
  /** True if this is the device of the request. */
  readonly current: boolean;
  /** The device's first sign-in. */
  readonly createdAt: Instant;
  /** The device's last sign-in. */
  readonly lastSeenAt: Instant;
  /** The browser's own words at the last sign-in: anybody can send any text, so escape the text in pages. */
  readonly userAgent?: string;
}

/**
 * The owner's operations on the account, in a session that `sessions.guard` or the middleware checked. The core judges each change: most
 * need recent proof at the account's strongest level (`insufficient-strength` has the demand of a step-up), and a set-up needs the gate of
 * enrollment.
 */
export interface Me {
  /** The account as the check of the session read it. Asks the store nothing. */
  view(): OwnAccountView;
  /**
   * Replaces the first identifier, with which the owner begins a sign-in. The owner is told at the mailbox. The sessions go on. Refusals:
   *
   * - `malformed-input` with the code `not-own-mailbox`: the identifier has the form of a mail address, and is not the account's verified mailbox.
   * - `already-exists`: another account has the identifier, or has a mailbox of this address, or the directory finds an entry that is not the owner's.
   * - `provider-unavailable`: the directory does not answer. Nothing changed.
   * - `locked`: after ten new identifiers in an hour.
   */
  rename(identifier: string): Promise<OwnAccountView | RefusalOf<'me.rename'>>;
  /** Answers `not-found` if the account has no passkey of this id. */
  renamePasskey(id: string, name: string): Promise<OwnAccountView | RefusalOf<'me.renamePasskey'>>;
  /**
   * Ends the sessions that rest on the passkey: the caller's session too, if its sign-in or step-up proved this passkey. Answers `no-way-in-left` if the account could not sign in afterwards, and
   * `policy-strands-administrators` if nobody could change the policy any more.
   */
  removePasskey(id: string): Promise<OwnAccountView | RefusalOf<'me.removePasskey'>>;
  /** Removes a method with typed codes from the account: `removeCode('sms-code')`. Ends the sessions that rest on the method, as `removePasskey` does. */
  removeCode(method: string): Promise<OwnAccountView | RefusalOf<'me.removeCode'>>;
  /** Unlinks the identity at a provider. */
  removeExternalId(provider: string): Promise<OwnAccountView | RefusalOf<'me.removeExternalId'>>;
  /** Replaces the backup codes. The new codes are shown once. */
  newBackupCodes(): Promise<{ backupCodes: readonly string[] } | RefusalOf<'me.newBackupCodes'>>;
  /**
   * Rotates and keeps this session, and ends the others. `current` may be absent only if the account has no password that somebody can
   * give. Each wrong `current` counts as a guess (`invalid-credentials`, then `locked`). `malformed-input` has the path `next` if the new password breaks a rule: no
   * guess is counted. A new password is compared with earlier passwords only after `current` is proved. Answers `method-not-allowed` if the
   * directory has the password, and `provider-unavailable` if the list of breached passwords fails.
   *
   * @throws ProviderUnavailable (503) if `verifyElsewhere` fails: no guess is counted
   *
   * @example
   * ```ts
   * import { type Caller, isRefusal } from '@sallyport/engine';
   *
   * declare const caller: Caller;
   * const changed = await auth.me(session).changePassword(caller, { current: 'old words', next: 'four new random words' });
   * if (isRefusal(changed)) throw new Error(changed.errors?.[0]?.code ?? changed.refused);
   * ```
   */
  changePassword(
    caller: Caller,
    input: { current?: string; next: string },
  ): Promise<FlowReply | RefusalOf<'me.changePassword'>>;
  /**
   * Mails a link to a new address, which another account may have too. Answers `mail-unavailable` without a mailer, `too-many-mails` with a time, and
   * `malformed-input` with the code `unchanged` for the address that the account has, unless somebody else set up that address.
   */
  requestEmail(email: string): Promise<RefusalOf<'me.requestEmail'> | undefined>;
  /** Confirms the new address by the token of its link. Both addresses get a notice. */
  confirmEmail(token: string): Promise<OwnAccountView | RefusalOf<'me.confirmEmail'>>;
  /** The last seen first. */
  devices(caller: Caller): Promise<readonly DeviceView[]>;
  /** From then on, the device is treated like a stranger's. */
  forgetDevice(id: string): Promise<RefusalOf<'me.forgetDevice'> | undefined>;
  /**
   * The owner's organisations by id, and which of them the session can enter now: for a switcher. Answers what a guard with `in` would. Answers `roles-from-host` if
   * there is a `memberRoles`, because the host has the list.
   */
  organisations(): Promise<readonly OwnOrganisationView[] | RefusalOf<'me.organisations'>>;
  /**
   * Takes up an invitation by the token of its link. Whoever is a member already keeps the roles. Answers `not-permitted` if the invitation went to another address than
   * the account's, and `invalid-credentials` if it was used, withdrawn or is over, if its author lost the right, or if somebody removed the person since.
   */
  join(token: string): Promise<MembershipView | RefusalOf<'me.join'>>;
  /**
   * Everything that is kept about the owner, without secrets, hashes and tokens. An event, and the owner is told. Reads every event of the account.
   */
  export(): Promise<AccountExport | RefusalOf<'me.export'>>;
  /** Deletes the account. */
  remove(): Promise<RefusalOf<'me.remove'> | undefined>;
}
