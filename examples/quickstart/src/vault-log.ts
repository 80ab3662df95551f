import type { LiveSession, Sallyport } from '@sallyport/engine';

/** An event of a vault, for the vault's owner. */
export interface VaultEvent {
  readonly at: string;
  readonly type: string;
  readonly by: 'you' | 'somebody else';
  /** The kind of the added or removed way. */
  readonly kind?: string;
  /** The reason that the holder of the emergency account gave. */
  readonly reason?: string;
}

const TYPES = [
  'vault.emergency-opened',
  'vault.envelope-removed',
  'vault.envelope-added',
  'vault.replaced',
  'vault.created',
] as const;

/** The number of events on the page. */
const MOST = 30;

/** The events of the signed-in person's vault in the action log, newest first. */
export async function vaultLog(
  { admin }: Sallyport,
  { tenant, accountId }: LiveSession,
): Promise<readonly VaultEvent[]> {
  const pages = await Promise.all(TYPES.map((type) => admin.events(tenant, { account: accountId, type })));
  return pages
    .flatMap(({ events }) => events)
    .toSorted((one, other) => other.at - one.at)
    .slice(0, MOST)
    .map(({ at, type, actor, detail = {} }) => {
      const { kind, reason } = detail;
      return {
        at: new Date(at).toISOString(),
        type,
        by: actor === accountId ? 'you' : 'somebody else',
        ...(typeof kind === 'string' && { kind }),
        ...(typeof reason === 'string' && { reason }),
      };
    });
}
