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
  /** Methods with which the account may begin a sign-in; null if only the policy decides. */
  readonly methods: readonly string[] | null;
  readonly status: 'active' | 'locked' | 'blocked';
  /** End of the lock. */
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
  /** The emergency key of the host at the time of sealing. */
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
  readonly threats?: readonly WorseThreat[];
  readonly threatAnalysis?: ThreatAnalysis;
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
  /** The authenticator with too many failed attempts. */
  readonly authenticator: string;
  readonly until: string;
}

export interface LoggedEvent {
  readonly id: string;
  readonly at: string;
  readonly type: string;
  readonly accountId?: string;
  /** An account id, `system`, or host code: `host`, or `host:` and the id of the host code. */
  readonly actor?: string;
  readonly method?: string;
  readonly flow?: string;
  readonly ip?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface Policy {
  readonly policy: PolicyDocument;
  /** The version for `If-Match` in a change. */
  readonly version: number;
  readonly changedAt: string;
  readonly changedBy: string;
}

/** The JSON of `definePolicy`. `PUT` checks the document. */
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

/** The comparison of what thieves reach before and after. On the first page of a preview. */
export interface ThreatAnalysis {
  /** `running`: the same preview has the answer later. */
  readonly state: 'decided' | 'running' | 'not-decided' | 'not-analysed';
  /** So many thieves reach more on a kind of account. */
  readonly more: number;
  /** So many thieves reach less on a kind of account. */
  readonly less: number;
  /** So many searches found no end. */
  readonly undecided: number;
}

export interface UnmetMandate {
  readonly accountId: string;
  readonly identifier: string;
  readonly because: readonly Reason[];
}

export interface VaultOverview {
  /** The version for `If-Match` in a change; 0 if there is no vault. */
  readonly version: number;
  readonly envelopes: readonly VaultWay[];
}

/** A way to open a vault, without the sealed data key. */
export interface VaultWay {
  readonly id: string;
  readonly kind: 'passkey' | 'secret' | 'emergency';
  readonly passkeyId?: string;
  readonly createdAt: string;
}

/** The numbers of vaults that the policy affects. */
export interface VaultsImpact {
  /** Vaults that their owners could not open: the owner could not sign in, or the vault has no secret and passkeys no longer sign in. */
  readonly withoutWay: number;
  /** Vaults without the emergency envelope that the policy requires. */
  readonly withoutEmergency: number;
}

/** A thief who reaches more on a kind of account than before. */
export interface WorseThreat {
  readonly thief: string;
  /** The kind of account: its role and its factors. */
  readonly reach: string;
  readonly before: string;
  readonly after: string;
  /** The acts that lead to the gravest new goal, in order. */
  readonly chain: string;
  /** The number of accounts of this kind. */
  readonly accounts: number;
  /** The same as data, for words in another language. */
  readonly codes: {
    readonly thief: string;
    readonly roles: readonly string[];
    readonly factors: readonly string[];
    readonly emergency: boolean;
    readonly before: readonly string[];
    readonly after: readonly string[];
    readonly chain: readonly {
      readonly move: string;
      readonly method?: string;
      readonly of?: 'own' | 'owner';
      readonly on?: string;
      readonly saysLess?: 'true';
    }[];
  };
}
