import type { AccountFacts, Act, Actor, Command, Instant, Method, Policy } from '@sallyport/core';
import type { AccountKey, AccountRecord, EventRecord, EventType, FlowRecord } from '@sallyport/store';
import type { Turn } from '../kernel/passwords/fair-line.ts';

/** What a factor is verified against: committed state, as it was loaded. */
export interface Verifying {
  readonly flow: FlowRecord | undefined;
  /**
   * Absent if no account has the identifier: then every factor proves nothing, and one that begins a sign-in takes as long as for an
   * account that there is.
   */
  readonly account: AccountRecord | undefined;
  /** What the policy may know of it. */
  readonly facts: AccountFacts | undefined;
  readonly policy: Policy;
  readonly now: Instant;
  /** The place in the line for password hashing, for a factor that is hashed. */
  readonly turn: Turn;
}

/** A factor that is shown. It verifies and changes nothing; what it uses up is in the proof. */
export interface FactorAttempt {
  readonly method: Method | 'enrollment-code';
  /** The guess that is counted before it is judged; absent: nothing that could be guessed. */
  readonly guess?: { readonly authenticator: string; readonly subjectIfUnknown?: string };
  /** How the account is found if there is no flow that names it. */
  readonly account?: AccountKey;
  /**
   * It can begin a sign-in: without an open flow it begins one, which carries this `continuation`. `anew`: it begins one whatever flow the
   * client has open, since another person may be typed there.
   */
  readonly beginsSignIn?: { readonly anew?: true; readonly continuation?: unknown };
  verify(against: Verifying): Promise<Proof | Disproof | undefined>;
}

/** A factor that was refused for a reason the action log is to have beside the failure. */
export interface Disproof {
  readonly disproved: readonly ProofEvent[];
}

/** Events for the action log about a proof that is accepted. */
export interface Signals {
  readonly events: readonly ProofEvent[];
}

/** A factor that was proved or enrolled; or only the question of what the flow's status is. */
export interface Proof {
  readonly command: Extract<Command, { type: 'prove' | 'enroll' | 'ask' }>;
  /**
   * What the proof uses up or changes of the account, worked out anew on whatever is committed by then: it may be asked any number of
   * times, and does nothing itself. Answers the very object it was given if it changes nothing: by that the commit knows, and the
   * account's version stays. `undefined` if another was quicker and nothing is left to use up.
   */
  settle(account: AccountRecord): AccountRecord | undefined;
  /**
   * Judges the proof again on the latest committed account, before `settle`, since a concurrent commit can have changed the account that
   * the proof was verified against. Returns events for the action log, or the reason why the proof is refused now. Has no effect, and can
   * be called in every round of the commit.
   */
  judgeAgain?(account: AccountRecord): Signals | Disproof;
  /**
   * What works once and is kept with the account: it is used up even if the decision denies, and nothing else is settled then. Answers
   * the very object it was given if there is none, as `settle` does. Absent: nothing of the account is used up.
   */
  useUp?(account: AccountRecord): AccountRecord | undefined;
  /** The act that is made with the proof. It is judged on what is committed, before the proof is settled, in each round. */
  readonly act?: { readonly act: Act; readonly by?: Extract<Actor, { kind: 'provider' | 'directory' }> };
  /** The provider that says the account's roles with this proof. */
  readonly rolesBy?: string;
  /** What works once and has no record of its own. */
  readonly spend?: { readonly key: string; readonly expiresAt: Instant };
  readonly events?: readonly ProofEvent[];
  /** The authenticator that is bound anew: guesses at the old one are forgotten. */
  readonly rebinds?: string;
  /** Shown once, with the answer. */
  readonly backupCodes?: readonly string[];
}

/** Judges a proof again on an account. Returns the proof with the events for the action log, or the reason of a refusal. */
export function judgedOn(account: AccountRecord, proof: Proof): Proof | Disproof {
  const judged = proof.judgeAgain?.(account);
  if (judged === undefined) return proof;
  return 'disproved' in judged ? judged : { ...proof, events: [...judged.events, ...(proof.events ?? [])] };
}

/** Nothing new was proved: the flow is decided on what is committed now. */
export const ASK: Proof = { command: { type: 'ask' }, settle: (account) => account };

export interface ProofEvent {
  readonly type: EventType;
  readonly method?: string;
  readonly detail?: EventRecord['detail'];
  /** It happened, whatever is decided; else it is written only with what the proof settles. */
  readonly evenIfDenied?: true;
}
