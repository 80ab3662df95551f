import { type Instant, instant } from '@sallyport/core';
import type { AccountId, TenantId } from '@sallyport/store';
import type { KeyRing } from '../kernel/secrets/key-ring.ts';

/** The content of a mailed link of a sign-up. The link is sealed, and needs no record before somebody follows it. */
export interface SignUpLink {
  /** The address that the link was mailed to, in its normal form. */
  readonly address: string;
  /** No click counts from this instant on. */
  readonly expiresAt: Instant;
  /** The account of an earlier sign-up with the address, in which nobody has signed in yet. Absent: the link makes an account. */
  readonly accountId?: AccountId | undefined;
}

/** Makes the token of a link. A token is valid in its tenant only. */
export function signUpLink(ring: KeyRing, tenant: TenantId, { address, expiresAt, accountId }: SignUpLink): string {
  return ring.seal(Buffer.from(JSON.stringify([address, expiresAt, accountId ?? ''])), `sign-up ${tenant}`);
}

/** Returns the content of a token, or `undefined` if no server of the host made the token for this tenant, or the link expired. */
export function readSignUpLink(ring: KeyRing, tenant: TenantId, token: string, now: Instant): SignUpLink | undefined {
  try {
    const opened = Buffer.from(ring.unseal(token, `sign-up ${tenant}`)).toString();
    const [address, expiresAt, accountId] = JSON.parse(opened) as readonly [string, number, string];
    if (expiresAt <= now) return undefined;
    return {
      address,
      expiresAt: instant(expiresAt),
      accountId: accountId === '' ? undefined : (accountId as AccountId),
    };
  } catch {
    return undefined;
  }
}
