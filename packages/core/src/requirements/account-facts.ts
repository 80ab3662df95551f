import type { AccountFactors } from '../strength/account-factors.ts';
import type { PrimaryMethod } from '../strength/method.ts';

export type { AccountFactors, PasskeyFacts } from '../strength/account-factors.ts';

/** What the policy needs to know of an account: no secret, no database row, plain data a test can write down. */
export interface AccountFacts {
  readonly roles: readonly string[];
  readonly factors: AccountFactors;
  /** The account's own restriction of its ways in; absent: no restriction of its own. */
  readonly methods?: readonly PrimaryMethod[];
  /** The account's own demand, by the name of a strength. */
  readonly requiredStrength?: string;
  /** Blocked by an administrator until an investigation is complete. */
  readonly blocked?: boolean;
  /** A break-glass account: exempt from `methods` and `preferSso`, never from strength. */
  readonly emergency?: boolean;
}
