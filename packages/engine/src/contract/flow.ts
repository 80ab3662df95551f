import type { ConfirmedBy, EnrollableMethod, Instant, Method, Reason, Soon, StrengthName } from '@sallyport/core';
import type { AccountId, ClientMode } from '@sallyport/store';

/** Every answer of a flow. */
export type FlowAnswer =
  | {
      readonly status: 'continue';
      /** The codes that this step issued. No other answer has them. */
      readonly backupCodes?: readonly string[];
      readonly accept: readonly AcceptedMethod[];
      /** The sign-ins at providers that count in the flow. Absent: none counts. */
      readonly confirmedBy?: readonly ConfirmedBy[];
      /** The account's sign-in name, in a flow whose first proof is the link of a sign-up or an invitation, a passkey that verified its user, or a sign-in at a provider, and in a recovery after another factor. Absent otherwise. */
      readonly identifier?: string;
      readonly because: readonly WordedReason[];
    }
  | {
      readonly status: 'enroll';
      /** As in `continue`: a set-up issued codes, and a further set-up is needed. */
      readonly backupCodes?: readonly string[];
      readonly offer: readonly { readonly method: EnrollableMethod }[];
      /** As in `continue`. */
      readonly identifier?: string;
      readonly because: readonly WordedReason[];
    }
  | { readonly status: 'redirect'; readonly provider: string; readonly because: readonly WordedReason[] }
  | {
      readonly status: 'complete';
      readonly session: SessionInfo;
      readonly backupCodes?: readonly string[];
      readonly continuation?: unknown;
    };

/** A method that would advance the flow. */
export interface AcceptedMethod {
  /** The name, such as `password`, `passkey`, `totp` or `sms-code`. */
  readonly method: Method;
  /** For `sso`: the provider. Each provider has its own entry. */
  readonly provider?: string;
  /** For a delivered code: the masked address. */
  readonly sentTo?: string;
  /** For `totp`: the number of digits, if an imported app has not six. */
  readonly digits?: number;
  /** The code answers what `signIn.challenge` returns. Absent: it answers nothing. */
  readonly challenged?: true;
}

/** The public facts of a session. */
export interface SessionInfo {
  /** The account that is signed in. */
  readonly accountId: AccountId;
  /** The strongest level that the session's proofs reach for this account, under the policy in force. */
  readonly strength: StrengthName;
  /** RFC 8176. */
  readonly amr: readonly string[];
  /** The time of the newest proof, in epoch milliseconds. */
  readonly authTime: Instant;
  /** The end of the session, in epoch milliseconds: its absolute end, or earlier the end of its idle limit. Use moves the idle end. */
  readonly expiresAt: Instant;
  /**
   * A date within thirty days on which the policy begins to ask for more than the account can give. Nobody is let past on the day, so a page offers the
   * set-up now. Absent: no such date.
   */
  readonly soon?: Soon;
}

/** An answer with the tokens for the client: the HTTP layer puts them into cookies or into the body. */
export interface FlowReply {
  /** What the page shows next, or the session. */
  readonly answer: FlowAnswer;
  /** The tokens to hand to the client. The tokens are secrets: never log them. */
  readonly keep: KeptTokens;
}

/** The tokens that a client keeps. Each `expiresAt` is in epoch milliseconds. */
export interface KeptTokens {
  /** `cookie`: the tokens go into HttpOnly cookies. `token`: the tokens go into the body, and the flow's token of a refusal into the header `Sallyport-Flow`. */
  readonly mode: ClientMode;
  /** The flow's token and end. `null`: the flow is over. Absent: the client keeps its flow token. */
  readonly flow?: { readonly token: string; readonly expiresAt: Instant } | null;
  /**
   * A new token of the session: after a sign-in, a step-up or a new password. The token before is invalid. Absent: the client keeps its
   * token.
   */
  readonly session?: { readonly token: string; readonly expiresAt: Instant };
  /**
   * A new token that tells this device from a stranger's, and gives it a separate budget of guesses. Absent: the account knows the device already, or
   * the step makes no device known.
   */
  readonly device?: { readonly token: string; readonly expiresAt: Instant };
  /**
   * All device tokens of the client after this answer, `device` among them: the next `Caller.deviceTokens`. For the cookie in cookie mode. Absent: the
   * client keeps its list.
   */
  readonly deviceTokens?: { readonly tokens: readonly string[]; readonly expiresAt: Instant };
}

/** A provider for single sign-on, with its name for people. */
export interface ProviderView {
  /** The id in the host's `providers`, as in the routes and in `AcceptedMethod.provider`. */
  readonly id: string;
  /** The name for the button. */
  readonly name: string;
}

/** The answer before a flow is open. */
export interface OpenAnswer {
  /** Tells this answer from the answers of a flow. */
  readonly status: 'open';
  /** The methods that can open a sign-in under the policy, the same for everybody. */
  readonly methods: readonly Method[];
  /** The tenant's providers. Empty if the policy does not let `sso` open a sign-in. */
  readonly providers: readonly ProviderView[];
  /** The id of the provider that the policy prefers, if the policy prefers one. */
  readonly preferSso?: string;
}

/** A reason of the core, with its text. */
export interface WordedReason extends Reason {
  /** English. A page in another language chooses its words by `code` and `params`. */
  readonly message: string;
}
