import { endsByFormerToken } from '@sallyport/core';
import type { AccountId, AccountRecord, SessionRecord, TenantId } from '@sallyport/store';
import { CheckedSession } from '../acts/checked-session.ts';
import { restsOnAccount } from '../acts/liveness.ts';
import { countedForSoon } from '../acts/session-info.ts';
import type { Caller, LiveSession } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newToken, tokenHash } from '../kernel/secrets/token.ts';

/** The account's id finds the session of a former token, and the lineage's name proves that the token was the session's: session ids are no secret. */
export function newSessionToken(
  { random, ring }: Pick<Kernel, 'random' | 'ring'>,
  session: Pick<SessionRecord, 'tenant' | 'id' | 'accountId' | 'lineage'>,
): string {
  return `${newToken(random)}.${session.accountId}.${ring.hash('lineage', lineageOf(session))}`;
}

function accountOf(token: string | undefined): AccountId | undefined {
  return token?.split('.')[1] as AccountId | undefined;
}

export function namesAccount({ sessionToken }: Pick<Caller, 'sessionToken'>): boolean {
  return sessionToken?.split('.').length === 3;
}

function lineageOf({ tenant, id, lineage = id }: Pick<SessionRecord, 'tenant' | 'id' | 'lineage'>): string {
  return JSON.stringify([tenant, lineage]);
}

/** Tokens from before a change of `secrets` are of no lineage, if the old secret is gone. */
function isOfLineage({ ring }: Pick<Kernel, 'ring'>, session: SessionRecord, token: string): boolean {
  const name = token.split('.')[2];
  return name !== undefined && ring.matches('lineage', lineageOf(session), name);
}

export function replacedTokenHash(
  { sessionToken }: Pick<Caller, 'sessionToken'>,
  beside: SessionRecord | undefined,
  account: AccountId,
): string | undefined {
  // The session beside may have moved on to a token of somebody else.
  if (sessionToken !== undefined && accountOf(sessionToken) === account) return tokenHash(sessionToken);
  return beside?.accountId === account ? beside.tokenHash : undefined;
}

export async function sessionsOfFormerToken(
  kernel: Kernel,
  { tenant, mode, sessionToken }: Caller,
): Promise<readonly LiveSession[]> {
  const accountId = accountOf(sessionToken);
  if (sessionToken === undefined || accountId === undefined) return [];
  const now = kernel.now();
  const hash = tokenHash(sessionToken);
  return liveSessionsOf(
    kernel,
    { tenant, accountId },
    (session) =>
      session.mode === mode &&
      session.tokenHash !== hash &&
      (isOfLineage(kernel, session, sessionToken) || endsByFormerToken(session.former, hash, now)),
  );
}

export async function ownSessionsOfFormerToken(
  kernel: Kernel,
  { tenant, mode, sessionToken }: Caller,
  accountId: AccountId,
): Promise<readonly SessionRecord[]> {
  if (sessionToken === undefined || accountOf(sessionToken) !== accountId) return [];
  const hash = tokenHash(sessionToken);
  const records = await kernel.store.listSessions(tenant, accountId, kernel.now());
  return records.filter(
    (session) => session.mode === mode && (isOfLineage(kernel, session, sessionToken) || session.former?.hash === hash),
  );
}

export async function liveSessionsOf(
  kernel: Kernel,
  { tenant, accountId }: { readonly tenant: TenantId; readonly accountId: AccountId },
  isAsked: (session: SessionRecord) => boolean,
): Promise<readonly LiveSession[]> {
  const account: AccountRecord | undefined = await kernel.store.readAccount(tenant, accountId);
  if (account === undefined) return [];
  const now = kernel.now();
  const records = await kernel.store.listSessions(tenant, accountId, now);
  const asked = records.filter((record) => isAsked(record) && restsOnAccount(record, account));
  if (asked.length === 0) return [];
  const { policy } = kernel.policies.known(tenant);
  const counted = await countedForSoon(kernel, policy, account);
  return asked.map((record) => new CheckedSession(policy, { record, account, counted }, now, kernel.place));
}
