import { endsByFormerToken } from '@sallyport/core';
import type { AccountId } from '@sallyport/store';
import { CheckedSession } from '../acts/checked-session.ts';
import { restsOnAccount } from '../acts/liveness.ts';
import type { Caller, LiveSession } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newToken, tokenHash } from '../kernel/secrets/token.ts';

/** A session's token: a random token, and the account's id, by which a token that was just replaced finds its session. */
export function newSessionToken({ random }: Pick<Kernel, 'random'>, account: AccountId): string {
  return `${newToken(random)}.${account}`;
}

/** The session that the client may end by the token that its next token just replaced (`endsByFormerToken`). */
export async function sessionOfFormerToken(
  kernel: Kernel,
  { tenant, mode, sessionToken }: Caller,
): Promise<LiveSession | undefined> {
  const accountId = sessionToken?.split('.')[1] as AccountId | undefined;
  if (sessionToken === undefined || accountId === undefined) return undefined;
  const account = await kernel.store.readAccount(tenant, accountId);
  if (account === undefined) return undefined;
  const now = kernel.now();
  const hash = tokenHash(sessionToken);
  const record = (await kernel.store.listSessions(tenant, accountId, now)).find(
    (session) => session.mode === mode && endsByFormerToken(session.former, hash, now),
  );
  if (record === undefined || !restsOnAccount(record, account)) return undefined;
  return new CheckedSession(kernel.policies.known(tenant).policy, { record, account }, now);
}
