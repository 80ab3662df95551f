import type { Command, Instant, Method, Policy } from '@sallyport/core';
import type { Turn } from '../passwords/fair-line.ts';
import type { AccountKey } from '../store/port.ts';
import type { AccountRecord, EventRecord, EventType, FlowRecord } from '../store/records.ts';

/** What a factor is verified against: committed state, as it was loaded. */
export interface Verifying {
  readonly flow: FlowRecord | undefined;
  /** Absent where the identifier names nobody: then verify as long, and prove nothing. */
  readonly account: AccountRecord | undefined;
  readonly policy: Policy;
  readonly now: Instant;
  /** For whom it is, where what is shown has to be hashed. */
  readonly turn: Turn;
}

/** A factor that is shown. It verifies and changes nothing; what it uses up is in the proof. */
export interface Act {
  readonly method: Method | 'enrollment-code';
  /** The guess that is counted before it is judged; absent: nothing that could be guessed. */
  readonly guess?: { readonly authenticator: string; readonly subjectIfUnknown?: string };
  /** How the account is found where there is no flow that names it. */
  readonly account?: AccountKey;
  /** Opens a flow of its own where there is none, and what it is opened with. */
  readonly opens?: { readonly subject?: string; readonly continuation?: unknown };
  verify(against: Verifying): Promise<Proof | Disproof | undefined>;
}

/** A factor that was refused for a reason the action log is to have beside the failure. */
export interface Disproof {
  readonly disproved: readonly ProofEvent[];
}

/** A factor that was proved right, or set up; or the bare question where the flow stands. */
export interface Proof {
  readonly command: Extract<Command, { type: 'prove' | 'enroll' | 'ask' }>;
  /**
   * What the proof uses up or changes of the account, worked out anew on whatever is committed by then;
   * `undefined` where another was quicker and nothing is left to use up.
   */
  settle(account: AccountRecord): AccountRecord | undefined;
  /**
   * What works once and is kept with the account: it is used up even where the decision denies, and nothing else is settled then.
   * Absent: nothing of the account is.
   */
  useUp?(account: AccountRecord): AccountRecord | undefined;
  /** What works once and has no record of its own. */
  readonly spend?: { readonly key: string; readonly expiresAt: Instant };
  readonly events?: readonly ProofEvent[];
  /** The authenticator that is bound anew: guesses at the old one are forgotten. */
  readonly rebinds?: string;
  /** Shown once, with the answer. */
  readonly backupCodes?: readonly string[];
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
