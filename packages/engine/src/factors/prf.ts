import { createHash } from 'node:crypto';
import type { TenantId } from '@sallyport/store';

/**
 * The PRF input of every ceremony (WebAuthn L3 §10.1.4): one value for the whole tenant, no secret, the same for ever. What the
 * authenticator makes of it never leaves the client.
 */
export function prfExtension(tenant: TenantId): { prf: { eval: { first: string } } } {
  return { prf: { eval: { first: createHash('sha256').update(`sallyport prf ${tenant}`).digest('base64url') } } };
}
