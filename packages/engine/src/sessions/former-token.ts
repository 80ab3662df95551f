import { endsByFormerToken } from '@sallyport/core';
import type { AccountId, AccountRecord, SessionRecord, TenantId } from '@sallyport/store';
import { CheckedSession } from '../acts/checked-session.ts';
import { restsOnAccount } from '../acts/liveness.ts';
import { countedForSoon } from '../acts/session-info.ts';
import type { Caller, LiveSession } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newToken, tokenHash } from '../kernel/secrets/token.ts';

/** The account's id finds the session of a token that was just replaced. */
export function newSessionToken({ random }: Pick<Kernel, 'random'>, account: AccountId): string {
  return `${newToken(random)}.${account}`;
}

function accountOf(token: string | undefined): AccountId | undefined {
  return token?.split('.')[1] as AccountId | undefined;
}

export function replacedTokenHash(
  { sessionToken }: Pick<Caller, 'sessionToken'>,
  beside: SessionRecord | undefined,
  account: AccountId,
): string | undefined {
  if (beside?.accountId === account) return beside.tokenHash;
  return accountOf(sessionToken) === account ? tokenHash(sessionToken) : undefined;
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
    (session) => session.mode === mode && endsByFormerToken(session.former, hash, now),
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
  const { policy } = kernel.policies.known(tenant);
  const counted = await countedForSoon(kernel, policy, account);
  return records
    .filter((record) => isAsked(record) && restsOnAccount(record, account))
    .map((record) => new CheckedSession(policy, { record, account, counted }, now, kernel.place));
}
