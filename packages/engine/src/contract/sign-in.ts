import type { Milliseconds } from '@sallyport/core';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Caller } from './caller.ts';
import type { CreationOptions, RequestOptions } from './ceremony-options.ts';
import type { FlowReply, KeptTokens, OpenAnswer } from './flow.ts';
import type { RefusalOf } from './refusals.ts';
import type { LiveSession } from './session.ts';

export interface SignIn {
  /**
   * Opens a flow. With a password, this call is also the first step. A flow that is open in this client is abandoned. The new flow takes
   * over its continuation, unless the input has a continuation.
   */
  begin(
    caller: Caller,
    input: { identifier: string; password?: string; method?: 'password' | 'ldap'; continuation?: unknown },
  ): Promise<FlowReply | RefusalOf<'signIn.begin'>>;
  /**
   * Opens a flow without an identifier. An identifier begins a new flow, while a passkey or a provider continues in this flow. The flow's
   * *complete* returns `continuation`, which only host code can set. If a sign-in or recovery is open in this client, that flow stays
   * open and takes this continuation.
   */
  beginForAnyone(caller: Caller, input: { continuation?: unknown }): Promise<{ keep: KeptTokens }>;
  status(caller: Caller, options: { local: boolean }): Promise<FlowReply | OpenAnswer | RefusalOf<'signIn.status'>>;
  password(caller: Caller, input: { password: string }): Promise<FlowReply | RefusalOf<'signIn.password'>>;
  passkeyOptions(caller: Caller): Promise<RequestOptions | RefusalOf<'signIn.passkeyOptions'>>;
  passkey(caller: Caller, response: AuthenticationResponseJSON): Promise<FlowReply | RefusalOf<'signIn.passkey'>>;
  /** Sends a code that is valid in this flow, by `email-code` or by one of the host's methods. The code sent before becomes invalid. */
  sendCode(caller: Caller, method: string): Promise<FlowReply | RefusalOf<'signIn.sendCode'>>;
  /** Judges a typed code of any method: a sent code, a code of an authenticator app, or a backup code. */
  code(caller: Caller, method: string, input: { code: string }): Promise<FlowReply | RefusalOf<'signIn.code'>>;
  enrollmentCode(caller: Caller, input: { code: string }): Promise<FlowReply | RefusalOf<'signIn.enrollmentCode'>>;
  abandon(caller: Caller): Promise<{ keep: KeptTokens } | RefusalOf<'signIn.abandon'>>;
  /** Opens a flow that raises this session. Completes at once if the session's dated evidence already suffices. */
  stepUp(
    caller: Caller,
    session: LiveSession,
    input: { strength?: string; within?: Milliseconds; continuation?: unknown },
  ): Promise<FlowReply | RefusalOf<'signIn.stepUp'>>;
}

/** A secret for the person's app, shown once. */
export interface PendingSecretView {
  /** The secret as text, for typing. */
  readonly secret: string;
  /** The secret as an `otpauth` address, for a QR code. */
  readonly uri: string;
}

/** Enrollment: in a flow that asks for a factor, or in a session with recent proof. If both are present, the flow counts. */
export interface Enroll {
  /** Makes a secret for a method such as `totp`. The account gets the secret when {@link Enroll.confirmCode} accepts a code of it. */
  secret(caller: Caller, method: string): Promise<PendingSecretView | RefusalOf<'enroll.secret'>>;
  /**
   * Sends a code to a new address, by one of the host's methods. The account gets the address when {@link Enroll.confirmCode} accepts the
   * code.
   */
  code(
    caller: Caller,
    method: string,
    input: { address: string },
  ): Promise<{ sentTo: string } | RefusalOf<'enroll.code'>>;
  confirmCode(
    caller: Caller,
    method: string,
    input: { code: string },
  ): Promise<FlowReply | RefusalOf<'enroll.confirmCode'>>;
  passkeyOptions(caller: Caller): Promise<CreationOptions | RefusalOf<'enroll.passkeyOptions'>>;
  passkey(
    caller: Caller,
    input: { response: RegistrationResponseJSON; name?: string },
  ): Promise<FlowReply | RefusalOf<'enroll.passkey'>>;
}

/** Recovery of a forgotten password. */
export interface Recovery {
  /** Mails a link, if the account exists and may recover. The answer and its time are the same if no mail is sent. */
  begin(caller: Caller, input: { identifier: string }): Promise<void>;
  confirm(
    caller: Caller,
    input: { token: string; next: string },
  ): Promise<FlowReply | Recovered | RefusalOf<'recovery.confirm'>>;
}

/** The password was replaced, and nobody is signed in: the person signs in again. */
export interface Recovered {
  readonly status: 'recovered';
}
