import { type Sallyport, SallyportConfigError } from '@sallyport/engine';

/**
 * The JSON for `https://RP-ID/.well-known/webauthn` (`application/json`), which lets the pages of trusted origins use the app's passkeys
 * (WebAuthn L3 §5.11). The host serves this address, because the address is outside of the contract's prefix. If each tenant has its own origin, give
 * `auth.site(tenant)`.
 *
 * @throws SallyportConfigError `bad-origin`, if each tenant has its own origin, and `auth` itself is given
 */
export function relatedOrigins({ origin, trustedOrigins }: Pick<Sallyport, 'origin' | 'trustedOrigins'>): {
  readonly origins: readonly string[];
} {
  if (origin === '')
    throw new SallyportConfigError(
      'bad-origin',
      'Each tenant has its own origin, so there is no file of related origins for all.',
      "Give the tenant's origins: `relatedOrigins(auth.site(tenant))`.",
    );
  return { origins: [origin, ...trustedOrigins] };
}
