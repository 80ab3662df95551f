import type { AccountFactors, EnrollableMethod, Evidence, Instant, Method } from '@sallyport/core';
import type { AccountRecord, FlowRecord, SetUpBy } from '@sallyport/store';
import type { AccountView, PendingSecretView } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { FactorAttempt } from './proof.ts';

/**
 * Everything that the engine says of one kind of factor. What depends on which kinds there are reads the list of these
 * (`factors/index.ts`). What it proves, and what it is worth, is core's to say.
 */
export interface Factor {
  /** Whether this is the kind of a method. */
  readonly is: (method: string) => boolean;
  /** What the policy may know of it: no secret, and nothing it does not ask for. */
  readonly facts: (account: AccountRecord) => Partial<AccountFactors>;
  /** Whether the account has what this is the id of. Evidence and sessions rest on such ids, and go with them. */
  readonly hasBinding: (account: AccountRecord, binding: string) => boolean;
  /** For proofs that rest on no binding, or on one that outlives what was proved: whether it was given with what the account has now. */
  readonly isOfPresent?: (account: AccountRecord, proof: Evidence) => boolean;
  /** What its owner sees of it. */
  readonly view: (account: AccountRecord, factors: AccountFactors) => Partial<AccountView['factors']>;
  /** Where its code goes, masked. */
  readonly sentTo?: (account: AccountRecord, method: string) => string | undefined;
  /** How a proof of it is called in RFC 8176's words, and no stronger than it was. */
  readonly amr: (proof: Evidence) => readonly string[];
  /** Whether a proof of it vouches for another factor that was never seen before. */
  readonly vouches: (proof: Evidence) => boolean;
  /** The account after an administrator's reset of two-step verification (W12). */
  readonly afterTwoStepReset?: (account: AccountRecord) => AccountRecord;
  /** What its owner can take away by the method's name: the account without it, and the binding that goes. */
  readonly removal?: (account: AccountRecord, method: string) => Removal | undefined;
  /** A flow without what waits in it for this method: the code that was sent, the secret that is to be confirmed. */
  readonly withoutPending?: (flow: FlowRecord, method: string) => FlowRecord;
  /** Loads ahead what it does not load with the engine: a library that only its proofs need. */
  readonly load?: () => Promise<unknown>;
  /** How a text that was typed is judged. */
  readonly typed?: (kernel: Kernel, method: string, text: string) => FactorAttempt;
  /** How a person sets it up, if that begins with a secret that is shown and ends with a code of it. */
  readonly setUp?: SecretSetUp;
}

/** A factor that rests on a secret: it is shown to the person, and a code of it makes it the account's. */
export interface SecretSetUp {
  readonly method: EnrollableMethod;
  /** Whether the account has one already. */
  readonly has: (account: AccountRecord) => boolean;
  /** A new secret: as the person's app takes it, and sealed for the store. */
  readonly begin: (kernel: Kernel, account: AccountRecord, label: string) => Promise<NewSecret>;
  /** What the right code comes to; `undefined` for a wrong one. */
  readonly confirm: (
    kernel: Kernel,
    account: AccountRecord,
    sealed: string,
    code: string,
    now: Instant,
  ) => Promise<ConfirmedSecret | undefined>;
}

export interface NewSecret extends PendingSecretView {
  readonly sealed: string;
}

export interface ConfirmedSecret {
  /** The proof that its code was, in the flow in which it is set up (W7). */
  readonly evidence: Evidence;
  /** The account with the factor, in the place of the one that it has. */
  readonly add: (account: AccountRecord, setUpBy: SetUpBy | undefined) => AccountRecord;
}

export interface Removal {
  readonly method: Method;
  readonly next: AccountRecord;
  readonly binding: string;
}
