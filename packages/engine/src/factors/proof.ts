import type { AccountFacts, Act, Actor, Command, Evidence, Instant, Method, Policy } from '@sallyport/core';
import type { AccountKey, AccountRecord, EventRecord, EventType, FlowRecord } from '@sallyport/store';
import type { Refusal } from '../contract/index.ts';
import type { Turn } from '../kernel/passwords/fair-line.ts';

export interface Verifying {
  readonly flow: FlowRecord | undefined;
  readonly account: AccountRecord | undefined;
  readonly facts: AccountFacts | undefined;
  readonly policy: Policy;
  readonly now: Instant;
  readonly turn: Turn;
}

export interface FactorAttempt {
  readonly method: Method | 'enrollment-code';
  /** `rightAlwaysCounts`: strangers' guesses lock nobody out. Only for values of at least 64 random bits (NIST SP 800-63B-4 §3.1.2.2). */
  readonly guess?: {
    readonly authenticator: string;
    readonly subjectIfUnknown?: string;
    readonly rightAlwaysCounts?: true;
  };
  readonly account?: AccountKey;
  readonly beginsSignIn?: { readonly anew?: true; readonly continuation?: unknown };
  /** `undefined`: wrong. A refusal gives the guess back. */
  verify(against: Verifying): Promise<Proof | Disproof | Refusal | undefined>;
}

export interface Disproof {
  readonly disproved: readonly ProofEvent[];
  readonly uses?: SingleUse;
}

export interface SingleUse {
  readonly key: string;
  readonly expiresAt: Instant;
}

export interface Signals {
  readonly events: readonly ProofEvent[];
}

export interface Proof {
  readonly first?: Evidence;
  readonly command: Extract<Command, { type: 'prove' | 'enroll' | 'ask' }>;
  /** Called in every try. The same object: no change. `undefined`: a concurrent commit used the proof up. */
  applyTo(account: AccountRecord, policy: Policy): AccountRecord | undefined;
  verifyAgain?(account: AccountRecord, policy: Policy): Signals | Disproof;
  /** Uses up a one-time code, also if the decision denies. */
  useUp?(account: AccountRecord): AccountRecord | undefined;
  readonly act?: {
    readonly act: Act;
    by?(account: AccountRecord): Extract<Actor, { kind: 'provider' | 'directory' }>;
  };
  readonly uses?: SingleUse;
  readonly events?: readonly ProofEvent[];
  readonly rebinds?: readonly string[];
  readonly backupCodes?: readonly string[];
}

export type SetUpProof = Proof & Required<Pick<Proof, 'act' | 'events'>>;

export function verifiedAgain(account: AccountRecord, policy: Policy, proof: Proof): Proof | Disproof {
  const again = proof.verifyAgain?.(account, policy);
  if (again === undefined) return proof;
  return 'disproved' in again ? again : { ...proof, events: [...again.events, ...(proof.events ?? [])] };
}

export const ASK: Proof = { command: { type: 'ask' }, applyTo: (account) => account };

export interface ProofEvent {
  readonly type: EventType;
  readonly method?: string;
  readonly actor?: string;
  readonly detail?: EventRecord['detail'];
  /** Written even if the decision denies. */
  readonly evenIfDenied?: true;
}

export function methodOf({ command }: Proof): string | undefined {
  return command.type === 'ask' ? undefined : command.evidence.method;
}
