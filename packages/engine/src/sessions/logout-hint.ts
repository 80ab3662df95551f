import type { AccountId, AccountRecord, SessionRecord } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';

type Ring = Pick<Kernel, 'ring'>;

/** Seals a provider's hint for its sign-out page: the hint names the person. */
export function sealedHint({ ring }: Ring, accountId: AccountId, hint: string): string {
  return ring.seal(Buffer.from(hint), contextOf(accountId));
}

/** @throws UnknownKey if no key of the ring sealed the hint */
export function unsealedHint({ ring }: Ring, accountId: AccountId, sealed: string): string {
  return Buffer.from(ring.unseal(sealed, contextOf(accountId))).toString();
}

/**
 * The session with its hint sealed by the key in use.
 *
 * @throws UnknownKey if no key of the ring sealed the hint
 */
export function withHintAnew(kernel: Ring, session: SessionRecord): SessionRecord {
  const { begunAt, accountId } = session;
  if (begunAt?.logoutHint === undefined) return session;
  const logoutHint = sealedHint(kernel, accountId, unsealedHint(kernel, accountId, begunAt.logoutHint));
  return { ...session, begunAt: { ...begunAt, logoutHint } };
}

/** The live sessions of an account with a hint. Only an account with an identity at a provider has such sessions. */
export async function hintedSessions(kernel: Kernel, account: AccountRecord): Promise<readonly SessionRecord[]> {
  const { tenant, id, externalIds = [] } = account;
  if (!externalIds.some(({ method }) => method === 'sso')) return [];
  const sessions = await kernel.store.listSessions(tenant, id, kernel.now());
  return sessions.filter(({ begunAt, epoch }) => begunAt?.logoutHint !== undefined && epoch === account.epoch);
}

function contextOf(accountId: AccountId): string {
  return `logout ${accountId}`;
}
