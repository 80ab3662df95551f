import type { LockoutLimits } from '../lockout/lockout.ts';
import type { CompiledStrength, PatternBit } from '../strength/compile.ts';
import type { DeliveredCode, MethodMask, PrimaryMethod } from '../strength/method.ts';
import type { StrengthDefinition } from '../strength/pattern.ts';
import type { ProviderInput } from '../strength/provider.ts';
import type { SignatureIndex } from '../strength/signature-index.ts';
import type { StrengthName } from '../strength/strength-name.ts';
import type { Milliseconds } from '../time/duration.ts';
import type { Reason, ReasonSource } from './reason.ts';

export { BUILT_IN_STRENGTHS } from '../strength/strength-name.ts';

/** A length of time as a policy writes it: `'3s' '15m' '12h' '30d'`. */
export type DurationText = string;

/** A policy as it is written and stored: plain JSON, every field optional at every level. Lengths of time have bounds: see `limits.ts`. */
export interface PolicyInput {
  /** What every sign-in of the tenant has to reach. Default `baseline`. */
  readonly requiredStrength?: StrengthName;
  /** The ways in. Absent: all that are configured. */
  readonly methods?: readonly PrimaryMethod[];
  /** Opening sign-in goes to this provider at once; `?local=1` opens the local way. */
  readonly preferSso?: string;
  /** Session limits of the tenant. */
  readonly session?: SessionLimitsInput;
  /**
   * Roles that may change the policy, and roles that may administer people. A role that is not named here administers nothing, whatever
   * it is called.
   */
  readonly administrators?: { readonly policy?: readonly string[]; readonly people?: readonly string[] };
  readonly roles?: Readonly<Record<string, RoleRuleInput>>;
  readonly strengths?: Readonly<Record<string, StrengthDefinition>>;
  readonly lockout?: LockoutInput;
  /** How fresh a proof has to be for administration and for changes of one's own factors. Default `15m`, at least `1m`. */
  readonly recentProof?: DurationText;
  readonly passkeys?: { readonly counterRegression?: 'report' | 'refuse' };
  readonly emailCodes?: { readonly offer?: 'when-nothing-stronger' | 'always' };
  readonly enrollment?: { readonly firstFactor?: FirstFactor };
  readonly recovery?: { readonly mailboxAlone?: 'baseline-only' | 'refuse' };
  readonly onTighten?: OnTighten;
  readonly vault?: { readonly emergency?: 'optional' | 'required' };
  readonly providers?: Readonly<Record<string, ProviderInput>>;
}

export interface RoleRuleInput {
  readonly requiredStrength?: StrengthName;
  readonly methods?: readonly PrimaryMethod[];
  readonly session?: SessionLimitsInput;
}

export interface SessionLimitsInput {
  /** The longest silence. At least `1m`, and no longer than an `absolute` beside it. */
  readonly idle?: DurationText;
  /** From the sign-in to the end. At least `5m`. */
  readonly absolute?: DurationText;
}

export interface LockoutInput {
  /** The wrong guesses that lock. From 3 to 100. */
  readonly maxFailures?: number;
  /** Wrong guesses count together for so long. From `1m` to `30d`. */
  readonly window?: DurationText;
  /** At most `30d`. */
  readonly lockFor?: DurationText;
  /** Each lock since the last grant lasts this many times as long as the one before. */
  readonly growth?: number;
  /** At least `lockFor`, and at most `30d`. */
  readonly maxLockFor?: DurationText;
  /** The wrong guesses in a row after which no more are taken. From `maxFailures` to 100. */
  readonly hardLimit?: number;
}

/** What opens the set-up of a first strong factor: two proofs, an administrator's code, or a way in alone. */
export type FirstFactor = 'two-proofs' | 'vouched' | 'password';

/**
 * What becomes of a session that a later version of the policy finds wanting:
 * - `next-sign-in`: nothing, it is left alone (W5);
 * - `next-request`: it is over at its next request;
 * - `step-up`: at its next request it is asked for what is missing, and goes on when that is proved;
 * - `revoke`: it is ended with the change.
 */
export type Tightening = 'next-sign-in' | 'next-request' | 'step-up' | 'revoke';

/**
 * How a tightened policy reaches those who are signed in already (N10); with a grace, which counts from the first version that
 * found the session wanting and which no later change renews.
 */
export type OnTighten =
  | Tightening
  | { readonly after: DurationText; readonly then: 'next-request' | 'step-up' | 'revoke' };

/** A policy, checked, frozen and compiled. Made by `definePolicy`, once a version. */
export interface Policy {
  /** What it was made from. */
  readonly document: PolicyInput;
  readonly tenant: PolicyRule;
  readonly roles: ReadonlyMap<string, PolicyRule>;
  /** By their bit: the built-in ones first, in the order of {@link BUILT_IN_STRENGTHS}. */
  readonly strengths: readonly CompiledStrength[];
  /** Every pattern a strength asks for, with its bit. */
  readonly patterns: readonly PatternBit[];
  /** The same patterns by what can match them. */
  readonly signatures: SignatureIndex;
  /** The built-in methods that the host brings; all of them if nobody said. */
  readonly brought: MethodMask;
  /** The delivered codes that the host brings; if nobody said, those that a strength names. */
  readonly codes: readonly DeliveredCode[];
  /** The providers that the host brings; absent if nobody said. */
  readonly broughtProviders?: readonly string[];
  /** The roles that each provider, and the directory, may give, by its name; absent if nobody said. */
  readonly gives?: Readonly<Record<string, readonly string[]>>;
  /** How long a session wears the roles that a provider said. */
  readonly givenRolesWithin: Milliseconds;
  /** Some combination could take one piece of evidence for two of its patterns. */
  readonly overlaps: boolean;
  /** Policy administrators are in both. */
  readonly administrators: { readonly policy: readonly string[]; readonly people: readonly string[] };
  readonly preferSso?: string;
  readonly lockout: LockoutLimits;
  readonly recentProof: Milliseconds;
  readonly counterRegression: 'report' | 'refuse';
  readonly emailCodes: 'when-nothing-stronger' | 'always';
  readonly firstFactor: FirstFactor;
  readonly mailboxAlone: 'baseline-only' | 'refuse';
  readonly providers: ReadonlyMap<string, ProviderInput>;
  /** What becomes of a session that a later version finds wanting, and after which grace. */
  readonly onTighten: { readonly act: Tightening; readonly after: Milliseconds };
}

/** What one contributor (tenant, role, account) asks for; the join of several has the same shape. */
export interface Rule {
  /** Required strengths, one bit each by their place in `Policy.strengths`: a conjunction. */
  readonly strengths: number;
  /** Allowed ways in: an intersection. */
  readonly methods: MethodMask;
  readonly session: SessionLimits;
}

/** A rule of a policy: who asks, and why, in the words that decisions hand out. */
export interface PolicyRule extends Rule {
  readonly source: ReasonSource;
  /** The tenant's comes first, then the roles' as they are written. */
  readonly place: number;
  readonly strengthReason: Reason | undefined;
  readonly methodsReason: Reason | undefined;
}

/** Shortest wins; absent asks for nothing. */
export interface SessionLimits {
  readonly idle?: Milliseconds;
  readonly absolute?: Milliseconds;
}
