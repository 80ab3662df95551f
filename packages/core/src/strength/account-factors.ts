import type { Provenance } from './provenance.ts';
import type { ProviderAssertion } from './provider-assertion.ts';

/** A code that the host delivers, for example by SMS: `codes: { sms: { … } }` makes `sms-code`. */
export type DeliveredCode = `${string}-code`;

/** The factors that an account has enrolled. */
export interface AccountFactors {
  /** The provenance of the local password. An account has at most one password source: `password` or `ldap`. */
  readonly password?: Provenance;
  /** The account has a directory entry as its password source. */
  readonly ldap?: boolean;
  /** The providers at which the account has an identity. */
  readonly sso?: readonly string[];
  /**
   * The `acr` and `amr` of each provider at the account's last sign-in there; absent: unknown. The account's strongest level, and the gate for
   * set-ups, count these assertions. What a sign-in accepts does not depend on them, because a provider may assert more at the next sign-in.
   */
  readonly said?: Readonly<Record<string, ProviderAssertion>>;
  /**
   * What each provider asserted at earlier sign-ins, within the policy's `providerStrengthWithin`. It counts beside {@link said}, so that a sign-in
   * with a weaker assertion lowers nothing at once.
   */
  readonly reported?: Readonly<Record<string, readonly ProviderAssertion[]>>;
  /** All registered passkeys; empty: none. */
  readonly passkeys: readonly PasskeyFacts[];
  /** The account has a confirmed authenticator app (RFC 6238). */
  readonly totp?: boolean;
  /** The domain of the verified mailbox; absent: no mailbox. */
  readonly mailDomain?: string;
  /** `false`: the app has no mailer, and a sign-in offers no email code. Default: true. */
  readonly mailsCodes?: boolean;
  /** The host's delivered codes that are enrolled and confirmed, by method: `['sms-code']`. */
  readonly codes?: readonly DeliveredCode[];
  /** The methods of further factors, which an account has or has not: each without details. */
  readonly others?: readonly string[];
  /** The number of unused backup codes. */
  readonly backupCodes?: number;
}

/** The recorded properties of a registered passkey (WebAuthn L3 §4, credential record). */
export interface PasskeyFacts {
  /** The credential id, base64url. */
  readonly id: string;
  /** The authenticator has verified its user at least once (`uvInitialized`). */
  readonly userVerified: boolean;
  /** Not backup eligible (WebAuthn L3 §6.1.3): the key cannot leave its authenticator. */
  readonly deviceBound: boolean;
  /** The authenticator model, a UUID in lower case; all zeros if the authenticator states no model. */
  readonly aaguid: string;
  /** A verified certificate path vouches for `aaguid` (WebAuthn L3 §7.1, attestation). */
  readonly attested: boolean;
}

/** Empty if unknown. */
export function assertionsBy({ said, reported }: AccountFactors, provider: string): readonly ProviderAssertion[] {
  const last = of(said, provider);
  const earlier = of(reported, provider) ?? [];
  return last === undefined ? earlier : [last, ...earlier];
}

function of<Value>(values: Readonly<Record<string, Value>> | undefined, provider: string): Value | undefined {
  return values !== undefined && Object.hasOwn(values, provider) ? values[provider] : undefined;
}
