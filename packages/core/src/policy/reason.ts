/**
 * The contributor of a requirement: the tenant, a role of the account, the account itself, the route, a context of the request, or the organisation that
 * the request enters, with a role or a context there. `floor`: the app, under every policy of the tenant. `request`: a context whose name the reader does not learn.
 */
export type ReasonSource =
  | 'tenant'
  | 'account'
  | 'route'
  | 'request'
  | 'floor'
  | {
      readonly role: string;
      /** The rule is of the floor, which no policy of the tenant changes. */
      readonly floor?: true;
    }
  | {
      readonly context: string;
      /** The organisation that asks in the context. Absent: the policy asks. */
      readonly organisation?: string;
      /** The person may read the name of the context. */
      readonly shown?: true;
    }
  | { readonly organisation: string; readonly role?: string };

/** The code of a reason. `explain` puts the reason into words; callers branch on `code`. */
export type ReasonCode =
  /** A strength is required; `params.strength` names the strength, `satisfiedBy` lists the combinations that satisfy it. */
  | 'strength-required'
  /** The ways in are restricted to `params.methods`. */
  | 'methods-restricted'
  /** No factor of the account can satisfy the requirement. */
  | 'nothing-enrolled-satisfies'
  /** A set-up of a factor needs another proof first: any of `satisfiedBy`. */
  | 'enrollment-needs-proof'
  /** Only an administrator's enrollment code opens the set-up of a first factor. */
  | 'enrollment-needs-vouching'
  /** The account is blocked. */
  | 'account-blocked'
  /** Sign-in goes to the provider `params.provider` unless the person asks for the local way. */
  | 'sso-preferred'
  /** The proof is too old: it may be at most `params.within` milliseconds old. */
  | 'recent-proof-required'
  /** A code to the mailbox adds nothing, because the other proof rests on the same mailbox. */
  | 'same-mailbox';

/** Why a decision asks for a proof, or refuses: a code with its values. {@link explainReason} words a reason. */
export interface Reason {
  /** Callers branch on the code. */
  readonly code: ReasonCode;
  /** The values of the code, for example `strength` or `methods`; see {@link ReasonCode}. */
  readonly params: Readonly<Record<string, string | number | readonly string[]>>;
  /** The contributor of the requirement. */
  readonly source: ReasonSource;
  /** Lists of methods. Each inner list satisfies the requirement. Absent: the code has no combinations. */
  readonly satisfiedBy?: readonly (readonly string[])[];
}
