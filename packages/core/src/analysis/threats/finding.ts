import type { Severity } from '../findings/finding.ts';
import type { ThreatAccount } from './accounts.ts';
import type { ThreatGoal } from './goal.ts';
import type { ThreatStep } from './step.ts';

/** The kinds of findings about thieves. */
export type ThreatFindingCode =
  /** A single theft is enough to keep an account of this role. */
  | 'one-theft-is-enough'
  /** An unlocked phone with the mailbox is enough to keep an account of this role. */
  | 'one-device-is-enough'
  /** The mailbox gives more than a session at baseline. */
  | 'mailbox-keeps-account'
  /** The mailbox leads to administration. */
  | 'mailbox-reaches-administration'
  /** A people administrator becomes a policy administrator, now or after the owner is promoted. */
  | 'people-administrator-reaches-policy'
  /** A people administrator can take over every account below policy administrators. */
  | 'people-administrator-reaches-people'
  /** The operator of a provider administers. */
  | 'provider-reaches-administration'
  /** The operator of a provider signs in to an emergency account. */
  | 'provider-reaches-emergency-account'
  /** The editor of a directory entry signs in to another person's account. */
  | 'directory-entry-reaches-others'
  /** A cookie within `recentProof` keeps an account. */
  | 'fresh-cookie-keeps-account'
  /** A flow or session from before the owner set up an app reaches more than a later flow or session. */
  | 'begun-before-reaches-more'
  /** The owner shows every proof, and lacks recent proof or the proof for administration. */
  | 'owner-cannot-prove'
  /** The budget ended a search. */
  | 'not-decided';

export interface ThreatFinding {
  readonly code: ThreatFindingCode;
  readonly severity: Severity;
  /** In English, for an administrator. */
  readonly message: string;
  /** The thief, the account and the goal, with the shortest chain. */
  readonly example?: ThreatExample;
}

export interface ThreatExample {
  readonly thief: string;
  readonly account: ThreatAccount;
  readonly goal: ThreatGoal;
  readonly chain: readonly ThreatStep[];
}
