import type { Milliseconds } from '@sallyport/core';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Caller } from './caller.ts';
import type { CreationOptions, RequestOptions } from './ceremony-options.ts';
import type { FlowReply, KeptTokens, OpenAnswer } from './flow.ts';
import type { Refusal } from './refusal.ts';
import type { LiveSession } from './session.ts';

export interface SignIn {
  /**
   * Opens a flow; with a password it is the first step as well. A flow that was open in this client is left behind; its continuation
   * goes on in this one, unless another is given.
   */
  begin(
    caller: Caller,
    input: { identifier: string; password?: string; method?: 'password' | 'ldap'; continuation?: unknown },
  ): Promise<FlowReply | Refusal>;
  /**
   * Opens a flow for whoever comes, before anybody says who they are: an identifier begins it anew, a passkey or a provider goes on in
   * it. Its *complete* hands `continuation` back, which only host code can give. A sign-in or recovery that is open in this client
   * stays, and takes this continuation.
   */
  beginForAnyone(caller: Caller, input: { continuation?: unknown }): Promise<{ keep: KeptTokens }>;
  status(caller: Caller, options: { local: boolean }): Promise<FlowReply | OpenAnswer | Refusal>;
  password(caller: Caller, input: { password: string }): Promise<FlowReply | Refusal>;
  passkeyOptions(caller: Caller): Promise<RequestOptions | Refusal>;
  passkey(caller: Caller, response: AuthenticationResponseJSON): Promise<FlowReply | Refusal>;
  /** `code(caller, 'totp', input)` */
  totp(caller: Caller, input: { code: string }): Promise<FlowReply | Refusal>;
  /** Sends a code that is good in this flow, by `email-code` or by a method of the host's. It voids the one before it. */
  sendCode(caller: Caller, method: string): Promise<FlowReply | Refusal>;
  /** A code that was typed, of whichever method: one that was sent, one of an authenticator app, one that was written down. */
  code(caller: Caller, method: string, input: { code: string }): Promise<FlowReply | Refusal>;
  /** `sendCode(caller, 'email-code')` */
  sendEmailCode(caller: Caller): Promise<FlowReply | Refusal>;
  /** `code(caller, 'email-code', input)` */
  emailCode(caller: Caller, input: { code: string }): Promise<FlowReply | Refusal>;
  /** `code(caller, 'backup-code', input)` */
  backupCode(caller: Caller, input: { code: string }): Promise<FlowReply | Refusal>;
  enrollmentCode(caller: Caller, input: { code: string }): Promise<FlowReply | Refusal>;
  abandon(caller: Caller): Promise<{ keep: KeptTokens } | Refusal>;
  /** Opens a flow that raises this session; complete at once if its dated evidence already does. */
  stepUp(
    caller: Caller,
    session: LiveSession,
    input: { strength?: string; within?: Milliseconds; continuation?: unknown },
  ): Promise<FlowReply | Refusal>;
}

/** A secret that is shown once, for the person's app. */
export interface PendingSecretView {
  /** For typing. */
  readonly secret: string;
  /** The same as an `otpauth` address, for a QR code. */
  readonly uri: string;
}

/** Enrollment: inside a flow that asks for it, or in a session with recent proof. The flow wins if there are both. */
export interface Enroll {
  /** A new secret of a method such as `totp`, which is the account's only once {@link Enroll.confirmCode} has taken a code of it. */
  secret(caller: Caller, method: string): Promise<PendingSecretView | Refusal>;
  /** `secret(caller, 'totp')` */
  totp(caller: Caller): Promise<PendingSecretView | Refusal>;
  /** `confirmCode(caller, 'totp', input)` */
  confirmTotp(caller: Caller, input: { code: string }): Promise<FlowReply | Refusal>;
  /** Sends a code of the host's to a new address, which is the account's only once {@link Enroll.confirmCode} has taken it. */
  code(caller: Caller, method: string, input: { address: string }): Promise<{ sentTo: string } | Refusal>;
  confirmCode(caller: Caller, method: string, input: { code: string }): Promise<FlowReply | Refusal>;
  passkeyOptions(caller: Caller): Promise<CreationOptions | Refusal>;
  passkey(caller: Caller, input: { response: RegistrationResponseJSON; name?: string }): Promise<FlowReply | Refusal>;
}

/** A password that was forgotten. */
export interface Recovery {
  /** Mails a link, if there is anybody to mail it to. Answers the same, and as quickly, if there is not. */
  begin(caller: Caller, input: { identifier: string }): Promise<void>;
  confirm(caller: Caller, input: { token: string; next: string }): Promise<FlowReply | Recovered | Refusal>;
}

/** The password was replaced and nobody is signed in: the person signs in afresh. */
export interface Recovered {
  readonly status: 'recovered';
}
