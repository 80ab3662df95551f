// Made from the shapes of the HTTP contract. Change the shapes, then run `npm run vitest -- packages/browser/src/contract.test.ts -u`.

import type { Reason } from './contract.ts';

/** A member who does not enter. */
export interface AffectedMember {
  /** The account. */
  readonly accountId: string;
  /** `must-enroll`: sets up a factor at the door. `cannot`: cannot enter. */
  readonly impact: 'must-enroll' | 'cannot';
  /** The methods to set up. With `must-enroll`. */
  readonly offer?: readonly string[];
  /** The rules of the organisation, or that the account is blocked. */
  readonly because: readonly Reason[];
}

/** A member of an organisation. */
export interface Member {
  /** The account. */
  readonly accountId: string;
  /** The roles in the organisation. */
  readonly roles: readonly string[];
  /** The beginning of the membership. ISO 8601, in UTC. */
  readonly since: string;
  /** The author of the last change: an account id, or `host:` and the id of the host code. */
  readonly by: string;
}

export interface Members {
  readonly members: readonly Member[];
  /** The cursor of the next page; absent on the last page. */
  readonly next?: string;
}

/** A membership of the signed-in person. */
export interface Membership {
  /** The id of the organisation. */
  readonly organisation: string;
  /** For people. Another organisation may have the same name. */
  readonly name?: string;
  /** The person's roles in the organisation. */
  readonly roles: readonly string[];
  /** The beginning of the membership. ISO 8601, in UTC. */
  readonly since: string;
}

/** An invitation that is open: its link still leads in. */
export interface OpenInvitation {
  /** For the withdrawal. */
  readonly id: string;
  /** The address, shortened: `b•••@example.org`. */
  readonly to: string;
  /** The roles that the person gets. */
  readonly roles: readonly string[];
  /** The id of an account, or `host:NAME`. */
  readonly by: string;
  /** When the link was mailed. ISO 8601, in UTC. */
  readonly invitedAt: string;
  /** The end of the link. ISO 8601, in UTC. */
  readonly expiresAt: string;
}

export interface OpenInvitations {
  readonly invitations: readonly OpenInvitation[];
}

/** An organisation with its rule, in one version. */
export interface Organisation {
  /** Stays as long as the organisation, and is never used again. */
  readonly id: string;
  /** For people. Another organisation may have the same name. */
  readonly name?: string;
  /** The version for `If-Match` in a change. */
  readonly version: number;
  /** The rule as it was sent. */
  readonly rule: OrganisationDocument;
  /** When the version came into force. ISO 8601, in UTC. */
  readonly changedAt: string;
  /** An account id, or `host:` and the id of the host code. */
  readonly changedBy: string;
}

/** The JSON of `defineOrganisation`. */
export type OrganisationDocument = Readonly<Record<string, unknown>>;

/** What a rule asks of the members of an organisation. */
export interface OrganisationImpact {
  /** The members who enter. */
  readonly enters: number;
  /** The members who have to set up a factor. */
  readonly mustEnroll: number;
  /** The members who cannot enter, or cannot sign in. */
  readonly cannot: number;
  /** The same from each date of the rule on that is still to come. */
  readonly dates: readonly OrganisationImpactOfDate[];
  /** The members who do not enter now, by account id, 100 a page. */
  readonly members: readonly AffectedMember[];
  /** Saving the rule would be refused with `strands-owners`. Absent otherwise. */
  readonly strandsOwners?: true;
  /** The cursor of the next page; absent on the last page. */
  readonly next?: string;
}

/** The members from a date of the rule on. */
export interface OrganisationImpactOfDate {
  /** The date. ISO 8601, in UTC. */
  readonly from: string;
  /** The members who enter. */
  readonly enters: number;
  /** The members who have to set up a factor. */
  readonly mustEnroll: number;
  /** The members who cannot enter, or cannot sign in. */
  readonly cannot: number;
}

/** A mailed invitation into an organisation. */
export interface OrganisationInvitation {
  /** For the withdrawal. */
  readonly id: string;
  /** The end of the link. ISO 8601, in UTC. */
  readonly expiresAt: string;
}

/** An organisation of the signed-in person. */
export interface OwnOrganisation {
  /** For `in` of `POST /step-up`. */
  readonly id: string;
  /** For people. Another organisation may have the same name. */
  readonly name?: string;
  /** The person's roles in the organisation. */
  readonly roles: readonly string[];
  /** The beginning of the membership. ISO 8601, in UTC. */
  readonly since: string;
  /** The session can enter now. A route of the app may ask for more than the organisation. */
  readonly enters: boolean;
  /** What a step-up with `in` has to reach, as in a problem with `insufficient-strength`. Absent if the session enters, and if no step-up leads in. */
  readonly demand?: {
    readonly strengths: readonly string[];
    readonly maxAgeSeconds?: number;
  };
  /** Why the session does not enter, as in a problem. Absent if the session enters, and if the organisation is closed. */
  readonly because?: readonly Reason[];
}

export interface OwnOrganisations {
  readonly organisations: readonly OwnOrganisation[];
}
