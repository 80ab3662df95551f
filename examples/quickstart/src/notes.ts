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
  };
}
