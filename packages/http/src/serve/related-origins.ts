import type { Sallyport } from '@sallyport/engine';

/**
 * The JSON for `https://RP-ID/.well-known/webauthn` (`application/json`), which lets the pages of trusted origins use the app's passkeys
 * (WebAuthn L3 §5.11). The host serves this address, because the address is outside of the contract's prefix.
 */
export function relatedOrigins({ origin, trustedOrigins }: Pick<Sallyport, 'origin' | 'trustedOrigins'>): {
  readonly origins: readonly string[];
} {
  return { origins: [origin, ...trustedOrigins] };
}
