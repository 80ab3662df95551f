import type { Instant } from '../time/instant.ts';
import type { AccountFactors } from './account-factors.ts';
import type { WayInMethod } from './method.ts';
import type { BuiltInStrength } from './strength-name.ts';

export type { AccountFactors, PasskeyFacts } from './account-factors.ts';

/** Roles that a provider or the directory gave an account. They are not the account's own roles. */
export interface GivenRoles {
  /** `sso`: a provider gave the roles. `ldap`: the directory did. */
  readonly method: 'sso' | 'ldap';
  /** The provider's or the directory's name in the host's configuration. */
  readonly provider: string;
  /** The roles from the latest answer. A later answer replaces the whole list. */
  readonly roles: readonly string[];
  /**
   * When the provider last asserted the roles. Old roles still add requirements to the account, but no session gets their
   * rights.
   */
  readonly saidAt: Instant;
}

/** The facts of an account that the policy reads: plain data without secrets, so that a test can write an account by hand. */
export interface AccountFacts {
  /** Every role of the account, own and given. All of them add their requirements to the account. */
  readonly roles: readonly string[];
  /**
   * The roles in `roles` that a provider or the directory gave. A session gets a given role only if its evidence has that
   * provider's identity (`wornRoles`). Absent: all roles are the account's own.
   */
  readonly given?: readonly GivenRoles[];
  /** The factors that are enrolled and confirmed. */
  readonly factors: AccountFactors;
  /** The ways in that the account itself allows; absent: the account restricts no way in. */
  readonly methods?: readonly WayInMethod[];
  /** The name of the strength that the account itself requires. */
  readonly requiredStrength?: string;
  /**
   * A strength that this sign-in requires besides, because the owner disowned an earlier sign-in. The account can give the strength somewhere, so a
   * set-up opens only after a proof of it, or with an enrollment code. Absent in every other question.
   */
  readonly afterDisowned?: BuiltInStrength;
  /** Blocked by an administrator until an investigation is complete. */
  readonly blocked?: boolean;
  /** A policy administrator blocked the account. People administrators cannot lift this block. */
  readonly blockedFromAbove?: boolean;
  /**
   * `vouched`: only an enrollment code opens the set-up of the account's first strong factor, whatever the policy's `enrollment.firstFactor`
   * says. Absent: the policy decides.
   */
  readonly firstFactor?: 'vouched';
  /**
   * The account's verified address, as far as it may link the account to an identity at the next sign-in: `by` names the providers, and the
   * directory, that own the `domain` and never had an identity of the account. The policy decides whether the address links. Absent: no address links
   * the account.
   */
  readonly linkable?: { readonly domain: string; readonly by: readonly string[] };
  /** A link to an entry of a directory that the app does not use. While the link exists, no local password can be set. */
  readonly hasUnusedEntry?: boolean;
  /** A break-glass account: `methods` and `preferSso` do not apply to the account, required strengths do. */
  readonly emergency?: boolean;
}
