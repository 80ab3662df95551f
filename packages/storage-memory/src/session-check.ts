import type { SessionCheck, SessionLoaded } from '@sallyport/store';
import { liveSession, policyInForce, type TenantData } from './tenant-data.ts';

/** Loads a token's session with its account, and the policy if a newer version is in force. Moves `lastSeenAt` if due (`touchAfter`). */
export function checkSession(data: TenantData, check: SessionCheck): SessionLoaded | undefined {
  const found = liveSession(data.sessions.byToken(check.tokenHash), check.now);
  const account = found && data.accounts.get(found.accountId);
  if (found === undefined || account === undefined) return undefined;
  const isStale = check.now - found.lastSeenAt > check.touchAfter;
  const session = isStale ? Object.freeze({ ...found, lastSeenAt: check.now }) : found;
  if (isStale) data.sessions.put(session);
  const policy = policyInForce(data);
  return { session, account, ...(policy && policy.version > check.knownPolicy && { policy }) };
}
