import type { Instant, PrimaryMethod } from '@sallyport/core';
import type { ThreatPreviewRow, VaultsPreview } from '@sallyport/core/analysis';
import type { AccountId, EventRecord, ExposureItem, PolicyDocument, TenantId } from '@sallyport/store';
import type { AdminAccountView } from './account.ts';
import type { WordedReason } from './flow.ts';
import type { Refusal } from './refusal.ts';
import type { LiveSession } from './session.ts';

export interface PolicyView {
  readonly policy: PolicyDocument;
  readonly version: number;
  readonly changedAt: Instant;
  readonly changedBy: string;
}

export interface ImpactView {
  readonly unaffected: number;
  readonly mustEnroll: number;
  readonly stranded: number;
  readonly accounts: readonly {
    accountId: AccountId;
    identifier: string;
    impact: 'must-enroll' | 'stranded';
    because: readonly WordedReason[];
  }[];
  /** Present if the policy concerns vaults. */
  readonly vaults?: VaultsPreview;
  /**
   * The thieves who reach more than before, the worst first, at most 100. Present on the first page of a preview. Absent if the
   * comparison has no answer: `threatAnalysis` has the reason.
   */
  readonly threats?: readonly WorseThreatView[];
  /** Present on the first page of a preview, unless the host turned `previewThreats` off. */
  readonly threatAnalysis?: ThreatAnalysisView;
  readonly next?: string;
}

/** A thief who reaches more on a kind of account, in words for an administrator. */
export interface WorseThreatView extends ThreatPreviewRow {
  /** The number of accounts of this kind. */
  readonly accounts: number;
}

/** The state of the comparison of what thieves reach. */
export interface ThreatAnalysisView {
  /**
   * - `decided`: every search ended.
   * - `running`: the analysis runs. The same preview finds the answer later.
   * - `not-decided`: the analysis takes too long, or some searches did not end. The thieves in `threats` do reach more.
   * - `not-analysed`: the runtime starts no worker thread.
   */
  readonly state: 'decided' | 'running' | 'not-decided' | 'not-analysed';
  /** The number of thieves and kinds of accounts where the thief reaches more. */
  readonly more: number;
  /** The number of thieves and kinds of accounts where the thief reaches less. */
  readonly less: number;
  /** The number of thieves and kinds of accounts that no search decided. */
  readonly undecided: number;
}

export type EventView = Omit<EventRecord, 'tenant' | 'tell'>;

/** An identity in an administrator's request. */
export interface ExternalIdInput {
  readonly provider: string;
  /** The provider's immutable id of the person: `sub`, the persistent NameID, `entryUUID`. */
  readonly subject: string;
}

/**
 * Acts of administration. The HTTP layer checks the session (`administrator`) before each call. The engine checks here which account the
 * administrator may change.
 */
export interface Administration {
  policy(tenant: TenantId): Promise<PolicyView>;
  putPolicy(
    actor: LiveSession,
    input: { policy: unknown; ifVersion: number },
  ): Promise<(ImpactView & { version: number }) | Refusal>;
  policyVersions(
    tenant: TenantId,
    page: { cursor?: string },
  ): Promise<{ versions: readonly PolicyView[]; next?: string }>;
  previewPolicy(actor: LiveSession, input: { policy: unknown; cursor?: string }): Promise<ImpactView | Refusal>;
  accounts(
    tenant: TenantId,
    page: { query?: string; cursor?: string },
  ): Promise<{ accounts: readonly AdminAccountView[]; next?: string }>;
  account(tenant: TenantId, id: string): Promise<AdminAccountView | Refusal>;
  createAccount(
    actor: LiveSession,
    input: {
      identifier: string;
      email?: string;
      roles?: string[];
      password?: string;
      emergency?: boolean;
      externalIds?: readonly ExternalIdInput[];
    },
  ): Promise<AdminAccountView | Refusal>;
  deleteAccount(actor: LiveSession, id: string): Promise<Refusal | undefined>;
  setMethods(
    actor: LiveSession,
    id: string,
    input: { methods: readonly PrimaryMethod[]; force?: boolean },
  ): Promise<AdminAccountView | Refusal>;
  setRoles(
    actor: LiveSession,
    id: string,
    input: { roles: string[]; force?: boolean },
  ): Promise<AdminAccountView | Refusal>;
  /** Replaces the whole list: an identity that is left out is unlinked. */
  setExternalIds(
    actor: LiveSession,
    id: string,
    input: { externalIds: readonly ExternalIdInput[] },
  ): Promise<AdminAccountView | Refusal>;
  resetTwoStep(actor: LiveSession, id: string): Promise<{ enrollmentCode: string; expiresAt: Instant } | Refusal>;
  resetPasskeys(actor: LiveSession, id: string): Promise<AdminAccountView | Refusal>;
  revokePasskey(actor: LiveSession, id: string, passkeyId: string): Promise<AdminAccountView | Refusal>;
  vouch(actor: LiveSession, id: string): Promise<{ enrollmentCode: string; expiresAt: Instant } | Refusal>;
  block(actor: LiveSession, id: string, input: { reason: string }): Promise<AdminAccountView | Refusal>;
  unblock(actor: LiveSession, id: string): Promise<AdminAccountView | Refusal>;
  unlock(actor: LiveSession, id: string): Promise<AdminAccountView | Refusal>;
  exposure(
    tenant: TenantId,
    id: string,
  ): Promise<{ asOf: Instant; items: readonly ExposureItem[]; next?: string } | Refusal>;
  events(
    tenant: TenantId,
    page: { account?: string; type?: string; cursor?: string },
  ): Promise<{ events: readonly EventView[]; next?: string }>;
  security(tenant: TenantId): Promise<SecurityView>;
}

export interface SecurityView {
  readonly locked: readonly { accountId: AccountId; identifier: string; authenticator: string; until: Instant }[];
  readonly blocked: readonly { accountId: AccountId; identifier: string; since: Instant; by: string; reason: string }[];
  readonly failuresByHour: readonly { hour: Instant; count: number }[];
  readonly mandatesUnmet: readonly { accountId: AccountId; identifier: string; because: readonly WordedReason[] }[];
  readonly policyVersion: number;
}
