import type { DeliveredCode } from '@sallyport/core';
import type { AccountId, TenantId } from '@sallyport/store';
import type { KeyRing } from './key-ring.ts';

/** The purpose of a mailed secret, and the address that it went to. The secret counts for nothing else. */
export interface Mailed {
  readonly purpose: 'invitation' | 'recovery' | 'email-change' | 'disown' | DeliveredCode | `new ${DeliveredCode}`;
  readonly tenant: TenantId;
  readonly accountId: AccountId;
  /** A mail address, or an address of the host's codes, in its normal form. */
  readonly address: string;
  /** What else the secret is valid in: a flow, a session, or an epoch of the account. */
  readonly within?: string;
}

/** The keyed hash of a mailed secret. No mailed secret is stored in another form. */
export function mailedHash(ring: KeyRing, mailed: Mailed, secret: string): string {
  return ring.hash('mailed', mailedText(mailed, secret));
}

/**
 * Returns whether `hash` is the hash of this secret. Constant time for each key.
 *
 * @param mailed with the address that the account has now. Without an address, no secret matches.
 */
export function isMailed(
  ring: KeyRing,
  { address, ...mailed }: Omit<Mailed, 'address'> & { readonly address: string | undefined },
  secret: string,
  hash: string,
): boolean {
  return address !== undefined && ring.matches('mailed', mailedText({ ...mailed, address }, secret), hash);
}

function mailedText({ purpose, tenant, accountId, address, within }: Mailed, secret: string): string {
  return JSON.stringify([purpose, tenant, accountId, address, within ?? '', secret]);
}
