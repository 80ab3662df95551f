import type { DeliveredCode } from '@sallyport/core';
import type { AccountId, TenantId } from '@sallyport/store';
import type { KeyRing } from './key-ring.ts';

export interface Mailed {
  readonly purpose: 'invitation' | 'recovery' | 'email-change' | 'disown' | DeliveredCode | `new ${DeliveredCode}`;
  readonly tenant: TenantId;
  readonly accountId: AccountId;
  readonly address: string;
  readonly within?: string;
}

export function mailedHash(ring: KeyRing, mailed: Mailed, secret: string): string {
  return ring.hash('mailed', mailedText(mailed, secret));
}

/** Without an address, no secret matches. */
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
