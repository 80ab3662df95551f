import type { PasswordsInput } from '../passwords/password-rules.ts';
import type { WayInMethod } from '../strength/method.ts';
import type { StrengthDefinition } from '../strength/pattern.ts';
import type { ProviderInput } from '../strength/provider.ts';
import type { StrengthOf } from '../strength/strength-name.ts';
import type { DurationText } from '../time/duration.ts';
import type { OrganisationsInput } from './organisation-input.ts';

export { BUILT_IN_STRENGTHS } from '../strength/strength-name.ts';

export type { DurationText } from '../time/duration.ts';

/**
 * A policy as written and stored: plain JSON, every field optional at every level. Durations have bounds: see `limits.ts`.
 *
 * @template Own the names of the policy's own strengths. `definePolicy` and `createSallyport` read the names off the policy. Default: none.
 * With `string`, every name compiles, for a policy whose strengths are not known when the code is written
 */
export interface PolicyInput<Own extends string = never> {
  /** The strength that every sign-in of the tenant needs. Default `baseline`. */
  readonly requiredStrength?: StrengthOf<NoInfer<Own>>;
  /** The allowed ways in. Absent: all configured ways in. */
  readonly methods?: readonly WayInMethod[];
  /** A sign-in goes to this provider at once; `?local=1` opens the local sign-in. */
  readonly preferSso?: string;
  /** Session limits of the tenant. */
  readonly session?: SessionLimitsInput;
  /** What the tenant asks besides from a date on, the earliest date first. */
  readonly later?: readonly LaterRuleInput<NoInfer<Own>>[];
  /**
   * The roles that may change the policy, the roles that may administer people, and the roles of each helpdesk. A role outside these lists
   * administers nothing, even if the role is called `admin`.
   */
  readonly administrators?: AdministratorsInput;
  /** A rule for each role, at most 100 characters in a name. An account gets the rules of all its roles; the strictest wins. */
  readonly roles?: Readonly<Record<string, RoleRuleInput<NoInfer<Own>>>>;
  /**
   * What a request asks besides, by the names of its conditions, at most 12. The host tells the names of a request (`contextOf`). A context only adds to
   * the rules of the tenant, the roles and the account, and changes neither the account nor the session.
   */
  readonly contexts?: Readonly<Record<string, ContextRuleInput<NoInfer<Own>>>>;
  /** What every organisation asks of a request that enters it, and the roles that people have there. An organisation's own rule only adds. */
  readonly organisations?: OrganisationsInput<NoInfer<Own>>;
  /** The tenant's own strengths. A name has lower-case letters, digits and dashes, at most 50 characters. */
  readonly strengths?: Readonly<Record<Own, StrengthDefinition>> & Readonly<Record<string, StrengthDefinition>>;
  /** The limits of guessing, for the whole tenant. */
  readonly lockout?: LockoutInput;
  /** The maximum age of a proof for administration and for changes of one's own factors. Default `15m`, at least `1m`. */
  readonly recentProof?: DurationText;
  /**
   * For how long the strongest report of a provider about an account counts beside the last report: set-ups, and changes of one's own factors, ask
   * for a proof as strong. Default `90d`, at least `1d`, at most `365d`.
   */
  readonly providerStrengthWithin?: DurationText;
  /** A signature counter that does not rise (WebAuthn L3 §6.1.1): logged by `report`, the default, or refused as well. */
  readonly passkeys?: { readonly counterRegression?: 'report' | 'refuse' };
  /** When mailed codes are offered: `when-nothing-stronger`, the default, or `always` beside stronger methods. */
  readonly emailCodes?: { readonly offer?: 'when-nothing-stronger' | 'always' };
  /** The proof that opens the set-up of a first strong factor. Default `two-proofs`. */
  readonly enrollment?: { readonly firstFactor?: FirstFactor };
  /**
   * A password that was set through the mailbox, beside a code to that mailbox. `baseline-only`, the default: the two satisfy
   * `baseline` and no stronger strength. `refuse`: the two count as a single factor (N12).
   */
  readonly recovery?: { readonly mailboxAlone?: 'baseline-only' | 'refuse' };
  /** The treatment of sessions that do not satisfy a later version. Default `next-sign-in`. */
  readonly onTighten?: OnTighten;
  /** Blocks accounts without a sign-in for this long, after a notice to the owner. At least `1d`. Absent: never. */
  readonly dormant?: { readonly after: DurationText; readonly then: 'block' };
  /** The rules for new passwords of the tenant: length, history, forbidden and breached passwords. */
  readonly passwords?: PasswordsInput;
  /** `required`: every vault needs an emergency envelope, and the host needs a vault. Default `optional`. */
  readonly vault?: { readonly emergency?: 'optional' | 'required' };
  /** Settings by the provider's name in the host's configuration. A provider without settings is a single factor. */
  readonly providers?: Readonly<Record<string, ProviderInput<NoInfer<Own>>>>;
  /** Findings of `sallyport check` that somebody has accepted for a time, at most 50. They change no decision. */
  readonly acknowledged?: readonly AcknowledgedInput[];
}

/** A finding of `sallyport check` that somebody has accepted: `check` counts the finding no more, until the day is over. */
export interface AcknowledgedInput {
  /** The code of the finding, such as `one-theft-is-enough`. */
  readonly code: string;
  /** The role that the finding is about. Absent: every finding with the code. */
  readonly role?: string;
  /** Why the finding is accepted. At most 500 characters. */
  readonly reason: string;
  /** The last day on which the finding is accepted, in UTC: `2027-01-31`. */
  readonly until: string;
}

/** The roles that administer. */
export interface AdministratorsInput {
  /** The roles that may change the policy. They administer people too. */
  readonly policy?: readonly string[];
  /** The roles that may administer people. */
  readonly people?: readonly string[];
  /** The roles that may do a few acts to a few people. At most 20 entries, and each entry counts by itself. */
  readonly helpdesk?: readonly HelpdeskInput[];
}

/** Which roles may do which acts to whom. An entry gives no other right of administration. No list is empty. */
export interface HelpdeskInput {
  /** The roles of the helpdesk. A role that administers people or the policy is refused: it may do these acts already. */
  readonly roles: readonly string[];
  /**
   * The helpdesk reaches an account whose roles are all in this list. It never reaches an account without a role, and never an emergency account. A role of
   * administration, or of a helpdesk, is refused.
   */
  readonly over: readonly string[];
  /** The acts of the helpdesk. */
  readonly may: readonly HelpdeskRight[];
}

/**
 * An act of a helpdesk:
 * - `reset`: takes factors that a person lost, and lets the person in again: the help-in, the resets of the app and of the passkeys, and the
 *   removal of a passkey. The help-in also takes a lost password, and replaces a lost address.
 * - `vouch`: issues an enrollment code, and sends or withdraws an invitation.
 * - `unlock`: ends a lock after wrong guesses.
 */
export type HelpdeskRight = (typeof HELPDESK_RIGHTS)[number];

/** The rights of a helpdesk, in the order in which answers list them. */
export const HELPDESK_RIGHTS = ['reset', 'vouch', 'unlock'] as const;

/**
 * The requirements that a role adds to those of the tenant. A role never loosens a requirement.
 *
 * @template Own the names of the policy's own strengths, as in {@link PolicyInput}
 */
export interface RoleRuleInput<Own extends string = never> {
  /** Absent: the role requires no strength of its own. */
  readonly requiredStrength?: StrengthOf<Own>;
  /** The allowed ways in. An account may use a way in only if all its rules allow it. Absent: no restriction. */
  readonly methods?: readonly WayInMethod[];
  /** Limits of the sessions of accounts with the role. The shortest limit of all rules applies. */
  readonly session?: SessionLimitsInput;
  /** What the role asks besides from a date on, the earliest date first. */
  readonly later?: readonly LaterRuleInput<Own>[];
}

/**
 * What a tenant or a role asks besides from a date on. It adds to the rule beside it and replaces nothing, so no date loosens a policy. At least one
 * member beside `from` is present, and a policy has at most 12 different dates.
 *
 * @template Own the names of the policy's own strengths, as in {@link PolicyInput}
 */
export interface LaterRuleInput<Own extends string = never> {
  /** The first moment at which the rule applies: a date with a time and a zone, such as `2026-12-15T00:00:00Z` or `2026-12-15T00:00:00+01:00`. */
  readonly from: string;
  /** As in the rule beside it. Both strengths are required. */
  readonly requiredStrength?: StrengthOf<Own>;
  /** As in the rule beside it. Only ways in of both lists are allowed. */
  readonly methods?: readonly WayInMethod[];
  /** As in the rule beside it. The shortest limits apply, and the default limits of the required strength of this rule. */
  readonly session?: SessionLimitsInput;
}

/**
 * What a context asks of a request, beside everything else. A context has no session limits: a session belongs to the account, and a request can only
 * ask for younger proofs.
 *
 * @template Own the names of the policy's own strengths, as in {@link PolicyInput}
 */
export interface ContextRuleInput<Own extends string = never> {
  /** The strength that the proofs need here, also where a route demands another strength. Absent: no strength. */
  readonly requiredStrength?: StrengthOf<Own>;
  /** The ways in that count here. Absent: no restriction. */
  readonly methods?: readonly WayInMethod[];
  /** Nobody comes in here, except emergency accounts. */
  readonly refuse?: true;
  /**
   * Only proofs at most this old count here. At least `5m`. Default: the `absolute` limit of the required strength (NIST SP 800-63B-4 §2), for a
   * built-in strength.
   */
  readonly proofsWithin?: DurationText;
  /** The maximum age of a proof for administration and for changes of one's own factors here. The shortest of all rules applies. */
  readonly recentProof?: DurationText;
  /** The proof that opens the set-up of a first strong factor here. `vouched` wins over `two-proofs`, and `two-proofs` over `password`. */
  readonly enrollment?: { readonly firstFactor?: FirstFactor };
  /** Whether reasons tell the person the name of the context. Default `false`: the person reads what is asked. */
  readonly shown?: boolean;
}

/** Limits of a session. An absent limit is the default of the strength that the rule requires (NIST SP 800-63B-4 §2). */
export interface SessionLimitsInput {
  /** The session ends after this time without a request. At least `1m`, and at most an `absolute` in the same rule. */
  readonly idle?: DurationText;
  /** The session ends this long after the sign-in. At least `5m`. */
  readonly absolute?: DurationText;
  /** The most live sessions of an account at once, 1 to 100. The smallest number of all rules applies. Absent: no limit. */
  readonly most?: number;
  /**
   * A sign-in beyond `most`: `end-oldest`, the default, ends the session that was opened first. `refuse` refuses the sign-in, and wins over `end-oldest` of
   * another rule.
   */
  readonly beyond?: 'end-oldest' | 'refuse';
}

/** When wrong guesses lock an account's authenticator. A lock stops guesses and ends by itself. */
export interface LockoutInput {
  /** The number of wrong guesses that locks. From 3 to 100. */
  readonly maxFailures?: number;
  /**
   * Wrong guesses within this time count together. The time begins with its first wrong guess, and a lock ends the time. From `1m` to `30d`.
   */
  readonly window?: DurationText;
  /** At most `30d`. */
  readonly lockFor?: DurationText;
  /**
   * Each further `maxFailures` wrong guesses since the last grant make a lock this many times as long, also if they were spread over several windows
   * and set no lock.
   */
  readonly growth?: number;
  /** At least `lockFor`, and at most `30d`. */
  readonly maxLockFor?: DurationText;
  /** No guess is accepted after this number of wrong guesses in a row. From `maxFailures` to 100. */
  readonly hardLimit?: number;
}

/** The proof that opens the set-up of a first strong factor: two proofs, an administrator's code, or a way in alone. */
export type FirstFactor = 'two-proofs' | 'vouched' | 'password';

/**
 * The treatment of a session that does not satisfy a later version of the policy:
 * - `next-sign-in`: the session continues unchanged (W5);
 * - `next-request`: the session ends at its next request;
 * - `step-up`: the next request asks for the missing proof, and the session continues after the proof;
 * - `revoke`: the session ends when the policy changes, or at the end of the grace (`after`).
 */
export type Tightening = 'next-sign-in' | 'next-request' | 'step-up' | 'revoke';

/**
 * How a tightened policy affects running sessions (N10). A grace of `after` counts from the first version that the session
 * does not satisfy; no later change renews the grace.
 */
export type OnTighten =
  | Tightening
  | { readonly after: DurationText; readonly then: 'next-request' | 'step-up' | 'revoke' };
