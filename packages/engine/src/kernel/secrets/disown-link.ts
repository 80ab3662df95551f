import { type Instant, instant } from '@sallyport/core';
import type { AccountId, EventRecord, TenantId } from '@sallyport/store';
import { LIFETIMES } from '../../contract/lifetimes.ts';
import type { KeyRing } from './key-ring.ts';
import { isMailed, mailedHash } from './mailed-secret.ts';

export interface DisownLink {
  readonly accountId: AccountId;
  readonly session: string;
  readonly device: string | undefined;
  readonly signedInAt: Instant;
  readonly expiresAt: Instant;
  /** A notice can be sent twice: all tokens of one event share the value. */
  readonly singleUse: string;
  wentTo(address: string | undefined): boolean;
}

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
