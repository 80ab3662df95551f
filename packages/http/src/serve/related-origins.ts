import type { Sallyport } from '@sallyport/engine';

/**
 * What `https://RP-ID/.well-known/webauthn` answers as `application/json`, so that browsers let the pages of the trusted origins use the
 * passkeys (WebAuthn L3 §5.11). The host serves it, since it is outside of the contract's prefix.
 */
export function relatedOrigins({ origin, trustedOrigins }: Pick<Sallyport, 'origin' | 'trustedOrigins'>): {
  readonly origins: readonly string[];
} {
  return { origins: [origin, ...trustedOrigins] };
}
