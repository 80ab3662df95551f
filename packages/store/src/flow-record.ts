import type { BesideSession, Evidence, Instant, Milliseconds } from '@sallyport/core';
import type { AccountId, TenantId } from './ids.ts';
import type { PasswordRecord } from './password-record.ts';
import type { PendingCode, PendingSecret } from './pending-record.ts';
import type { ClientMode, SessionRecord } from './session-record.ts';

/**
 * `sign-up`: the first sign-in of an account, by the link of a sign-up or of an invitation. `link`: a session's owner is at a provider, to link an
 * identity.
 */
export type FlowPurpose = 'sign-in' | 'step-up' | 'recover' | 'sign-up' | 'link';

/** An open sign-in, step-up, recovery, sign-up, or journey to a provider. Found by the hash of its token. The end of a flow deletes its record. */
export interface FlowRecord {
  /** The form of the record: see {@link RECORD_SCHEMA}. */
  readonly schema: 1;
  /** The tenant of the flow. */
  readonly tenant: TenantId;
  /** Unique in the tenant. Not secret. */
  readonly id: string;
  /** The hash of the flow's token. In cookie mode every proof replaces the token. */
  readonly tokenHash: string;
  /** 1 at first; rises by 1 with every write. */
  readonly version: number;
  /** What the flow leads to. */
  readonly purpose: FlowPurpose;
  /** The place of the token in the client. */
  readonly mode: ClientMode;
  /**
   * The subject whose failures are counted: the account's id if {@link FlowRecord.accountId} is set, else the keyed hash of the identifier, or
   * `anyone` if there is no identifier. For a link to a provider: `link:` and the session's id, where nothing is counted.
   */
  readonly subject: string;
  /**
   * The account of the flow. A flow of a known identifier, a flow of a mailed link and a step-up have the account from the opening. In any other flow,
   * the first proof sets the account, such as a passkey, an identity at a provider or an entry of the directory. A link to a provider has no account
   * here. No answer reveals the account before a proof.
   */
  readonly accountId?: AccountId;
  /** The proofs given so far. */
  readonly evidence: readonly Evidence[];
  /** The account's epoch at the last proof: what ends sessions also voids the evidence of waiting flows. Absent before a proof. */
  readonly epoch?: number;
  /** The methods that the flow accepts now. An attempt with another method is neither judged nor counted. */
  readonly accepts: readonly string[];
  /** For a step-up: the session as it was when the flow opened, and the strengths to raise it to. The flow ends with the session. */
  readonly raises?: {
    readonly session: SessionRecord;
    readonly strengths: readonly string[];
    readonly within?: Milliseconds;
  };
  /** The one valid code that was sent, of any method. */
  readonly sentCode?: { readonly method: string; readonly hash: string; readonly expiresAt: Instant };
  /** What the server chose for the proof of a factor, and showed: `asked` are the cells of a card. The first answer, right or wrong, uses it up. */
  readonly challenge?: { readonly method: string; readonly asked: readonly string[]; readonly expiresAt: Instant };
  /** A secret whose set-up began in this flow. */
  readonly pendingSecret?: PendingSecret;
  /** An address whose set-up began in this flow. */
  readonly pendingCode?: PendingCode;
  /**
   * For a recovery: the new password. The commit with the proof of another factor replaces the old password. `rules`: the hash of the rules that
   * judged the password. If the rules change, the recovery is over. `tokenHash`: the hash of the followed link, as in the account.
   */
  readonly recovery?: { readonly passwordHash: string; readonly tokenHash: string; readonly rules: string };
  /**
   * For a sign-up: the password of the new account. The commit that ends the flow with a session sets the password. `rules`: the hash of the rules
   * that judged the password. If the rules change, the password counts for nothing.
   */
  readonly newPassword?: PasswordRecord & { readonly rules: string };
  /** The identifier and method that the flow was opened with, if a directory may be asked. */
  readonly asked?: { readonly identifier: string; readonly method?: 'password' | 'ldap' };
  /** The provider where a session of this flow begins. */
  readonly begunAt?: SessionRecord['begunAt'];
  /** The one valid journey to a provider. */
  readonly sso?: PendingSso;
  /** The number of returns from providers in this flow that failed or are being judged. */
  readonly failedReturns?: number;
  /** The flow was opened without an identifier: the first proof decides the account. */
  readonly forAnyone?: true;
  /** For a link: the session whose account gets the identity, as the account was when the link began. */
  readonly linksFor?: LinkBeginning;
  /** The session that the client had at the first proof of this flow. The flow ends with the session. A step-up has the session in `raises`. */
  readonly beside?: BesideSession<AccountId>;
  /** The host's opaque value. Returned with the grant and never earlier. */
  readonly continuation?: unknown;
  /** When the flow began. */
  readonly openedAt: Instant;
  /** When the flow ends without a grant. */
  readonly expiresAt: Instant;
  /** For a sign-in: there was an attempt. If there is an account, `sign-in.started` is in the action log. */
  readonly started?: true;
}

/** The beginning of a link. The link is void if the account's owner reacts meanwhile: by a new epoch, or by the removal of a factor. */
export interface LinkBeginning {
  /** The id of the session. */
  readonly session: string;
  /** The account's epoch. */
  readonly epoch: number;
  /** The account's factors, mailbox and identities, as opaque texts. */
  readonly account: readonly string[];
  /** Everybody who began the link besides the owner: names as in `SetUpBy`. */
  readonly setUpBy?: string;
}

/** The state of a journey to a provider, until the person returns. */
export interface PendingSso {
  /** The provider's name in the host's configuration. */
  readonly provider: string;
  /** The `state` that comes back with the response. */
  readonly state: string;
  /** The absolute callback address in the request to the provider. */
  readonly callback: string;
  /** The `kept` that the provider's `begin` returned. */
  readonly kept: Readonly<Record<string, string | number | boolean | null>>;
  /** When the person left for the provider. */
  readonly leftAt: Instant;
  /** No response counts after this instant. */
  readonly expiresAt: Instant;
  /** A return is being judged, and counts as failed from this instant on. Other returns wait until then. Absent: no return is being judged. */
  readonly judgedUntil?: Instant;
}
