import * as z from 'zod/mini';
import type { PlainEvidence, WayIn } from './descriptor.ts';

/** A verified assertion of an OpenID Connect or SAML provider. */
export interface SsoEvidence extends PlainEvidence<'sso'> {
  /** The provider's name in the host's configuration. */
  readonly provider: string;
  /**
   * The provider does not state when the person authenticated. `at` is then the time of the provider's answer, and the proof
   * is never recent.
   */
  readonly undated?: boolean;
  /** Asked for the time, the provider stated none, or no time at all. A step-up that demands a recent proof does not ask this provider. */
  readonly datesNothing?: boolean;
  /** The provider said nothing about the person's roles. The proof gives no rights by roles that the provider named earlier. */
  readonly withoutRoles?: boolean;
  /** The authentication context class the provider asserted (OpenID Connect Core §2, SAML AuthnContextClassRef). */
  readonly acr?: string;
  /** The methods the provider asserted (RFC 8176). */
  readonly amr?: readonly string[];
}

/** The assertions that a proof by single sign-on needs. */
export interface SsoPattern {
  /** Selects this kind of pattern. */
  readonly method: 'sso';
  /** The provider's name in the host's configuration; absent: any provider. */
  readonly provider?: string;
  /** Accepted authentication context classes: the provider has to assert one of them. */
  readonly acr?: readonly string[];
  /** Required methods (RFC 8176): the provider has to assert all of them. */
  readonly amr?: readonly string[];
}

const classesOrMethods = z
  .array(z.string().check(z.minLength(1), z.maxLength(200)))
  .check(z.minLength(1), z.maxLength(50));

export const sso: WayIn<'sso', SsoEvidence> = {
  name: 'sso',
  use: 'way-in',
  beside: [],
  asks: {
    provider: z.exactOptional(z.string().check(z.minLength(1), z.maxLength(100))),
    acr: z.exactOptional(classesOrMethods),
    amr: z.exactOptional(classesOrMethods),
  },
  inSentences: 'single sign-on',
  worthForSetUp: 'none',
  enrolled: (factors) => (factors.sso?.length ?? 0) > 0,
  factor: {
    name: 'sso',
    form: "'sso:PROVIDER'",
    add: (factors, { which }) =>
      which === undefined ? undefined : { ...factors, sso: [...(factors.sso ?? []), which] },
  },
  traits: ['acr', 'amr'],
  proof: ({ which, traits }, factors, at) => {
    const { sso: providers = [] } = factors;
    const provider = which === undefined ? providers[0] : providers.find((name) => name === which);
    if (provider === undefined) return undefined;
    return { method: 'sso', at, provider, acr: traits.get('acr')?.[0], amr: traits.get('amr') };
  },
};

export function ssoMatches(
  pattern: { readonly method: string },
  provider: string,
  assertion: Pick<SsoEvidence, 'acr' | 'amr'>,
): boolean {
  if (!isSso(pattern)) return false;
  if (pattern.provider !== undefined && pattern.provider !== provider) return false;
  if (pattern.acr !== undefined && !pattern.acr.some((name) => name === assertion.acr)) return false;
  const { amr } = assertion;
  return pattern.amr === undefined || pattern.amr.every((method) => amr?.includes(method) === true);
}

export function isSso(pattern: { readonly method: string }): pattern is SsoPattern {
  return pattern.method === 'sso';
}
