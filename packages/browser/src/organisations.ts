import type {
  OwnOrganisation as Answered,
  Member,
  Members,
  OpenInvitation,
  OpenInvitations,
  Organisation,
  OrganisationDocument,
  OrganisationImpact,
  OrganisationInvitation,
  OwnOrganisations,
} from './organisation-contract.ts';
import { askedIn, type StepUpDemand } from './problem.ts';
import { path, type Transport } from './transport.ts';

/** An organisation of the signed-in person. */
export interface OwnOrganisation extends Omit<Answered, 'demand'> {
  /** For `client.stepUp`, which leads in. Absent if the session enters, and if no step-up leads in. */
  readonly demand?: StepUpDemand;
}

/**
 * An organisation, for its owners. Only where the host serves the part `organisations`; otherwise the server answers 404 `not-found`. Every call needs the right in
 * the organisation and recent proof: the demand of 401 `insufficient-strength` goes to `stepUp`.
 */
export interface OrganisationClient {
  /** The members by account id, 100 a page. */
  members(options?: { readonly role?: string; readonly cursor?: string }): Promise<Members>;
  /**
   * Makes an account a member with these roles, or replaces the roles of a member. Throws 409 `strands-owners` if no owner could enter any more, and 409
   * `roles-from-host` if the app keeps the members itself. `from`: the roles that the caller read. Throws 412 `precondition-failed` if the account is no
   * member by now or has other roles.
   */
  setMember(
    accountId: string,
    roles: readonly string[],
    options?: { readonly from?: readonly string[] },
  ): Promise<Member>;
  /** Ends a membership. The account stays. Throws as `setMember` does. */
  removeMember(accountId: string): Promise<void>;
  /**
   * Mails a link by which the owner of the address becomes a member, with or without an account so far. The answer does not tell which. Throws 429 `too-many-mails` and
   * 503 `mail-unavailable`.
   */
  invite(email: string, roles: readonly string[]): Promise<OrganisationInvitation>;
  /** The open invitations, the newest first. */
  invitations(): Promise<readonly OpenInvitation[]>;
  /** Ends an invitation by its id. Throws 404 `not-found` if somebody joined by it. */
  withdraw(invitation: string): Promise<void>;
  /** The rule in force, with its version. */
  rule(): Promise<Organisation>;
  /**
   * Replaces the rule. `version`: the version that the caller read. Throws 412 `precondition-failed` if the rule has changed since, and 409 `strands-owners` if
   * no owner could enter.
   */
  setRule(rule: OrganisationDocument, options: { readonly version: number }): Promise<Organisation>;
  /** What a rule would ask of each member. Changes nothing. */
  preview(rule: OrganisationDocument, options?: { readonly cursor?: string }): Promise<OrganisationImpact>;
}

export async function ownOrganisations(send: Transport): Promise<readonly OwnOrganisation[]> {
  const { organisations } = await send<OwnOrganisations>({ method: 'GET', path: '/organisations' });
  return organisations.map(({ demand, ...one }) =>
    demand === undefined ? one : { ...one, demand: { ...askedIn(demand), in: one.id } },
  );
}

export function createOrganisation(send: Transport, id: string): OrganisationClient {
  const of = (...rest: string[]): string => path('organisations', id, ...rest);
  return {
    members: (options = {}) => send({ method: 'GET', path: of('members'), query: { ...options } }),
    setMember: (accountId, roles, options) =>
      send({ method: 'PUT', path: of('members', accountId), body: { roles, ...options } }),
    removeMember: (accountId) => send({ method: 'DELETE', path: of('members', accountId) }),
    invite: (email, roles) => send({ method: 'POST', path: of('invitations'), body: { email, roles } }),
    invitations: async () => {
      const { invitations } = await send<OpenInvitations>({ method: 'GET', path: of('invitations') });
      return invitations;
    },
    withdraw: (invitation) => send({ method: 'DELETE', path: of('invitations', invitation) }),
    rule: () => send({ method: 'GET', path: of('rule') }),
    setRule: (rule, { version }) => send({ method: 'PUT', path: of('rule'), body: { rule }, ifMatch: version }),
    preview: (rule, options) => send({ method: 'POST', path: of('rule', 'preview'), body: { rule, ...options } }),
  };
}
