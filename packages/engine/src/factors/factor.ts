import type { AccountFactors, EnrollableMethod, Evidence, Instant, Method, Policy } from '@sallyport/core';
import type { AccountRecord, FlowRecord, SetUpBy } from '@sallyport/store';
import type { AccountExport, AccountView, HelpInItem, PendingSecretView } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { FactorAttempt } from './proof.ts';

export interface Held {
  readonly method: string;
  /** For the action log: `passkey`, `external-id:corp`. */
  readonly name: string;
  /** A kept record stays the same object, and a kept identity has the same id. */
  readonly is: object | string;
  readonly setUpBy: SetUpBy | undefined;
  readonly since?: Instant | undefined;
  /** A factor that replaces this factor has another text. */
  readonly trace: string;
  readonly item?: HelpInItem;
}

export interface Factor {
  readonly is: (method: string) => boolean;
  readonly facts: (account: AccountRecord) => Partial<AccountFactors>;
  readonly held: (account: AccountRecord) => readonly Held[];
  readonly keeping: (account: AccountRecord, stays: (held: Held) => boolean) => AccountRecord;
  readonly hasBinding: (account: AccountRecord, binding: string) => boolean;
  /** For proofs without a binding, or whose binding outlives the secret: an earlier proof was given with another factor. */
  readonly since?: (account: AccountRecord, method: string) => Instant | undefined;
  readonly exported: (account: AccountRecord) => Partial<AccountExport['factors']>;
  readonly view: (
    account: AccountRecord,
    factors: AccountFactors,
    policy: Pick<Policy, 'passwordsElsewhere' | 'brought'>,
  ) => Partial<AccountView['factors']>;
  readonly sentTo?: (account: AccountRecord, method: string) => string | undefined;
  readonly digits?: (account: AccountRecord) => number | undefined;
  /** RFC 8176. */
  readonly amr: (given: Evidence) => readonly string[];
  readonly vouches: (given: Evidence) => boolean;
  readonly afterTwoStepReset?: (account: AccountRecord) => AccountRecord;
  readonly removal?: (account: AccountRecord, method: string) => Removal | undefined;
  readonly withoutPending?: (flow: FlowRecord, method: string) => FlowRecord;
  readonly load?: () => Promise<unknown>;
  /** One answer uses the choice up. */
  readonly challenge?: (kernel: Kernel, account: AccountRecord) => readonly string[] | undefined;
  readonly typed?: (kernel: Kernel, method: string, text: string) => FactorAttempt;
  readonly sealed?: SealedTexts;
  readonly setUp?: SecretSetUp;
}

export interface SealedTexts {
  readonly of: (account: AccountRecord) => readonly string[];
  readonly anew: (kernel: Pick<Kernel, 'ring'>, account: AccountRecord) => AccountRecord;
}

export interface SecretSetUp {
  readonly method: EnrollableMethod;
  readonly has: (account: AccountRecord) => boolean;
  readonly begin: (kernel: Kernel, account: AccountRecord, label: string) => Promise<NewSecret>;
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
  readonly evidence: Evidence;
  readonly add: (account: AccountRecord, setUpBy: SetUpBy | undefined) => AccountRecord;
}

export interface Removal {
  readonly method: Method;
  readonly next: AccountRecord;
  readonly binding: string;
}
