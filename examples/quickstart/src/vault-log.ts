import type { LiveSession, Sallyport } from '@sallyport/engine';

/** What happened to a vault, as its owner reads it. */
export interface VaultEvent {
  readonly at: string;
  readonly type: string;
  readonly by: 'you' | 'somebody else';
  /** Of the way that was added or removed. */
  readonly kind?: string;
  /** Why the emergency account took what opens the vault, in its holder's words. */
  readonly reason?: string;
}

const TYPES = [
  'vault.emergency-opened',
  'vault.envelope-removed',
  'vault.envelope-added',
  'vault.replaced',
  'vault.created',
] as const;

/** As many as a page shows. */
const MOST = 30;

/** The part of the action log that is about the vault of the person who is signed in, newest first. */
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
