import type { LiveSession, Sallyport } from '@sallyport/engine';
import { z } from 'zod';

/** A note, sealed in its owner's browser. The app cannot read the note. */
export interface SealedNote {
  /** The id of the data key that sealed the note. */
  readonly keyId: string;
  /** base64url. */
  readonly sealed: string;
}

/** Notes that the demo's own app stores for vaults. A host uses its own tables. */
export interface Notes {
  of(accountId: string): readonly SealedNote[];
  /** Returns false for an invalid note, or if too many notes exist. */
  keep(accountId: string, note: unknown): boolean;
  /** Deletes the notes of an account that is deleted. */
  forget(accountId: string): void;
}

const sentNote: z.ZodType<SealedNote & { readonly alone?: true | undefined }> = z.strictObject({
  keyId: z.string().regex(/^[\w-]{1,64}$/),
  sealed: z.string().regex(/^[\w-]{1,60000}$/),
  /** Deletes notes under other keys. Sent only after the vault has its new key. */
  alone: z.literal(true).optional(),
});

/**
 * Number of notes at most. A replacement of the key stores a note beside the present note, and so does a refused replacement by a second
 * tab.
 */
const KEPT = 20;

export function sealedNotes(): Notes {
  const notes = new Map<string, readonly SealedNote[]>();
  const of = (accountId: string): readonly SealedNote[] => notes.get(accountId) ?? [];
  return {
    of,
    keep(accountId, sent) {
      const { success, data } = sentNote.safeParse(sent);
      if (!success) return false;
      const { alone, ...note } = data;
      const others = alone === true ? [] : of(accountId).filter(({ keyId }) => keyId !== note.keyId);
      // No note is dropped for another, because the server does not know the vault's next key.
      if (others.length >= KEPT) return false;
      notes.set(accountId, [note, ...others]);
      return true;
    },
    forget: (accountId) => void notes.delete(accountId),
  };
}

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
  { audit }: Sallyport,
  { tenant, accountId }: LiveSession,
): Promise<readonly VaultEvent[]> {
  const pages = await Promise.all(TYPES.map((type) => audit.events(tenant, { account: accountId, type })));
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
