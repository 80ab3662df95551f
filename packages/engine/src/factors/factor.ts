import type { AccountFactors, EnrollableMethod, Evidence, Instant, Method } from '@sallyport/core';
import type { AccountRecord, FlowRecord, SetUpBy } from '@sallyport/store';
import type { AccountExport, AccountView, HelpInItem, PendingSecretView } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { FactorAttempt } from './proof.ts';

/** A factor, an address or an identity that an account has. */
export interface Held {
  readonly method: string;
  /** For the action log: `passkey`, `email`, `external-id:corp`. */
  readonly name: string;
  /** Tells the factor from others: a kept record stays the same object, and a kept identity has the same id. */
  readonly is: object | string;
  /** Absent: the owner or host code set it up. */
  readonly setUpBy: SetUpBy | undefined;
  /** When the account got the factor. Absent for a factor that is replaced without a set-up: a password, backup codes. */
  readonly since?: Instant | undefined;
  /** An opaque text. A factor that replaces this factor has another text. */
  readonly trace: string;
  /** The line of the factor in the answer of a help-in. Absent: a help-in never takes the factor. */
  readonly item?: HelpInItem;
}

/**
 * The engine's description of one kind of factor. Code that depends on the kinds of factors reads the list in `factors/index.ts`. The
 * core decides which strength a factor has.
 */
export interface Factor {
  /** Returns whether a method is of this kind. */
  readonly is: (method: string) => boolean;
  /** The account's enrolled factors of this kind, without secrets: this kind's part of `AccountFacts.factors`. */
  readonly facts: (account: AccountRecord) => Partial<AccountFactors>;
  /** The factors, addresses and identities of this kind that the account has. */
  readonly held: (account: AccountRecord) => readonly Held[];
  /** Returns the account without the factors of this kind for which `stays` is false. */
  readonly keeping: (account: AccountRecord, stays: (held: Held) => boolean) => AccountRecord;
  /** Returns whether the account still has this binding. Evidence and sessions rest on bindings, and end with them. */
  readonly hasBinding: (account: AccountRecord, binding: string) => boolean;
  /**
   * For proofs without a binding, or whose binding stays when the secret is replaced: when the account got its current factor. An earlier
   * proof was given with another factor. `undefined` if the account has no such factor.
   */
  readonly since?: (account: AccountRecord, method: string) => Instant | undefined;
  /** What the account's export says of the factor. */
  readonly exported: (account: AccountRecord) => Partial<AccountExport['factors']>;
  /** The owner's view of the factor. */
  readonly view: (account: AccountRecord, factors: AccountFactors) => Partial<AccountView['factors']>;
  /** The masked address that receives the factor's code. */
  readonly sentTo?: (account: AccountRecord, method: string) => string | undefined;
  /** The number of digits of the account's codes, if it is not 6. */
  readonly digits?: (account: AccountRecord) => number | undefined;
  /** The values of RFC 8176 for evidence of this factor, no stronger than the evidence. */
  readonly amr: (given: Evidence) => readonly string[];
  /** Returns whether evidence of this factor vouches for a factor that was never used before. */
  readonly vouches: (given: Evidence) => boolean;
  /** Returns the account after an administrator's reset of two-step verification (W12). */
  readonly afterTwoStepReset?: (account: AccountRecord) => AccountRecord;
  /** For factors that the owner removes by method: returns the account without the factor, and the removed binding. */
  readonly removal?: (account: AccountRecord, method: string) => Removal | undefined;
  /** Returns the flow without the data that waits for this method's proof: the sent code, the secret to confirm. */
  readonly withoutPending?: (flow: FlowRecord, method: string) => FlowRecord;
  /** Loads a library that only this factor needs, before its first use. */
  readonly load?: () => Promise<unknown>;
  /**
   * Chooses what the next proof answers. The flow keeps the choice for the attempt, and one answer uses the choice up. `undefined` if the account has no
   * such factor. Absent: the server chooses nothing before a proof.
   */
  readonly challenge?: (kernel: Kernel, account: AccountRecord) => readonly string[] | undefined;
  /** Makes the attempt for a typed text. */
  readonly typed?: (kernel: Kernel, method: string, text: string) => FactorAttempt;
  /** The texts in the account that the key ring sealed. */
  readonly sealed?: SealedTexts;
  /** The set-up, if it begins with a shown secret and ends with a code of the secret. */
  readonly setUp?: SecretSetUp;
}

/** The sealed texts of a factor, which a rotation of the host's secrets seals anew. */
export interface SealedTexts {
  /** The texts in this account. */
  readonly of: (account: AccountRecord) => readonly string[];
  /**
   * Returns the account with these texts sealed by the key in use.
   *
   * @throws UnknownKey if no key of the ring sealed a text
   */
  readonly anew: (kernel: Pick<Kernel, 'ring'>, account: AccountRecord) => AccountRecord;
}

/** The set-up of a factor with a secret: the person sees the secret, and the account gets the factor when the person enters a code. */
export interface SecretSetUp {
  readonly method: EnrollableMethod;
  /** Returns whether the account already has the factor. */
  readonly has: (account: AccountRecord) => boolean;
  /** Makes a secret: as text for the person's app, and sealed for the store. */
  readonly begin: (kernel: Kernel, account: AccountRecord, label: string) => Promise<NewSecret>;
  /** Judges a code. Returns `undefined` if the code is wrong. */
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
  /** The proof by the code, in the flow of the set-up (W7). */
  readonly evidence: Evidence;
  /** Returns the account with the factor, which replaces the account's earlier factor of this kind. */
  readonly add: (account: AccountRecord, setUpBy: SetUpBy | undefined) => AccountRecord;
}

export interface Removal {
  readonly method: Method;
  readonly next: AccountRecord;
  readonly binding: string;
}
