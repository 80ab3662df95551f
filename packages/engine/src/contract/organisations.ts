import type { EnrollableMethod, Instant, StrengthName } from '@sallyport/core';
import type { AccountId, PolicyDocument } from '@sallyport/store';
import type { AccountName, ActedBy } from './account-ref.ts';
import type { EventView } from './audit.ts';
import type { WordedReason } from './flow.ts';
import type { RefusalOf } from './refusal-table.ts';

/** Of a tenant. */
export interface OfTenant {
  /** Default: the tenant of the acting session, otherwise `default`. */
  readonly tenant?: string | undefined;
}

/** An organisation, with a version of its rule. */
export interface OrganisationView {
  /** Stays as long as the organisation, and is never used again. */
  readonly id: string;
  /** For people. Another organisation may have the same name. */
  readonly name?: string;
  /** Rises by one with each change. */
  readonly version: number;
  /** The rule as a JSON document: an `OrganisationInput` of `@sallyport/core`. */
  readonly rule: PolicyDocument;
  /** Epoch milliseconds. */
  readonly changedAt: Instant;
  /** The id of an account, or host code by its name: `host:billing`. */
  readonly changedBy: string;
}

/** A new organisation. */
export interface OrganisationCreation extends ActedBy, OfTenant {
  /** 1 to 100 letters, digits, `.`, `_`, `~` and `-`, as they stand in an address. Upper case counts. Default: a random id. */
  readonly id?: string | undefined;
  /** 1 to 256 characters. */
  readonly name?: string | undefined;
  /** Default: no rule of its own. */
  readonly rule?: unknown;
}

/** A member, with the roles in the organisation. */
export interface MemberView {
  readonly accountId: AccountId;
  readonly roles: readonly string[];
  readonly since: Instant;
  /** The author of the last change: the id of an account, or `host:NAME`. */
  readonly by: string;
}

/** A membership of an account. */
export interface MembershipView {
  readonly organisation: string;
  readonly name?: string;
  readonly roles: readonly string[];
  readonly since: Instant;
}

/** An organisation of the owner, and whether the session can enter it now. */
export interface OwnOrganisationView {
  readonly id: string;
  readonly name?: string;
  readonly roles: readonly string[];
  readonly since: Instant;
  /** A route that asks for nothing but the organisation would let the session in. */
  readonly enters: boolean;
  /** What a step-up with `in` has to reach. Absent if the session enters, and if no step-up leads in. */
  readonly demand?: { readonly strengths: readonly StrengthName[]; readonly maxAgeSeconds?: number };
  /** Why the session does not enter. Absent if the session enters, and if the organisation is closed. */
  readonly because?: readonly WordedReason[];
}

/** An invitation into an organisation. The link is in the mail alone. */
export interface OrganisationInvitation {
  /** For `withdraw`. */
  readonly id: string;
  readonly expiresAt: Instant;
}

/** An invitation that is open: its link still leads in. */
export interface OpenInvitationView extends OrganisationInvitation {
  /** The address, shortened: `b•••@example.org`. */
  readonly to: string;
  readonly roles: readonly string[];
  /** The id of the inviter's account, or `host:NAME`. */
  readonly by: string;
  readonly invitedAt: Instant;
}

/** What a rule asks of the members of an organisation, from everything that their accounts can prove anew. */
export interface OrganisationImpact {
  /** The number of members who enter. */
  readonly enters: number;
  /** The number of members who have to set up a factor, which the pages offer at the door. */
  readonly mustEnroll: number;
  /** The number of members who cannot enter, or cannot sign in. */
  readonly cannot: number;
  /** The same from each date of the rule on that is still to come, if nobody sets anything up until then. */
  readonly dates: readonly {
    readonly from: Instant;
    readonly enters: number;
    readonly mustEnroll: number;
    readonly cannot: number;
  }[];
  /** The members who do not enter now, by id, 100 a page. */
  readonly members: readonly {
    readonly accountId: AccountId;
    readonly impact: 'must-enroll' | 'cannot';
    readonly offer?: readonly EnrollableMethod[];
    /** The rules of the organisation, or that the account is blocked. What the app asks by other rules stays out. */
    readonly because: readonly WordedReason[];
  }[];
  /** `setRule` by a member would answer `strands-owners`. Otherwise absent. */
  readonly strandsOwners?: true;
  /** The `cursor` of the next page. Absent on the last page. */
  readonly next?: string;
}

/** The memberships of organisations. */
export interface OrganisationMembers {
  /**
   * Makes an account a member with these roles, or replaces the roles of a member. A role is one of the policy (`organisations.roles`) or of the
   * organisation's own rule. Answers `strands-owners` if no owner could enter any more: a policy administrator or host code may pass `force`. An account
   * is in at most 1,000 organisations. Answers `roles-from-host` if there is a `memberRoles`. `from`: the roles that the author read. Answers
   * `precondition-failed` if the account is no member by now or has other roles.
   */
  set(
    organisation: string,
    who: AccountName,
    input: ActedBy &
      OfTenant & { readonly roles: readonly string[]; readonly from?: readonly string[]; readonly force?: boolean },
  ): Promise<MemberView | RefusalOf<'organisations.members.set'>>;
  /** Ends a membership: the next request there is `not-a-member`. The account stays, and so do its sessions. Answers as `set`. */
  remove(
    organisation: string,
    who: AccountName,
    input: ActedBy & OfTenant & { readonly force?: boolean },
  ): Promise<RefusalOf<'organisations.members.remove'> | undefined>;
  /**
   * The members by id, 100 a page. The caller vouches for who may look. Empty if there is a `memberRoles`.
   *
   * @throws MalformedQuery if `cursor` is not the `next` of a page
   */
  list(
    organisation: string,
    asked?: OfTenant & { readonly role?: string; readonly cursor?: string },
  ): Promise<
    { readonly members: readonly MemberView[]; readonly next?: string } | RefusalOf<'organisations.members.list'>
  >;
}

/**
 * Organisations: rooms behind the wall of a tenant, in which a person has roles. A session enters by `in` of a guard. The author `by` is host code, a policy
 * administrator, or a member whose role the policy names in `organisations.administrators`: never a value from the body of a request.
 */
export interface OrganisationsPart {
  /**
   * Founds an organisation, by a policy administrator or host code. Answers `already-exists` for an id that is or was used.
   *
   * @example
   * ```ts
   * import { hostCode, isRefusal } from '@sallyport/engine';
   *
   * const acme = await auth.organisations.create({ name: 'Acme', by: hostCode('sign-up') });
   * if (isRefusal(acme)) throw new Error(acme.refused);
   * await auth.organisations.members.set(acme.id, { externalId: '42' }, { roles: ['owner'], by: hostCode('sign-up') });
   * ```
   */
  create(input: OrganisationCreation): Promise<OrganisationView | RefusalOf<'organisations.create'>>;
  /**
   * Puts a rule in force, for the next request there. The rule asks for more than the policy, never for less. Answers `precondition-failed` if the version in force
   * is not `ifVersion`, and `strands-owners` if no owner could enter under the rule, also after its last date: a policy administrator or host code may pass
   * `force`. `malformed-input` names every problem and its place.
   */
  setRule(
    organisation: string,
    rule: unknown,
    input: ActedBy & OfTenant & { readonly ifVersion: number; readonly force?: boolean },
  ): Promise<OrganisationView | RefusalOf<'organisations.setRule'>>;
  /** The rule in force, or the version with this number. The caller vouches for who may look. */
  rule(
    organisation: string,
    asked?: OfTenant & { readonly version?: number },
  ): Promise<OrganisationView | RefusalOf<'organisations.rule'>>;
  /**
   * Every version, newest first, 50 a page.
   *
   * @throws MalformedQuery if `cursor` is not the `next` of a page
   */
  versions(
    organisation: string,
    page?: OfTenant & { readonly cursor?: string },
  ): Promise<
    { readonly versions: readonly OrganisationView[]; readonly next?: string } | RefusalOf<'organisations.versions'>
  >;
  /**
   * What a rule would ask of each member. Changes nothing. Reads every member. Answers `roles-from-host` if there is a `memberRoles`.
   *
   * @throws MalformedQuery if `cursor` is not the `next` of a page
   */
  preview(
    organisation: string,
    rule: unknown,
    page?: OfTenant & { readonly cursor?: string },
  ): Promise<OrganisationImpact | RefusalOf<'organisations.preview'>>;
  /**
   * The organisations of a tenant by id, 50 a page, without those that are removed. The caller vouches for who may look.
   *
   * @throws MalformedQuery if `cursor` is not the `next` of a page
   */
  list(
    page?: OfTenant & { readonly cursor?: string },
  ): Promise<{ readonly organisations: readonly OrganisationView[]; readonly next?: string }>;
  /** Removes an organisation with its memberships and versions. The accounts stay, and the id is never used again. */
  remove(organisation: string, input: ActedBy & OfTenant): Promise<RefusalOf<'organisations.remove'> | undefined>;
  /**
   * Mails a link by which the account whose verified mailbox this is becomes a member, after its owner signed in or up. The link is valid for seven days, and once. At
   * the end the author must still have the right. The answer does not tell whether the address has an account. `roles`: as of `members.set`, at most 16. Answers
   * `too-many-mails` beyond 5 mails an hour from the organisation to an address, 20 to an address, or 50 of a person, and `roles-from-host` if there is a `memberRoles`.
   *
   * @example
   * ```ts
   * import { isRefusal } from '@sallyport/engine';
   *
   * const invited = await auth.organisations.invite('acme', { email: 'bo@example.org', roles: ['member'], by: session });
   * if (isRefusal(invited)) throw new Error(invited.refused);
   * ```
   */
  invite(
    organisation: string,
    input: ActedBy & OfTenant & { readonly email: string; readonly roles: readonly string[] },
  ): Promise<OrganisationInvitation | RefusalOf<'organisations.invite'>>;
  /** Ends an invitation by its id, also one whose mail is lost. Answers `not-found` if it is unknown or over, and does nothing if it is withdrawn already. */
  withdraw(
    organisation: string,
    invitation: string,
    input: ActedBy & OfTenant,
  ): Promise<RefusalOf<'organisations.withdraw'> | undefined>;
  /**
   * The open invitations, the newest first: not those that somebody took up, that are withdrawn or over, or whose inviter may not invite any more. The caller vouches
   * for who may look. Reads the events about memberships of the tenant's last seven days.
   */
  invitations(
    organisation: string,
    asked?: OfTenant,
  ): Promise<{ readonly invitations: readonly OpenInvitationView[] } | RefusalOf<'organisations.invitations'>>;
  readonly members: OrganisationMembers;
  /** The memberships of an account, by the id of the organisation. Empty if there is a `memberRoles`. */
  of(accountId: string, asked?: OfTenant): Promise<readonly MembershipView[]>;
  /**
   * The events of this organisation alone, newest first: its acts, and step-ups into it. A page may be short, or empty, although more follow. The caller vouches for
   * who may look.
   *
   * @throws MalformedQuery if `cursor` is not the `next` of a page
   */
  events(
    organisation: string,
    page?: OfTenant & { readonly cursor?: string },
  ): Promise<{ readonly events: readonly EventView[]; readonly next?: string } | RefusalOf<'organisations.events'>>;
}
