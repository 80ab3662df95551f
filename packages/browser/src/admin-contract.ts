// Made from the shapes of the HTTP contract, as OpenAPI has them. Change those, then run
// `npm run vitest -- packages/browser/src/contract.test.ts -u`.

import type { ExternalId, Factors, Reason, Recommendation } from './contract.ts';

export interface Accounts {
  readonly accounts: readonly AdminAccount[];
  readonly next?: string;
}

export interface AdminAccount {
  readonly accountId: string;
  readonly identifiers: readonly string[];
  readonly email?: string;
  readonly roles: readonly string[];
  readonly factors: Factors;
  readonly externalIds: readonly ExternalId[];
  readonly recommendations: readonly Recommendation[];
  /** The ways in that this account may use; null if the policy alone says so. */
  readonly methods: readonly string[] | null;
  readonly status: 'active' | 'locked' | 'blocked';
  /** When a lock ends. */
  readonly until?: string;
  readonly blockedReason?: string;
  readonly sessions: number;
  readonly emergency: boolean;
}

export interface BlockedAccount {
  readonly accountId: string;
  readonly identifier: string;
  readonly since: string;
  readonly by: string;
  readonly reason: string;
}

export interface EmergencyEnvelope {
  /** The emergency key that the host had when this was made. */
  readonly kid?: string;
  readonly sealed: string;
}

export interface EnrollmentCode {
  readonly enrollmentCode: string;
  readonly expiresAt: string;
}

export interface Events {
  readonly events: readonly LoggedEvent[];
  readonly next?: string;
}

export interface Exposure {
  readonly asOf: string;
  readonly items: readonly {
    readonly id: string;
    readonly label: string;
    readonly access: string;
    readonly lastUsedAt?: string;
  }[];
  readonly next?: string;
}

export interface Impact {
  readonly unaffected: number;
  readonly mustEnroll: number;
  readonly stranded: number;
  readonly accounts: readonly ImpactEntry[];
  readonly vaults?: VaultsImpact;
  readonly next?: string;
}

export interface ImpactEntry {
  readonly accountId: string;
  readonly identifier: string;
  readonly impact: 'must-enroll' | 'stranded';
  readonly because: readonly Reason[];
}

export interface LockedAccount {
  readonly accountId: string;
  readonly identifier: string;
  /** What was tried too often. */
  readonly authenticator: string;
  readonly until: string;
}

export interface LoggedEvent {
  readonly id: string;
  readonly at: string;
  readonly type: string;
  readonly accountId?: string;
  /** An account id, `system`, or for host code `host` or `host:` and which. */
  readonly actor?: string;
  readonly method?: string;
  readonly flow?: string;
  readonly ip?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface Policy {
  readonly policy: PolicyDocument;
  /** What `If-Match` names for a change that is based on it. */
  readonly version: number;
  readonly changedAt: string;
  readonly changedBy: string;
}

/** The JSON of `definePolicy`; the server checks it when it is put. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

export interface PolicyVersions {
  readonly versions: readonly Policy[];
  readonly next?: string;
}

export interface Security {
  readonly locked: readonly LockedAccount[];
  readonly blocked: readonly BlockedAccount[];
  readonly failuresByHour: readonly {
    readonly hour: string;
    readonly count: number;
  }[];
  readonly mandatesUnmet: readonly UnmetMandate[];
  readonly policyVersion: number;
}

export interface UnmetMandate {
  readonly accountId: string;
  readonly identifier: string;
  readonly because: readonly Reason[];
}

export interface VaultOverview {
  /** What `If-Match` names for a change that is based on it; 0 before there is a vault. */
  readonly version: number;
  readonly envelopes: readonly VaultWay[];
}

/** A way into a vault, and nothing that opens. */
export interface VaultWay {
  readonly id: string;
  readonly kind: 'passkey' | 'secret' | 'emergency';
  readonly passkeyId?: string;
  readonly createdAt: string;
}

/** Accounts whose vaults the policy touches. */
export interface VaultsImpact {
  /** Their owners could not sign in, or only by passkeys that no longer do. */
  readonly withoutWay: number;
  /** They lack the emergency envelope that the policy requires. */
  readonly withoutEmergency: number;
}
