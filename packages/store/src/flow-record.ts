import type { BesideSession, Evidence, Instant, Milliseconds } from '@sallyport/core';
import type { AccountId, TenantId } from './ids.ts';
import type { PasswordRecord } from './password-record.ts';
import type { PendingCode, PendingSecret } from './pending-record.ts';
import type { ClientMode, SessionRecord } from './session-record.ts';
import type { SetUpsRecord } from './set-ups-record.ts';

/** `sign-up`: an account's first sign-in, also by an invitation. `link`: at a provider, to link an identity. */
export type FlowPurpose = 'sign-in' | 'step-up' | 'recover' | 'sign-up' | 'link';

/** Found by the hash of its token. The end deletes the record. */
export interface FlowRecord {
  readonly schema: 1;
  readonly tenant: TenantId;
  /** Not secret. */
  readonly id: string;
  /** In cookie mode every proof replaces the token. */
  readonly tokenHash: string;
  readonly version: number;
  readonly purpose: FlowPurpose;
  readonly mode: ClientMode;
  /** Whose failures are counted: the account's id, else the keyed hash of the identifier, or `anyone`. For a link nothing is counted. */
  readonly subject: string;
  /** From the opening for a known identifier, a mailed link and a step-up, else from the first proof. No answer reveals it before. */
  readonly accountId?: AccountId;
  readonly evidence: readonly Evidence[];
  /** At the last proof: what ends sessions also voids waiting flows. */
  readonly epoch?: number;
  /** An attempt with another method is neither judged nor counted. */
  readonly accepts: readonly string[];
  /** For a step-up: the session at the opening, and the wanted strengths. The flow ends with the session. */
  readonly raises?: {
    readonly session: SessionRecord;
    readonly strengths: readonly string[];
    readonly within?: Milliseconds;
    /** A place asks for `within`: a provider's proof without a date counts by its arrival. */
    readonly undated?: true;
    /** The organisation that the step-up leads into. The flow ends with the membership. */
    readonly in?: string;
  };
  readonly sentCode?: { readonly method: string; readonly hash: string; readonly expiresAt: Instant };
  /** What the server chose and showed, such as cells of a card. The first answer uses it up. */
  readonly challenge?: { readonly method: string; readonly asked: readonly string[]; readonly expiresAt: Instant };
  readonly pendingSecret?: PendingSecret;
  readonly pendingCode?: PendingCode;
  /**
   * For a recovery: set by the commit with another factor's proof. `rules`: the hash of the rules that judged the password; if they change, the
   * recovery is over. `tokenHash`: of the followed link.
   */
  readonly recovery?: { readonly passwordHash: string; readonly tokenHash: string; readonly rules: string };
  /** For a sign-up: set by the commit that opens the session. `rules`: as in `recovery`. */
  readonly newPassword?: PasswordRecord & { readonly rules: string };
  /** Of a first sign-in: the commit that opens the session writes them to the account. */
  readonly setUps?: SetUpsRecord;
  readonly asked?: { readonly identifier: string; readonly method?: 'password' | 'ldap' };
  readonly begunAt?: SessionRecord['begunAt'];
  /** The provider asserted it with its proof. It replaces the former address after the session opens. */
  readonly newAddress?: { readonly provider: string; readonly address: string; readonly leftAt: Instant };
  /** The one valid journey. */
  readonly sso?: PendingSso;
  readonly failedReturns?: number;
  /** Without an identifier: the first proof decides the account. */
  readonly forAnyone?: true;
  /** The session whose account gets the identity. */
  readonly linksFor?: LinkBeginning;
  /** At the first proof. The flow ends with this session. */
  readonly beside?: BesideSession<AccountId>;
  /** The host's opaque value, returned with the grant and never earlier. */
  readonly continuation?: unknown;
  readonly openedAt: Instant;
  readonly expiresAt: Instant;
  readonly started?: true;
}

/** Void if the owner reacts meanwhile, by a new epoch or the removal of a factor. */
export interface LinkBeginning {
  readonly session: string;
  readonly epoch: number;
  /** Factors, mailbox and identities, as opaque texts. */
  readonly account: readonly string[];
  /** Besides the owner, as in `SetUpBy`. */
  readonly setUpBy?: string;
}

export interface PendingSso {
  readonly provider: string;
  /** Comes back with the response. */
  readonly state: string;
  readonly callback: string;
  readonly kept: Readonly<Record<string, string | number | boolean | null>>;
  readonly leftAt: Instant;
  /**
   * The address asks the person to sign in anew. `person`: because the person wants to be somebody else, or the flow demands a recent proof. `engine`:
   * because a return failed, or the provider may assert more by now.
   */
  readonly asksAnew?: 'person' | 'engine';
  /** The engine sent the person there once more, because the provider's page had expired. */
  readonly isSecond?: true;
  readonly expiresAt: Instant;
  /** Counts as failed from here on; other returns wait until then. */
  readonly judgedUntil?: Instant;
}
