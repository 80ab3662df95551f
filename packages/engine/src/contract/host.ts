import type { DeliveredCode } from '@sallyport/core';
import type { AccountId, EventRecord, ExposureItem, TenantId } from '@sallyport/store';

/** A mail the host is to send. The code or token is in it and nowhere else: keep it out of logs. */
export interface Mail {
  readonly tenant: TenantId;
  readonly to: string;
  readonly kind: 'email-code' | 'email-change' | 'recovery';
  readonly code?: string;
  readonly token?: string;
}

/** A code that the host is to deliver. It is in here and nowhere else: keep it out of logs. */
export interface CodeToSend {
  readonly tenant: TenantId;
  /** As `address` normalised it. */
  readonly to: string;
  readonly code: string;
  /** `sms-code` for `codes: { sms: … }`. */
  readonly method: DeliveredCode;
}

/** A way of the host's own to deliver codes: SMS, push, voice. */
export interface CodeDelivery {
  /** Sends a code, or throws: then the person is told to ask again. Given up after 10 s. */
  readonly send: (code: CodeToSend) => Promise<void> | void;
  /** What people know it by: `SMS`. */
  readonly label: string;
  /** The one spelling of an address, or `undefined` if it is none. Default: without the space around it, 3 to 320 characters. */
  readonly address?: (raw: string) => string | undefined;
}

/** Sends a mail, or throws: then the person is told to ask again. */
export type SendMail = (mail: Mail) => Promise<void> | void;

/** Tells an account's owner what happened to the account; called at least once for each event, in an account's order. */
export type NotifyOwner = (notice: Notice) => Promise<void> | void;

/** An event that is committed, as the action log has it. */
export type CommittedEvent = Omit<EventRecord, 'tell'>;

/**
 * Hears of every event that this process commits, a moment after the commit: in an account's order, several accounts at once. What it
 * throws changes nothing. Called at most once for each event: what is on its way when the process ends is not told again, and neither is
 * what finds 1,000 others waiting. The action log has them all.
 */
export type OnEvent = (event: CommittedEvent) => Promise<void> | void;

export interface Notice {
  readonly event: CommittedEvent;
  /** Where to write to: the verified mailbox before the change, and after a change of address the new one as well. */
  readonly addresses: readonly string[];
  /** What the owner signs in with, as it was before the change. */
  readonly identifiers: readonly string[];
}

/**
 * Tells which roles the person has whose account this is. Asked wherever something is granted, for both sides of an act of administration,
 * and again for an account in a live session once the last answer is older than `rolesWithin`. `[]` is somebody without a role.
 * `undefined` is nobody the host knows: they are granted nothing, and have no session any more. `externalId` is the host's own key, if the
 * account has it.
 */
export type ResolveSubject = (
  accountId: AccountId,
  tenant: TenantId,
  externalId?: string,
) => Promise<readonly string[] | undefined> | readonly string[] | undefined;

/** The host's word on what an account could reach (P19). */
export type ListExposure = (
  accountId: AccountId,
  tenant: TenantId,
  externalId?: string,
) => Promise<readonly ExposureItem[]> | readonly ExposureItem[];

/** Takes what the engine has to tell an operator. No secret, code or token ever comes here. */
export interface Logger {
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  error(message: string, details?: Readonly<Record<string, unknown>>): void;
}
