/** The output of `sallyport evidence who --json`. Later releases may add members. */
export interface EvidenceReport {
  /** The version of this format. */
  readonly version: 1;
  /** The day, in UTC: `2026-03-03`. The factors are those at its end. */
  readonly on: string;
  /** The first day of which the log has every event: ISO 8601. Absent: the log has all its events. */
  readonly logFrom?: string;
  /** The versions of the policy that were in force on the day, the last first. Empty: the store has no version from then. */
  readonly policies: readonly PolicyThen[];
  /** The accounts that could sign in on the day, by what the log says of their second factors. */
  readonly counts: {
    readonly with: number;
    readonly without: number;
    readonly unsure: number;
    /** Nobody could sign in to these. */
    readonly blocked: number;
    /** Of these accounts, those that are deleted since. They have no name any more. */
    readonly deleted: number;
  };
  /** The accounts without a second factor, by name. */
  readonly without: readonly PersonThen[];
  /** The accounts of which the log does not say whether they had one, by name. */
  readonly unsure: readonly PersonThen[];
}

/** A version of the policy that was in force. */
export interface PolicyThen {
  readonly version: number;
  /** ISO 8601. */
  readonly changedAt: string;
  /** The strength that the version required of everybody. */
  readonly requiredStrength: string;
  /** The strengths that the version required of roles. */
  readonly roles: Readonly<Record<string, string>>;
}

/** An account as it was. */
export interface PersonThen {
  /** Of a deleted account: its pseudonym. */
  readonly accountId: string;
  /** The names of today. Empty for a deleted account. */
  readonly identifiers: readonly string[];
  /** The kinds of second factors of which the log says neither yes nor no. `other`: a kind that the log does not name. */
  readonly unsure: readonly string[];
  /** The providers to which the account is linked today. The log does not know a second factor there. */
  readonly providers: readonly string[];
  /** The completed sign-ins of the day, by the strength that was reached. */
  readonly signIns: Readonly<Record<string, number>>;
}
