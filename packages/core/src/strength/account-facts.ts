import type { Instant } from '../time/instant.ts';
import type { AccountFactors } from './account-factors.ts';
import type { PrimaryMethod } from './method.ts';

export type { AccountFactors, PasskeyFacts } from './account-factors.ts';

/** Roles that a provider or the directory gave an account, and that are not the account's own. */
export interface GivenRoles {
  readonly method: 'sso' | 'ldap';
  readonly provider: string;
  readonly roles: readonly string[];
  /** When the provider said so last. Roles that were said too long ago are asked of the account, and no session wears them. */
  readonly saidAt: Instant;
}

/** What the policy needs to know of an account: no secret, no database row, plain data a test can write down. */
export interface AccountFacts {
  /** Every role that the account has or was given. What is asked of the account goes by these. */
  readonly roles: readonly string[];
  /**
   * Those of `roles` that are not the account's own: a provider or the directory gave them. A session wears them only with that
   * provider's identity in its evidence (`wornRoles`). Absent: all roles are the account's own.
   */
  readonly given?: readonly GivenRoles[];
  readonly factors: AccountFactors;
  /** The account's own restriction of its ways in; absent: no restriction of its own. */
  readonly methods?: readonly PrimaryMethod[];
  /** The account's own demand, by the name of a strength. */
  readonly requiredStrength?: string;
  /** Blocked by an administrator until an investigation is complete. */
  readonly blocked?: boolean;
  /** A policy administrator blocked it: people administrators do not end that block. */
  readonly blockedFromAbove?: boolean;
  /** A break-glass account: exempt from `methods` and `preferSso`, never from strength. */
  readonly emergency?: boolean;
}
