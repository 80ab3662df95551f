import type { Severity } from '../findings/finding.ts';
import type { ThreatAccount } from './accounts.ts';
import type { ThreatGoal } from './goal.ts';
import type { ThreatStep } from './step.ts';

/** What is wrong, or worth knowing, about what thieves reach. */
export type ThreatFindingCode =
  /** One thing stolen keeps an account of this role. */
  | 'one-theft-is-enough'
  /** An unlocked phone that shows its mailbox keeps an account of this role. */
  | 'one-device-is-enough'
  /** The mailbox gives more than a session at baseline. */
  | 'mailbox-keeps-account'
  /** The mailbox leads to administration. */
  | 'mailbox-reaches-administration'
  /** A people administrator becomes a policy administrator, now or after the owner is promoted. */
  | 'people-administrator-reaches-policy'
  /** A people administrator can become anybody below policy administrators. */
  | 'people-administrator-reaches-people'
  /** The operator of a provider administers. */
  | 'provider-reaches-administration'
  /** The operator of a provider signs in to an emergency account. */
  | 'provider-reaches-emergency-account'
  /** Whoever edits a directory entry comes in as somebody else. */
  | 'directory-entry-reaches-others'
  /** A cookie within `recentProof` keeps an account. */
  | 'fresh-cookie-keeps-account'
  /** What was begun before the owner set up an app reaches more than what is begun after. */
  | 'begun-before-reaches-more'
  /** The owner shows everything, and lacks recent proof or what administration takes. */
  | 'owner-cannot-prove'
  /** The budget ended before everything was looked at. */
  | 'not-decided';

export interface ThreatFinding {
  readonly code: ThreatFindingCode;
  readonly severity: Severity;
  /** In English, for an administrator. */
  readonly message: string;
  /** The thief, the account and the goal that show it, with the shortest chain. */
  readonly example?: ThreatExample;
}

export interface ThreatExample {
  readonly thief: string;
  readonly account: ThreatAccount;
  readonly goal: ThreatGoal;
  readonly chain: readonly ThreatStep[];
}
