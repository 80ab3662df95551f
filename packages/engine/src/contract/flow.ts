import type { EnrollableMethod, Instant, Method, Reason, StrengthName } from '@sallyport/core';
import type { AccountId, ClientMode } from '@sallyport/store';

/** Every answer of a flow. */
export type FlowAnswer =
  | {
      readonly status: 'continue';
      readonly backupCodes?: readonly string[];
      readonly accept: readonly AcceptedMethod[];
      readonly because: readonly WordedReason[];
    }
  | {
      readonly status: 'enroll';
      readonly offer: readonly { readonly method: EnrollableMethod }[];
      readonly because: readonly WordedReason[];
    }
  | { readonly status: 'redirect'; readonly provider: string; readonly because: readonly WordedReason[] }
  | {
      readonly status: 'complete';
      readonly session: SessionInfo;
      readonly backupCodes?: readonly string[];
      readonly continuation?: unknown;
    };

export interface AcceptedMethod {
  readonly method: Method;
  /** For `sso`: the provider. Each provider has its own entry. */
  readonly provider?: string;
  /** For a delivered code: the masked address. */
  readonly sentTo?: string;
}

export interface SessionInfo {
  readonly accountId: AccountId;
  readonly strength: StrengthName;
  /** RFC 8176. */
  readonly amr: readonly string[];
  readonly authTime: Instant;
  readonly expiresAt: Instant;
}

/** An answer with the tokens for the client: the HTTP layer puts them into cookies or into the body. */
export interface FlowReply {
  readonly answer: FlowAnswer;
  readonly keep: KeptTokens;
}

export interface KeptTokens {
  readonly mode: ClientMode;
  /** The flow's token and end. `null`: the flow is over. Absent: the client keeps its flow token. */
  readonly flow?: { readonly token: string; readonly expiresAt: Instant } | null;
  readonly session?: { readonly token: string; readonly expiresAt: Instant };
  readonly device?: { readonly token: string; readonly expiresAt: Instant };
}

/** A provider for single sign-on, with its name for people. */
export interface ProviderView {
  readonly id: string;
  readonly name: string;
}

/** The answer before a flow is open. */
export interface OpenAnswer {
  readonly status: 'open';
  readonly methods: readonly Method[];
  readonly providers: readonly ProviderView[];
  readonly preferSso?: string;
}

export interface WordedReason extends Reason {
  readonly message: string;
}
