import type { Reason } from '../policy/reason.ts';
import type { Vouching } from '../reach/reach.ts';
import type { Demand } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { EnrollableMethod, Method } from '../strength/method.ts';
import type { Milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import type { NewName } from './new-name.ts';

/** The strengths that evidence has to reach, and the greatest age of evidence in milliseconds. */
export type ProofDemand = Demand & { readonly within: Milliseconds };

/** The account after an act. `judge` checks that the account keeps a way in. */
export interface Leaves {
  /** The facts of the account as the act would leave them. */
  readonly account: AccountFacts;
  /** How an administrator vouches for the account after the act: by a valid enrollment code, or by the link of an open invitation. */
  readonly vouched: Vouching;
  /** How an administrator vouched for the account before the act. Absent: as `vouched` says. */
  readonly wasVouched?: Vouching;
}

/** The type of an act that has no other member. */
export type PlainActType =
  | 'rename-passkey'
  | 'issue-backup-codes'
  /** The account's password is set for the first time or changed. For a change the engine checks the old password first. */
  | 'set-password'
  /** Everything that is kept about the account's person is handed out. */
  | 'export'
  /** A person who followed a link to the mailbox replaces a forgotten password. */
  | 'recover'
  /** A recovery link is mailed to the account's address. */
  | 'offer-recovery'
  | 'end-sessions'
  | 'forget-device'
  | 'write-vault'
  /** The owner takes up an invitation, and becomes a member of the organisation. */
  | 'join-organisation'
  /** The sealed secrets of the account are sealed anew, by another key. They stay the same secrets. */
  | 'reseal'
  | 'block'
  | 'unblock'
  | 'unlock'
  | 'delete'
  /** A mail names the methods that the account still has to set up. */
  | 'remind'
  /** The host sets the account's roles. */
  | 'take-roles'
  | 'reset-two-step'
  | 'reset-passkeys'
  | 'revoke-passkey'
  | 'vouch'
  /** The account loses what its owner lost, and gets an enrollment code that opens the set-up of a factor in each of its flows. */
  | 'help-in'
  /** An administrator's enrollment code is used. */
  | 'use-vouching'
  | 'change-policy'
  | 'open-vault-in-emergency'
  | 'create-organisation'
  | 'remove-organisation';

/** What an act on an organisation leaves. */
export interface LeavesOwners {
  /** Nobody could enter any more who may change the rule of the organisation. */
  readonly strandsOwners: boolean;
  /** Allowed all the same, to everybody but a member. */
  readonly forced: boolean;
}

/**
 * A change of an account, of its factors, links or sessions, of the policy, or of an organisation. A sign-in is not an act: `evaluate` decides a
 * sign-in. An act of the owner that removes a factor, and an act that removes a link or a right, contains the account after the
 * act as `leaves`.
 */
export type Act =
  | { readonly type: PlainActType }
  /** A passkey, an app or a telephone is set up, or replaces the old factor. */
  | { readonly type: 'enroll'; readonly factor: EnrollableMethod }
  /** A passkey, an app or a telephone is removed. */
  | { readonly type: 'remove'; readonly factor: Method; readonly leaves: Leaves }
  /** A code to a new address may be worth less than a code to the old one, such as beside the provider that owns the mailbox. */
  | { readonly type: 'set-address'; readonly leaves?: Leaves }
  /** The account gets another identifier, or host code sets its key for the account. `name`: the identifier that an owner wants. */
  | { readonly type: 'set-identifier'; readonly name?: NewName }
  /** An identity at a provider, or a directory entry, becomes a way in. `holders`: the other accounts that had the identity. */
  | {
      readonly type: 'link';
      readonly method: 'sso' | 'ldap';
      readonly provider: string;
      readonly leaves?: Leaves;
      readonly holders?: readonly AccountFacts[];
    }
  | { readonly type: 'unlink'; readonly provider: string; readonly leaves: Leaves }
  /**
   * `domain`: the domain of the new account's address, which counts as verified. `holders`: the accounts that have or had the
   * identity or the address of the new account.
   */
  | {
      readonly type: 'create';
      readonly roles: readonly string[];
      readonly emergency: boolean;
      readonly domain?: string;
      readonly holders?: readonly AccountFacts[];
    }
  /**
   * The account gets the roles that administer the policy, and an enrollment code. `first`: nobody administers the policy, and nobody has an
   * unused enrollment code of an earlier bootstrap.
   */
  | { readonly type: 'bootstrap'; readonly first: boolean }
  /** `forced`: allowed even if the account loses its last way in. */
  | {
      readonly type: 'set-roles';
      readonly roles: readonly string[];
      readonly leaves: Leaves;
      readonly forced: boolean;
    }
  | { readonly type: 'set-methods'; readonly leaves: Leaves; readonly forced: boolean }
  /** The strength that the account itself requires. */
  | { readonly type: 'set-required-strength'; readonly leaves: Leaves; readonly forced: boolean }
  /** The rule of the organisation is changed. */
  | ({ readonly type: 'change-organisation' } & LeavesOwners)
  /** `roles` of an account in the organisation replace the roles `were`. A new member had none. */
  | ({
      readonly type: 'set-member';
      readonly roles: readonly string[];
      readonly were: readonly string[];
    } & LeavesOwners)
  | ({ readonly type: 'remove-member'; readonly were: readonly string[] } & LeavesOwners);

/** The actor of an act. `judge` alone gives an actor rights. */
export type Actor =
  /** The account's owner, in a session with this evidence. */
  | { readonly kind: 'session' }
  /** The account's owner, in a flow with this evidence. `demand`: the demand of a step-up. */
  | {
      readonly kind: 'flow';
      readonly purpose: 'sign-in' | 'step-up' | 'recover' | 'sign-up';
      readonly demand?: Demand & { readonly within?: Milliseconds };
    }
  /**
   * An administrator, in a session with this evidence. `isTarget`: the target is the administrator's own account. `isByTarget`: the owner of
   * the target set up the factors that the session proved, and may be the person who acts. `isByBlocked`: the owner of a blocked account set up such
   * a factor, and may be the person who acts.
   */
  | {
      readonly kind: 'administrator';
      readonly account: AccountFacts;
      readonly isTarget: boolean;
      readonly isByTarget?: boolean;
      readonly isByBlocked?: boolean;
    }
  /**
   * A member of the organisation that the policy of the request is in, with the roles there, for an act on the organisation. `isByBlocked`: as of an
   * administrator.
   */
  | { readonly kind: 'member'; readonly account: AccountFacts; readonly isByBlocked?: boolean }
  /**
   * A member, or an administrator of the policy, who invited somebody into the organisation earlier. There is no session and no evidence. `isByBlocked`:
   * the owner of a blocked account may have invited in the inviter's session.
   */
  | { readonly kind: 'inviter'; readonly account: AccountFacts; readonly isByBlocked?: boolean }
  /**
   * An administrator who issued an enrollment code earlier. There is no session and no evidence. `isByBlocked`: the owner of a blocked account may have
   * issued the code in the administrator's session. `right`: the right by which a helpdesk issues such a code, if one alone does.
   */
  | {
      readonly kind: 'voucher';
      readonly account: AccountFacts;
      readonly isByBlocked?: boolean;
      readonly right?: 'vouch' | 'reset';
    }
  /** Code of the host, which answers for itself. */
  | { readonly kind: 'host' }
  /**
   * A provider that asserts an identity. `domain`: the domain of the target's address, if the provider asserts that very address as
   * verified.
   */
  | { readonly kind: 'provider' | 'directory'; readonly provider: string; readonly domain?: string }
  | { readonly kind: 'system' };

/** The input of `judge` besides the policy and the act. Everything is committed state. */
export interface ActQuestion {
  /** The person, host code, provider or system that wants to perform the act. */
  readonly actor: Actor;
  /**
   * The account that the act changes. For the `create` of a sign-up: the new account. Absent for every other `create`, for `change-policy`, for acts on an
   * organisation, and for a `bootstrap` of a new account.
   */
  readonly target?: AccountFacts | undefined;
  /** The actor's proofs with their times. Empty for an actor who is not a person. */
  readonly evidence: readonly Evidence[];
  /** The time of the act, in milliseconds since 1970. */
  readonly now: Instant;
}

/** The reason for a refusal. */
export type ActRefusal =
  /** The account is blocked. */
  | 'account-blocked'
  /** The actor has no right to this act. */
  | 'not-permitted'
  /** More proof is needed, or a fresher one: `demand` says which. */
  | 'insufficient-strength'
  /**
   * The act is closed to this session, and no step-up leads to it. `accept` has the missing proofs. Without `accept`, no proof of the
   * account opens the act: an administrator has to vouch.
   */
  | 'no-way-in'
  /** The policy, or the flow, does not allow this method here. */
  | 'method-not-allowed'
  /** The account would lose its last way in. */
  | 'no-way-in-left'
  /** No owner of the organisation could enter any more. */
  | 'strands-owners'
  /** The account already has the maximum number of passkeys. */
  | 'too-many-passkeys'
  /** The wanted identifier has the form of a mail address, and is not the verified mailbox of the account. */
  | 'not-own-mailbox'
  /** The wanted identifier is somebody else's. */
  | 'name-taken';

/** The answer of `judge`. */
export type Verdict = { readonly outcome: 'allowed' } | Refused;

/** The act is not performed. */
export interface Refused {
  /** Tells a refusal from a permission. */
  readonly outcome: 'refused';
  /** The code of the refusal, for callers to branch on. */
  readonly reason: ActRefusal;
  /** The reasons of `evaluate` and of the enrollment gate. Empty if the actor lacks the right. */
  readonly because: readonly Reason[];
  /** For `insufficient-strength`: what a step-up has to reach. A step-up to this demand leads to the act. */
  readonly demand?: ProofDemand;
  /** What has to be proved first, if a proof opens the act. With `no-way-in`, no step-up asks for these proofs. */
  readonly accept?: readonly Method[];
}
