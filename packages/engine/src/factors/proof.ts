import type { AccountFacts, Act, Actor, Command, Evidence, Instant, Method, Policy } from '@sallyport/core';
import type { AccountKey, AccountRecord, EventRecord, EventType, FlowRecord } from '@sallyport/store';
import type { Refusal } from '../contract/index.ts';
import type { Turn } from '../kernel/passwords/fair-line.ts';

/** The loaded state that a factor is verified against: the committed state, with the new password of a sign-up's flow in `account` (`Loaded`). */
export interface Verifying {
  readonly flow: FlowRecord | undefined;
  /**
   * Absent if no account has the identifier: then no factor proves anything, and a factor that begins a sign-in takes as long as for an
   * existing account.
   */
  readonly account: AccountRecord | undefined;
  /** The facts of the account for the policy. */
  readonly facts: AccountFacts | undefined;
  readonly policy: Policy;
  readonly now: Instant;
  /** The place in the queue for password hashing. */
  readonly turn: Turn;
}

/** An attempt with a factor. Verifying changes nothing: the proof describes the changes. */
export interface FactorAttempt {
  readonly method: Method | 'enrollment-code';
  /**
   * The guess, which the store counts before the engine judges it. Absent if there is nothing to guess. With `rightAlwaysCounts` a right value counts
   * although the counter is locked: strangers' guesses then lock nobody out. Only for values of at least 64 random bits, which need no limit (NIST SP
   * 800-63B-4 §3.1.2.2). A wrong value at a locked counter is refused and writes nothing.
   */
  readonly guess?: {
    readonly authenticator: string;
    readonly subjectIfUnknown?: string;
    readonly rightAlwaysCounts?: true;
  };
  /** The key that finds the account if no flow names the account. */
  readonly account?: AccountKey;
  /**
   * Present if the attempt can begin a sign-in: without an open flow, it opens a flow with this `continuation`. `anew`: it opens a new
   * flow beside any open flow, because the person may type another account's identifier.
   */
  readonly beginsSignIn?: { readonly anew?: true; readonly continuation?: unknown };
  /** Returns `undefined` if the proof is wrong. A refusal leaves everything as it was, and gives the guess back. */
  verify(against: Verifying): Promise<Proof | Disproof | Refusal | undefined>;
}

/** A refused factor with events for the action log beside the failure. */
export interface Disproof {
  readonly disproved: readonly ProofEvent[];
  /** The single-use value of the proof. A proof whose value is used up already is only wrong, and has no `disproved` events. */
  readonly uses?: SingleUse;
}

/** A value that works once and has no record of its own, such as a challenge. */
export interface SingleUse {
  readonly key: string;
  readonly expiresAt: Instant;
}

/** Events for the action log about an accepted proof. */
export interface Signals {
  readonly events: readonly ProofEvent[];
}

/** A proved or enrolled factor, or only a question about the flow's status. */
export interface Proof {
  /** The enrollment code of a request that also sets a new password. The flow gets the code before the password in `command`. */
  readonly first?: Evidence;
  readonly command: Extract<Command, { type: 'prove' | 'enroll' | 'ask' }>;
  /**
   * Applies the proof's changes to the latest committed account, under the policy in force. Has no effect of its own, and is called in every try of the commit.
   * Returns the same object if there is no change, so that the commit knows and the account's version stays. Returns `undefined` if a
   * concurrent commit already used the proof up.
   */
  applyTo(account: AccountRecord, policy: Policy): AccountRecord | undefined;
  /**
   * Verifies the proof again on the latest committed account and policy, before `applyTo`, since a concurrent commit can have changed the account that
   * the proof was verified against. Returns events for the action log, or the reason why the proof is refused now. Has no effect of its
   * own, and is called in every try of the commit.
   */
  verifyAgain?(account: AccountRecord, policy: Policy): Signals | Disproof;
  /**
   * Uses up a one-time code in the account, also if the decision denies. Then the other changes of the proof are not written. Returns the
   * same object if there is nothing to use up, and `undefined` if a concurrent commit used the code up, as `applyTo` does. Absent if the account holds no one-time code of this proof.
   */
  useUp?(account: AccountRecord): AccountRecord | undefined;
  /**
   * The act that is made with the proof. Every try judges the act on the committed account, before the proof is applied. `by`: the provider that
   * makes it, for the committed account. Absent: the owner makes it.
   */
  readonly act?: {
    readonly act: Act;
    by?(account: AccountRecord): Extract<Actor, { kind: 'provider' | 'directory' }>;
  };
  readonly uses?: SingleUse;
  readonly events?: readonly ProofEvent[];
  /** The authenticator that is bound anew: guesses at the old binding are forgotten. */
  readonly rebinds?: string;
  /** New backup codes, shown once with the answer. */
  readonly backupCodes?: readonly string[];
}

/** The proof of a factor that the person has just set up. */
export type SetUpProof = Proof & Required<Pick<Proof, 'act' | 'events'>>;

/** Verifies a proof again on an account. Returns the proof with the events for the action log, or the reason of a refusal. */
export function verifiedAgain(account: AccountRecord, policy: Policy, proof: Proof): Proof | Disproof {
  const again = proof.verifyAgain?.(account, policy);
  if (again === undefined) return proof;
  return 'disproved' in again ? again : { ...proof, events: [...again.events, ...(proof.events ?? [])] };
}

/** No new proof: the flow is decided on the committed state. */
export const ASK: Proof = { command: { type: 'ask' }, applyTo: (account) => account };

export interface ProofEvent {
  readonly type: EventType;
  readonly method?: string;
  /** Absent: the person who proves. */
  readonly actor?: string;
  readonly detail?: EventRecord['detail'];
  /** The event is written even if the decision denies. Absent: written only together with the proof's changes. */
  readonly evenIfDenied?: true;
}

export function methodOf({ command }: Proof): string | undefined {
  return command.type === 'ask' ? undefined : command.evidence.method;
}
