import type { DeliveredCode, EnrollableMethod, Instant } from '@sallyport/core';
import type { LogHead } from '@sallyport/core/log';
import type { AccountId, EventRecord, ExposureItem, TenantId } from '@sallyport/store';

/** A mail that the host sends. The code or token is nowhere else: keep it out of logs. */
export interface Mail {
  /** The tenant of the account: for the sender and the links of the mail. */
  readonly tenant: TenantId;
  /** The mail address: the new mailbox for `email-change`, else the verified mailbox. */
  readonly to: string;
  /**
   * What the mail is for: a sign-in code, a link that confirms a new address, a link to a new password, or a link that makes an account.
   * `email-change-begun`: somebody in a session of the account asked for another address. The mail goes to the present address, and has no link. `invitation`: a link to the first sign-in. `organisation-invitation`: a link that makes the account with this
   * verified address a member of an `organisation`. `reminder`: the person has to set up one of the methods in `offer`, at
   * the next sign-in or before the date `from`, and an administrator asks for it. `sign-up-taken`: somebody asked for a new account, and the address has an account already. The mail says so, and has no link.
   */
  readonly kind:
    | 'email-code'
    | 'email-change'
    | 'email-change-begun'
    | 'recovery'
    | 'sign-up'
    | 'sign-up-taken'
    | 'invitation'
    | 'organisation-invitation'
    | 'reminder';
  /** For `email-code`: six digits, valid for 10 minutes in one flow. */
  readonly code?: string;
  /** For `invitation` and `reminder`, which the addressee did not ask for: the account, so that the host finds the person's language. */
  readonly accountId?: AccountId;
  /** For `reminder`: the methods of which the person sets up one. */
  readonly offer?: readonly EnrollableMethod[];
  /** For `reminder`: the date of the policy from which on the person needs one of them. Absent: at the next sign-in. */
  readonly from?: Instant;
  /** For `organisation-invitation`. */
  readonly organisation?: { readonly id: string; readonly name?: string };
  /**
   * For the link, which the host makes. The addresses on the pages of `@sallyport/pages`: `/sign-in?invitation=`, `/sign-in?recover=`, `/sign-up?confirm=`,
   * `/organisation?join=` and, for `email-change`, `/account?confirm-email=`. `email-change` and `sign-up` are valid for an hour, `recovery` for 30 minutes, the
   * invitations for seven days.
   */
  readonly token?: string;
}

/** A code that the host delivers. The code is nowhere else: keep it out of logs. */
export interface CodeToSend {
  /** The tenant of the account. */
  readonly tenant: TenantId;
  /** The address as `address` normalised it. */
  readonly to: string;
  /** Six digits, valid for 10 minutes. */
  readonly code: string;
  /** `sms-code` for `codes: { sms: … }`. */
  readonly method: DeliveredCode;
}

/** The host's way to deliver codes: SMS, push, voice. */
export interface CodeDelivery {
  /** Sends a code, or throws: then the person is told to ask again. Time limit: 10 s. */
  readonly send: (code: CodeToSend) => Promise<void> | void;
  /** The name for people: `SMS`. */
  readonly label: string;
  /**
   * Returns the normal form of an address, or `undefined` if the text is no address. Default: the text without surrounding space, 3 to
   * 320 characters.
   */
  readonly address?: (raw: string) => string | undefined;
}

/** Sends a mail, or throws: then the person is told to ask again. */
export type SendMail = (mail: Mail) => Promise<void> | void;

/** Tells an account's owner of an event. The engine calls this at least once for each event, in an account's order. */
export type NotifyOwner = (notice: Notice) => Promise<void> | void;

/** A committed event, as in the action log. */
export type CommittedEvent = Omit<EventRecord, 'recipients'>;

/**
 * Receives every event that this process commits, a moment after the commit: in an account's order, several accounts at once. An error is
 * logged and changes nothing. Called at most once for each event. An event is lost here if the process ends first, or if 1,000 events
 * already wait. The action log has every event.
 */
export type OnEvent = (event: CommittedEvent) => Promise<void> | void;

/** A head of a tenant's sealed log, as `GET /admin/events/head` answers. */
export interface KeptLogHead extends LogHead {
  readonly tenant: TenantId;
}

/**
 * Keeps a new head of the sealed log where nobody who can write the database can write: at another provider, in a mail, on paper. A kept head proves
 * all events before it, so a missed head does no harm. If the function fails, it gets the next head.
 */
export type OnLogHead = (head: KeptLogHead) => Promise<void> | void;

/** An event that the owner of an account hears of. */
export interface Notice {
  /** As in the action log. The same event can come again: its `id` tells a repetition. */
  readonly event: CommittedEvent;
  /** The mail addresses: the verified mailbox before the change, and after a change of address also the new mailbox. */
  readonly addresses: readonly string[];
  /** The identifiers of the owner, as before the change. */
  readonly identifiers: readonly string[];
  /** For `account.identifier-changed`: the new identifier. The action log has only a short form: keep the identifier out of logs. */
  readonly newIdentifier?: string;
  /**
   * For `sign-in.unfamiliar`: the token for the link by which the owner disowns the sign-in. Absent in a notice to an address that the account lost
   * with a role. The link works once, for seven days, while the address is the account's. The token is nowhere else: keep it out of logs.
   */
  readonly token?: string;
}

/**
 * Returns the roles of the account's owner. The engine asks before each grant, for both sides of an act of administration, and in a live
 * session when the last answer is older than `rolesWithin`. If a gained role demands more than the session proved, the
 * session goes on until the next sign-in: `onTighten` of the policy changes this. `[]`: a person without a role. `undefined`: the host does not know the
 * person, who gets no grant and whose sessions end. `externalId` is the host's key, if the account has the key.
 */
export type ResolveSubject = (
  accountId: AccountId,
  tenant: TenantId,
  externalId?: string,
) => Promise<readonly string[] | undefined> | readonly string[] | undefined;

/**
 * Returns the roles that an account has in an organisation, for a host that keeps the memberships itself. `undefined`: no member. `organisation` is what
 * the request named, also if there is no such organisation. `externalId` is the host's key of the account, if the account has the key.
 */
export type MemberRoles = (
  accountId: AccountId,
  organisation: string,
  tenant: TenantId,
  externalId?: string,
) => Promise<readonly string[] | undefined> | readonly string[] | undefined;

/** A password that the host's former system judges. */
export interface ElsewhereQuestion {
  readonly tenant: TenantId;
  /** The identifier with which the account was imported, in its normal form. A change of the identifier since then changes nothing here. */
  readonly identifier: string;
  /** The host's key, if the account has the key. */
  readonly externalId: string | undefined;
  /** As the person typed it. */
  readonly password: string;
}

/**
 * Returns what the host's former system says of a password: `right`, `wrong`, or `unknown` if that system has no such person, which counts as wrong.
 * Any other answer, an error and no answer in time are faults: the person gets 503 `provider-unavailable`, and no guess is counted.
 */
export type VerifyElsewhere = (
  question: ElsewhereQuestion,
) => Promise<'right' | 'wrong' | 'unknown'> | 'right' | 'wrong' | 'unknown';

/** An account that is about to be deleted. */
export interface Deletion {
  readonly tenant: TenantId;
  readonly accountId: AccountId;
  /** The host's key, if the account has the key. */
  readonly externalId: string | undefined;
  /** The person who deletes the account: its owner, or an administrator. */
  readonly by: 'owner' | 'administrator';
}

/**
 * Returns whether an account may be deleted: `delete`, or `refuse` (409 `deletion-refused`). The engine has judged the person's right, and asks just
 * before the deletion. The function changes nothing: the deletion can still fail after the answer, and the account stays. The host's own data goes in
 * {@link AfterDeletion}. Any other answer, an error and no answer in time are faults: the person gets 503 `provider-unavailable`,
 * and nothing is deleted. A deletion by host code asks nobody.
 */
export type BeforeDeletion = (deletion: Deletion) => Promise<'delete' | 'refuse'> | 'delete' | 'refuse';

/** An account that was deleted. */
export interface DeletedAccount {
  /** The id of the deletion. The same deletion can come again: its `id` tells a repetition. */
  readonly id: string;
  readonly tenant: TenantId;
  readonly accountId: AccountId;
  /** The host's key, if the account had the key. A later account can have the same key: what it owns is newer than `at`. */
  readonly externalId: string | undefined;
  /** The time of the deletion. */
  readonly at: Instant;
}

/**
 * Deletes the host's own data of a deleted account. The engine calls this after the deletion is written, and at least
 * once: the deletion waits in the store until a call succeeds. One process at a time calls. A call that fails, or that does not answer in time, is
 * repeated with growing pauses, so the function must bear a repetition.
 */
export type AfterDeletion = (deleted: DeletedAccount) => Promise<void> | void;

/**
 * Returns what a list of breached passwords knows of a range (k-anonymity): for the first five characters of a SHA-1 hash, in hexadecimal capitals, the
 * endings of all hashes in the list that begin with them, 35 characters each. The password and the rest of its hash are never passed.
 *
 * `undefined`: the list cannot be asked now, and the password is accepted; the log says so. An error, and no answer in time, are faults: no password
 * can be set (503 `provider-unavailable`). `pwnedPasswords` makes such a function.
 */
export type BreachedPasswords = (
  prefix: string,
) => Promise<readonly string[] | undefined> | readonly string[] | undefined;

/** Returns the resources that an account can reach (P19). */
export type ListExposure = (
  accountId: AccountId,
  tenant: TenantId,
  externalId?: string,
) => Promise<readonly ExposureItem[]> | readonly ExposureItem[];

/**
 * Returns the names of accounts for people, by account id: as an object or a `Map`. An account that is left out has no name. `externalIds` holds the
 * host's keys, by account id, of the accounts that have one.
 */
export type DisplayNames = (
  accountIds: readonly AccountId[],
  tenant: TenantId,
  externalIds: ReadonlyMap<AccountId, string>,
) =>
  | Promise<Readonly<Record<string, string>> | ReadonlyMap<string, string>>
  | Readonly<Record<string, string>>
  | ReadonlyMap<string, string>;

/** Receives the engine's messages to an operator. Messages contain no secret, code or token. */
export interface Logger {
  /** Something deserves a look, and the engine continues: a risky configuration, or a provider that did not answer. */
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  /** Logs a failure that an operator must mend. */
  error(message: string, details?: Readonly<Record<string, unknown>>): void;
}
