import type { ActedBy } from './account-ref.ts';

/** An identity at a provider or in the directory. */
export interface ExternalIdInput {
  /** The id of one of the tenant's providers, or of its directory. */
  readonly provider: string;
  /** The provider's immutable id of the person: `sub`, the persistent NameID, `entryUUID`. */
  readonly subject: string;
}

/** The facts of a new account. A malformed member, and a member that is not declared here, gives `malformed-input` with the member's path. */
export interface PersonCreation extends ActedBy {
  /** Default: the tenant of the acting session, otherwise `default`. */
  readonly tenant?: string | undefined;
  /** What the person types at sign-in: 1 to 256 characters in normal form, unique in the tenant, without control characters. */
  readonly identifier: string;
  /**
   * The name for the pages of administrators, on one line: 1 to 256 characters, stored as written. Not used if the host has the option
   * `displayNames`.
   */
  readonly displayName?: string | undefined;
  /** Taken as verified: the creator vouches for the address. */
  readonly email?: string | undefined;
  /** The first password, under the policy's rules for passwords. Default: none. Then the person signs in with another method. */
  readonly password?: string | undefined;
  /**
   * At most 64 names of 1 to 64 characters. Default: none. With a `resolveSubject`, an administrator who gives roles gets
   * `roles-from-host`.
   */
  readonly roles?: readonly string[] | undefined;
  /**
   * Mails a link to the first sign-in to `email`, which is then required. There is no `password` beside the invitation. If the mailer fails, the account is
   * made, the answer has `invitation.notMailed`, and `people.invite` sends the link again. Default: false.
   */
  readonly invite?: boolean | undefined;
  /**
   * A strength of the policy that the account itself requires, beside the policy: for a person who chose a second factor. Default: none.
   */
  readonly requiredStrength?: string | undefined;
  /** Makes an emergency account. Default: false. */
  readonly emergency?: boolean | undefined;
  /** The host's key for the account: unique in the tenant, 1 to 255 characters, compared exactly. For host code only. */
  readonly externalId?: string | undefined;
  /** The identities at providers and in the directory. */
  readonly externalIds?: readonly ExternalIdInput[] | undefined;
}
