import type { Instant } from '@sallyport/core';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@sallyport/webauthn';
import type { Caller } from './caller.ts';
import type { CreationOptions, Mediation, RequestOptions } from './ceremony-options.ts';
import type { Duration } from './duration.ts';
import type { FlowReply, KeptTokens, OpenAnswer } from './flow.ts';
import type { RefusalOf } from './refusal-table.ts';
import type { LiveSession } from './session.ts';

/**
 * Signs people in, in steps that a flow collects. A flow lasts 30 minutes. If a refused step leaves the flow open, `keep` has its token.
 *
 * @template Strength the names of strengths that `stepUp` accepts
 */
export interface SignIn<Strength extends string = string> {
  /**
   * Opens a flow. With a password, this call is also the first step. The client gets the token of the new flow; the flow that was open
   * stays valid until it expires. The new flow takes over the continuation of an open sign-in of the same mode, unless the input has a continuation.
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
  /**
   * Returns what the flow asks for next, decided on the committed state. Without a flow: the ways to sign in. A browser is then sent to the
   * policy's `preferSso` provider, unless `local` is true. Answers `flow-expired` if the flow has ended, or was opened in the other mode.
   */
  status(caller: Caller, options: { local: boolean }): Promise<FlowReply | OpenAnswer | RefusalOf<'signIn.status'>>;
  /**
   * Proves the password of the account that the open flow names. The guess is counted before the engine compares the password (`locked`,
   * `busy`).
   */
  password(caller: Caller, input: { password: string }): Promise<FlowReply | RefusalOf<'signIn.password'>>;
  /**
   * Makes a challenge, valid for 5 minutes, with or without a flow. `allowCredentials` is empty before a proof, so that a stranger learns
   * nothing about an account. Afterwards it lists the account's passkeys (WebAuthn L3 §5.5). Answers `flow-expired` only if the client continues a flow.
   */
  passkeyOptions(caller: Caller): Promise<RequestOptions | RefusalOf<'signIn.passkeyOptions'>>;
  /**
   * Judges an assertion (WebAuthn L3 §7.2), in the open flow or in a new flow. A refusal has `passkey: 'unknown'` if no account of
   * any tenant in the store has the passkey.
   */
  passkey(caller: Caller, response: AuthenticationResponseJSON): Promise<FlowReply | RefusalOf<'signIn.passkey'>>;
  /** Sends a code that is valid in this flow, by `email-code` or by one of the host's methods. The code sent before becomes invalid. */
  sendCode(caller: Caller, method: string): Promise<FlowReply | RefusalOf<'signIn.sendCode'>>;
  /**
   * Chooses what the next code of a method has to answer, such as cells of a printed card: valid for 10 minutes, in this flow, for one answer. Until the
   * answer, a further request returns the same. A new choice counts like a guess, because a thief who saw some cells would ask until these are asked for.
   * Answers `not-found` for a method without such a choice.
   */
  challenge(caller: Caller, method: string): Promise<ChallengeView | RefusalOf<'signIn.challenge'>>;
  /** Judges a typed code of any method: a sent code, a code of an authenticator app, or a backup code. */
  code(caller: Caller, method: string, input: { code: string }): Promise<FlowReply | RefusalOf<'signIn.code'>>;
  /**
   * Judges the one-time code of `people.vouch` or `people.resetTwoStep`, which opens the set-up of a strong factor after a first proof, or of `people.helpIn`, which
   * counts in every flow of the account without proofs from before the help-in. Spaces, dashes and upper case do not matter. The code alone never completes a sign-in.
   *
   * @param input `password`: the new password of a person whose password was lost, set together with the code
   */
  enrollmentCode(
    caller: Caller,
    input: { code: string; password?: string | undefined },
  ): Promise<FlowReply | RefusalOf<'signIn.enrollmentCode'>>;
  /** Ends the flow: its token is invalid from then on. Answers `flow-conflict` if another request changed the flow at the same moment. */
  abandon(caller: Caller): Promise<{ keep: KeptTokens } | RefusalOf<'signIn.abandon'>>;
  /**
   * Opens a flow that raises this session. Completes at once if the session's dated evidence already suffices. With `in`, the flow leads into the
   * organisation: it also asks for what the organisation asks.
   *
   * @throws SallyportConfigError `bad-duration`, if `within` is no duration
   */
  stepUp(
    caller: Caller,
    session: LiveSession,
    input: { strength?: Strength; within?: Duration; in?: string; continuation?: unknown },
  ): Promise<FlowReply | RefusalOf<'signIn.stepUp'>>;
}

/** What a code has to answer. */
export interface ChallengeView {
  /** In the order of the answer: `['A1', 'C4', 'F2']`. */
  readonly asked: readonly string[];
  readonly expiresAt: Instant;
}

/** A secret for the person's app, shown once. */
export interface PendingSecretView {
  /** The secret as text, for typing. */
  readonly secret: string;
  /** The secret as an `otpauth` address, for a QR code. Empty if no app takes the secret over. */
  readonly uri: string;
  /** A table for the person to print, row by row: a card. Absent: there is nothing to print. */
  readonly sheet?: readonly (readonly string[])[];
  /** What the first code answers, as in {@link ChallengeView}. Absent: the method asks for nothing. */
  readonly asked?: readonly string[];
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
  /**
   * Judges the first code of a secret (at most 30 minutes old) or of a new address (10 minutes), and gives the account the factor. Wrong
   * codes are counted.
   */
  confirmCode(
    caller: Caller,
    method: string,
    input: { code: string },
  ): Promise<FlowReply | RefusalOf<'enroll.confirmCode'>>;
  /**
   * Makes a challenge for a new passkey, valid for 5 minutes, that excludes the passkeys of the account (WebAuthn L3 §5.4,
   * `excludeCredentials`).
   *
   * @param options `mediation: 'conditional'`: the browser may create the passkey by itself after a sign-in with a password, without a gesture of the
   *   person (§5.1.3). The registration then needs no user presence.
   */
  passkeyOptions(
    caller: Caller,
    options?: { mediation?: Mediation },
  ): Promise<CreationOptions | RefusalOf<'enroll.passkeyOptions'>>;
  /**
   * Verifies a registration (WebAuthn L3 §7.1), and gives the account the passkey. Default of `name`: the product or kind of the
   * authenticator. Answers `already-exists` if the passkey is registered.
   */
  passkey(
    caller: Caller,
    input: { response: RegistrationResponseJSON; name?: string },
  ): Promise<FlowReply | RefusalOf<'enroll.passkey'>>;
}

/** Recovery of a forgotten password. */
export interface Recovery {
  /** Mails a link, if the account exists and may recover. The answer and its time are the same if no mail is sent. */
  begin(caller: Caller, input: { identifier: string }): Promise<void>;
  /**
   * Judges the token of a mailed link, which is valid once and for 30 minutes, and takes the new password. If the account has another
   * factor, a flow asks for that factor first, and the proof replaces the password. Otherwise the password is replaced at once, and nobody
   * is signed in. Answers `malformed-input` with the path `next` if the password breaks a rule: the link stays valid. If the policy compares
   * passwords with earlier ones, each comparison counts as a guess (`locked`), because its answer would confirm a guess.
   */
  confirm(
    caller: Caller,
    input: { token: string; next: string },
  ): Promise<FlowReply | Recovered | RefusalOf<'recovery.confirm'>>;
}

/** Sign-up: a person makes the own account, with a mail address that the person proves. */
export interface SignUp {
  /**
   * Mails a link to the address. If the address has an account, the mail says so and has no link. The answer and its time are the same in both cases,
   * and if no mail is sent. At most five mails an hour go to an address.
   *
   * @example
   * ```ts
   * import type { Caller } from '@sallyport/engine';
   *
   * declare const caller: Caller; // the tenant and the client of the request
   * const refused = await auth.signUp.begin(caller, { email: 'ada@example.org' });
   * if (refused !== undefined) throw new Error(refused.refused);
   * ```
   */
  begin(caller: Caller, input: { email: string }): Promise<RefusalOf<'signUp.begin'> | undefined>;
  /**
   * Follows the link, which is valid once and for an hour: makes the account, whose identifier and verified address are the address, and goes on in
   * its first sign-in. The link proves the mailbox, as an email code does. The password counts as proved, and is set in the commit that opens the
   * session. In this flow the person may set up factors without a further proof. If the person leaves the flow, the next sign-up with the
   * address goes on with the same account. Answers `already-exists` if the address got an account meanwhile, and `malformed-input` with
   * the path `password` if the password breaks a rule: the link stays valid.
   */
  confirm(
    caller: Caller,
    input: { token: string; password?: string | undefined },
  ): Promise<FlowReply | RefusalOf<'signUp.confirm'>>;
}

/** Invitations: the first sign-in of a person for whom somebody made an account. */
export interface Invitations {
  /**
   * Follows the link of an invitation, which is valid once and for seven days, and goes on in the first sign-in. The link proves the mailbox, as an email
   * code does, and is the word of the person who invited. The password counts as proved, and is set in the commit that opens the session. In this flow the
   * person may set up factors without a further proof. If the person chose no password, the link begins the flow of the same client again. Answers
   * `malformed-input` with the path `password` if the password breaks a rule: the link stays valid, and `identifier` is the name with which the person
   * signs in.
   */
  accept(
    caller: Caller,
    input: { token: string; password?: string | undefined },
  ): Promise<FlowReply | RefusalOf<'invitations.accept'>>;
}

/** The password was replaced, and nobody is signed in: the person signs in again. */
export interface Recovered {
  /** Tells this answer from the answer of a flow. */
  readonly status: 'recovered';
}
