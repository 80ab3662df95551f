import type { Severity } from '../findings/finding.ts';
import type { ThreatAccount } from './accounts.ts';
import type { ThreatGoal } from './goal.ts';
import type { ThreatStep } from './step.ts';

/** The kinds of findings about thieves. */
export type ThreatFindingCode =
  /** A single theft is enough to take over an account of these roles for good. */
  | 'one-theft-is-enough'
  /** An unlocked phone that shows its mailbox is enough to take over an account of these roles for good. */
  | 'one-device-is-enough'
  /** The mailbox gives more than a session at baseline. */
  | 'mailbox-keeps-account'
  /** The mailbox leads to administration. */
  | 'mailbox-reaches-administration'
  /** A people administrator becomes a policy administrator, now or after the owner is promoted. */
  | 'people-administrator-reaches-policy'
  /** A people administrator can take over every account below policy administrators. */
  | 'people-administrator-reaches-people'
  /** A helpdesk becomes an administrator or another helpdesk, now or after the owner is promoted. */
  | 'helpdesk-reaches-administration'
  /** A helpdesk can take over the accounts of the people whom it helps. */
  | 'helpdesk-reaches-people'
  /** The operator of a provider administers. */
  | 'provider-reaches-administration'
  /** The operator of a provider signs in to an emergency account. */
  | 'provider-reaches-emergency-account'
  /** The editor of a directory entry signs in to another person's account. */
  | 'directory-entry-reaches-others'
  /** A cookie within `recentProof` keeps an account. */
  | 'fresh-cookie-keeps-account'
  /** A phished password and a phished mail code set up the first strong factor of an account whose sign-ins take more. */
  | 'phished-proofs-keep-account'
  /** A flow or session from before the owner set up an app reaches more than a later flow or session. */
  | 'begun-before-reaches-more'
  /** The owner shows every proof, and lacks recent proof or the proof for administration. */
  | 'owner-cannot-prove'
  /** The budget ended a search. */
  | 'not-decided';

/** A weakness that the threat table shows. */
export interface ThreatFinding {
  /** Stable. Callers branch on the code. */
  readonly code: ThreatFindingCode;
  /** How grave the finding is. */
  readonly severity: Severity;
  /** In English, for an administrator. */
  readonly message: string;
  /** The place in the policy, as a dotted path; absent: no particular place. */
  readonly path?: string;
  /** The roles of the accounts that the finding is about, kind by kind. `[]`: no role. Absent: the finding is about no kind of account. */
  readonly roles?: readonly (readonly string[])[];
  /** The thief, the account and the goal, with the shortest chain. */
  readonly example?: ThreatExample;
}

/** A thief that shows a finding. */
export interface ThreatExample {
  /** The id of the thief. */
  readonly thief: string;
  /** The kind of account under attack. */
  readonly account: ThreatAccount;
  /** The goal that the thief reaches. */
  readonly goal: ThreatGoal;
  /** The shortest chain of acts to the goal. */
  readonly chain: readonly ThreatStep[];
}
