import type { Reason } from '../policy/reason.ts';
import type { Demand } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { EnrollableMethod, Method } from '../strength/method.ts';
import type { Milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';

/** The strengths that evidence has to reach, and the greatest age of evidence in milliseconds. */
export type ProofDemand = Demand & { readonly within: Milliseconds };

/** An account after an act, so that `judge` can tell whether the account keeps a way in. */
export interface Leaves {
  readonly account: AccountFacts;
  /** An administrator's enrollment code is out for the account. */
  readonly vouched: boolean;
  /** A code was out before the act, if that is another than `vouched`: the account loses it with the act. */
  readonly wasVouched?: boolean;
}

/**
 * One change of an account, its factors, its links, its sessions, or of the policy. Signing in is no act: `evaluate` decides a sign-in.
 * An act that takes something away names what it `leaves`.
 */
export type Act =
  /** A passkey, an app or a telephone is set up, or takes the place of the one in use. */
  | { readonly type: 'enroll'; readonly factor: EnrollableMethod }
  /** A passkey, an app or a telephone is taken away. */
  | { readonly type: 'remove'; readonly factor: Method; readonly leaves: Leaves }
  | { readonly type: 'rename-passkey' }
  | { readonly type: 'issue-backup-codes' }
  /** The account's password is set or changed. An account without a password gets its first. The engine checks the old one beforehand. */
  | { readonly type: 'set-password' }
  | { readonly type: 'set-address' }
  | { readonly type: 'set-identifier' }
  /** A forgotten password is replaced by somebody who followed a link to the mailbox. */
  | { readonly type: 'recover' }
  /** A link that replaces a forgotten password is mailed to the account's address. */
  | { readonly type: 'offer-recovery' }
  /** An identity at a provider, or an entry of a directory, becomes a way in. */
  | {
      readonly type: 'link';
      readonly method: 'sso' | 'ldap';
      readonly provider: string;
      readonly leaves?: Leaves;
    }
  | { readonly type: 'unlink'; readonly provider: string; readonly leaves: Leaves }
  | { readonly type: 'end-sessions' }
  | { readonly type: 'forget-device' }
  | { readonly type: 'write-vault' }
  /** `holders`: the accounts that have, or had, the identity or the address which the new account is made for. */
  | {
      readonly type: 'create';
      readonly roles: readonly string[];
      readonly emergency: boolean;
      readonly holders?: readonly AccountFacts[];
    }
  | { readonly type: 'block' | 'unblock' | 'unlock' | 'delete' }
  /** `forced`: the account may be left without a way in. */
  | {
      readonly type: 'set-roles';
      readonly roles: readonly string[];
      readonly leaves: Leaves;
      readonly forced: boolean;
    }
  /** The host says which roles the account has now. */
  | { readonly type: 'take-roles' }
  | { readonly type: 'set-methods'; readonly leaves: Leaves; readonly forced: boolean }
  | { readonly type: 'reset-two-step' | 'reset-passkeys' | 'revoke-passkey' | 'vouch' }
  /** A code that an administrator vouched with is shown. */
  | { readonly type: 'use-vouching' }
  | { readonly type: 'change-policy' }
  | { readonly type: 'open-vault-in-emergency' };

/** Who makes an act. Each has exactly the rights that `judge` gives. */
export type Actor =
  /** The account's owner, in a session with this evidence. */
  | { readonly kind: 'session' }
  /** The account's owner, in a flow with this evidence. `demand`: what a step-up is for. */
  | {
      readonly kind: 'flow';
      readonly purpose: 'sign-in' | 'step-up' | 'recover';
      readonly demand?: Demand & { readonly within?: Milliseconds };
    }
  /** Somebody whose roles administer, in a session with this evidence. `isTarget`: the act is on their own account. */
  | { readonly kind: 'administrator'; readonly account: AccountFacts; readonly isTarget: boolean }
  /** An administrator who vouched for the account earlier. There is no session and no evidence. */
  | { readonly kind: 'voucher'; readonly account: AccountFacts }
  /** Code of the host, which answers for itself. */
  | { readonly kind: 'host' }
  /** A provider that asserts an identity. `domain`: the domain of the address it asserts as verified. */
  | { readonly kind: 'provider' | 'directory'; readonly provider: string; readonly domain?: string }
  | { readonly kind: 'system' };

/** What an act is judged on, beside the policy. All of it is committed state. */
export interface ActQuestion {
  readonly actor: Actor;
  /** The account that is acted on. Absent for `create` and `change-policy`. */
  readonly target?: AccountFacts | undefined;
  /** What the actor proved, and when. Empty for an actor that is no person. */
  readonly evidence: readonly Evidence[];
  readonly now: Instant;
}

/** Why an act is refused. */
export type ActRefusal =
  /** The account is blocked. */
  | 'account-blocked'
  /** The actor has no right to this act. */
  | 'not-permitted'
  /** More proof is needed, or a fresher one: `demand` says which. */
  | 'insufficient-strength'
  /** Enrollment is closed for this evidence, and no proof of the account opens it: an administrator has to vouch. */
  | 'no-way-in'
  /** The policy, or the flow, does not allow this method here. */
  | 'method-not-allowed'
  /** The account would be left without a way in. */
  | 'no-way-in-left'
  /** The account has as many passkeys as an account may have. */
  | 'too-many-passkeys';

/** The answer of `judge`. */
export type Verdict = { readonly outcome: 'allowed' } | Refused;

export interface Refused {
  readonly outcome: 'refused';
  readonly reason: ActRefusal;
  /** The reasons of `evaluate` and of the enrollment gate. Empty if the actor lacks the right. */
  readonly because: readonly Reason[];
  /** For `insufficient-strength`: what a step-up has to reach. */
  readonly demand?: ProofDemand;
  /** What has to be proved first, if a proof opens the act. */
  readonly accept?: readonly Method[];
}
