import type { WayInMethod } from '../strength/method.ts';
import type { StrengthOf } from '../strength/strength-name.ts';
import type { DurationText } from '../time/duration.ts';

/**
 * What a rule of an organisation asks of a request that enters the organisation, beside everything else. A rule decides who enters, and nothing about the
 * account: no set-up, no session and no other organisation.
 *
 * @template Own the names of the policy's own strengths, as in `PolicyInput`
 */
export interface OrganisationRuleInput<Own extends string = never> {
  /** The strength that the proofs need here, also where a route demands another strength. Absent: no strength. */
  readonly requiredStrength?: StrengthOf<Own>;
  /** The ways in that count here. Absent: no restriction. */
  readonly methods?: readonly WayInMethod[];
  /**
   * Only proofs at most this old count here. At least `5m`. Default: the `absolute` limit of the required strength (NIST SP 800-63B-4 §2), for a
   * built-in strength.
   */
  readonly proofsWithin?: DurationText;
  /** The maximum age of a proof for acts on the organisation. The shortest of all rules applies. */
  readonly recentProof?: DurationText;
}

/** A rule that begins at a date, and adds to the rule beside it. At least one member beside `from` is present. */
export interface OrganisationLaterInput<Own extends string = never> extends OrganisationRuleInput<Own> {
  /** The first moment at which the rule applies: a date with a time and a zone, such as `2026-12-15T00:00:00Z`. */
  readonly from: string;
}

/** A rule, and what it asks besides from dates on. */
export interface DatedOrganisationRuleInput<Own extends string = never> extends OrganisationRuleInput<Own> {
  /** The earliest date first, at most 12. */
  readonly later?: readonly OrganisationLaterInput<Own>[];
}

/** The vendor's rule of every organisation. An organisation's own rule adds to it. */
export interface OrganisationsInput<Own extends string = never> extends DatedOrganisationRuleInput<Own> {
  /** The roles that people have in organisations, at most 9, each with a rule. No role of an account, and no right beside `administrators`. */
  readonly roles?: Readonly<Record<string, DatedOrganisationRuleInput<Own>>>;
  /** The roles that administer their own organisation. */
  readonly administrators?: OrganisationAdministratorsInput;
}

/** The roles that administer their own organisation, among `organisations.roles`. */
export interface OrganisationAdministratorsInput {
  /** The roles that may change the rule of their organisation. */
  readonly rule?: readonly string[];
  /** The roles that may administer the members of their organisation. */
  readonly people?: readonly string[];
}

/** The rule of one organisation, as its owners write it and as it is stored: plain JSON. It names the strengths and contexts of the vendor's policy. */
export interface OrganisationInput<Own extends string = never> extends DatedOrganisationRuleInput<Own> {
  /** A rule for each role: the vendor's roles in organisations, and at most 9 roles of the organisation's own, which get no rights. */
  readonly roles?: Readonly<Record<string, DatedOrganisationRuleInput<Own>>>;
  /** What the organisation asks besides in a context of the vendor's policy. */
  readonly contexts?: Readonly<Record<string, OrganisationRuleInput<Own>>>;
  /** Only proofs after this moment count here: a date with a time and a zone, not in the future. Absent: no such moment. */
  readonly proofsAfter?: string;
}
