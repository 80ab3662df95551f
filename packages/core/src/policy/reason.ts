/** Who asked: the tenant, one of the account's roles, the account itself, or the route that is being opened. */
export type ReasonSource = 'tenant' | 'account' | 'route' | { readonly role: string };

/** Why, as data. `explain` words it; callers branch on `code`. */
export type ReasonCode =
  /** A strength is required; `params.strength` names it, `satisfiedBy` lists the combinations that would do. */
  | 'strength-required'
  /** The ways in are restricted to `params.methods`. */
  | 'methods-restricted'
  /** Nothing the account has can satisfy what is required. */
  | 'nothing-enrolled-satisfies'
  /** Before a factor may be set up, one more proof is needed: any of `satisfiedBy`. */
  | 'enrollment-needs-proof'
  /** Only an administrator's enrollment code opens the set-up of a first factor here. */
  | 'enrollment-needs-vouching'
  /** The account is blocked. */
  | 'account-blocked'
  /** Sign-in goes to the provider `params.provider` unless the local way is asked for. */
  | 'sso-preferred'
  /** The proof has to be fresh: at most `params.within` milliseconds old. */
  | 'recent-proof-required'
  /** The mailbox proves one thing only: the code would prove what is already resting on it. */
  | 'same-mailbox';

export interface Reason {
  readonly code: ReasonCode;
  readonly params: Readonly<Record<string, string | number | readonly string[]>>;
  readonly source: ReasonSource;
  readonly satisfiedBy?: readonly (readonly string[])[];
}
