import { createHash } from 'node:crypto';
import type { TenantId } from '@sallyport/store';

/**
 * The PRF input of every ceremony (WebAuthn L3 §10.1.4): one constant, public value for the tenant. The authenticator's output never
 * leaves the client.
 */
export function prfExtension(tenant: TenantId): { prf: { eval: { first: string } } } {
  return { prf: { eval: { first: createHash('sha256').update(`sallyport prf ${tenant}`).digest('base64url') } } };
}
