import type { AccountId, AccountRecord, SessionRecord } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';

type Ring = Pick<Kernel, 'ring'>;

/** The hint names the person. */
export function sealedHint({ ring }: Ring, accountId: AccountId, hint: string): string {
  return ring.seal(Buffer.from(hint), contextOf(accountId));
}

export function unsealedHint({ ring }: Ring, accountId: AccountId, sealed: string): string {
  return Buffer.from(ring.unseal(sealed, contextOf(accountId))).toString();
}

export function withHintAnew(kernel: Ring, session: SessionRecord): SessionRecord {
  const { begunAt, accountId } = session;
  if (begunAt?.logoutHint === undefined) return session;
  const logoutHint = sealedHint(kernel, accountId, unsealedHint(kernel, accountId, begunAt.logoutHint));
  return { ...session, begunAt: { ...begunAt, logoutHint } };
}

export async function hintedSessions(kernel: Kernel, account: AccountRecord): Promise<readonly SessionRecord[]> {
  const { tenant, id, externalIds = [] } = account;
  if (!externalIds.some(({ method }) => method === 'sso')) return [];
  const sessions = await kernel.store.listSessions(tenant, id, kernel.now());
  return sessions.filter(({ begunAt, epoch }) => begunAt?.logoutHint !== undefined && epoch === account.epoch);
}

function contextOf(accountId: AccountId): string {
  return `logout ${accountId}`;
}
