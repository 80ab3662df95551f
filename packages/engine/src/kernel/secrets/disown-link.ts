import { type Instant, instant } from '@sallyport/core';
import type { AccountId, EventRecord, TenantId } from '@sallyport/store';
import { LIFETIMES } from '../../contract/lifetimes.ts';
import type { KeyRing } from './key-ring.ts';
import { isMailed, mailedHash } from './mailed-secret.ts';

/** The content of the link in a notice about an unfamiliar sign-in. The link is sealed, and needs no record before somebody follows it. */
export interface DisownLink {
  readonly accountId: AccountId;
  /** The id of the session of the sign-in. */
  readonly session: string;
  /** The id of the device of the sign-in. Absent: the account knows no device of it. */
  readonly device: string | undefined;
  readonly signedInAt: Instant;
  readonly expiresAt: Instant;
  /** The single-use value of the link in the store. All tokens of one event share the single-use value, because a notice can be sent twice. */
  readonly singleUse: string;
  /** Returns whether the link went to this address. A link that went to no address, because the account had none, has no address to lose. */
  wentTo(address: string | undefined): boolean;
}

/**
 * Makes the token for the notice of an event, or `undefined` if the event asks the owner about no sign-in. A token is valid in its tenant only.
 *
 * @param address the address that the notice goes to. Absent: the account has none.
 */
export function disownLink(
  ring: KeyRing,
  { tenant, type, id, at, accountId, detail }: EventRecord,
  address: string | undefined,
): string | undefined {
  const { session, device } = detail ?? {};
  if (type !== 'sign-in.unfamiliar' || accountId === undefined || typeof session !== 'string') return undefined;
  const hash = address === undefined ? '' : mailedHash(ring, { ...linkOf(tenant, accountId), address }, id);
  const content = [id, at, accountId, session, hash, ...(typeof device === 'string' ? [device] : [])];
  return ring.seal(Buffer.from(JSON.stringify(content)), context(tenant));
}

/** Returns the content of a token, or `undefined` if no server of the host made the token for this tenant, or the link expired. */
export function readDisownLink(ring: KeyRing, tenant: TenantId, token: string, now: Instant): DisownLink | undefined {
  try {
    const opened = Buffer.from(ring.unseal(token, context(tenant))).toString();
    const [event, at, accountId, session, hash, device] = JSON.parse(opened) as readonly [
      string,
      number,
      AccountId,
      string,
      string,
      string?,
    ];
    const expiresAt = instant(at + LIFETIMES.disownLink);
    if (expiresAt <= now) return undefined;
    const wentTo = (address: string | undefined): boolean =>
      hash === '' || isMailed(ring, { ...linkOf(tenant, accountId), address }, event, hash);
    return { accountId, session, device, signedInAt: instant(at), expiresAt, singleUse: `disown:${event}`, wentTo };
  } catch {
    return undefined;
  }
}

function linkOf(tenant: TenantId, accountId: AccountId) {
  return { purpose: 'disown', tenant, accountId } as const;
}

function context(tenant: TenantId): string {
  return `disown ${tenant}`;
}
