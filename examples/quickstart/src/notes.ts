import { z } from 'zod';

/** A note as its owner's browser sealed it. The app that keeps it can read none of it. */
export interface SealedNote {
  /** Of the data key that it was sealed under. */
  readonly keyId: string;
  /** base64url. */
  readonly sealed: string;
}

/** What the demo's own app keeps beside the vault: a host keeps this in its own tables. */
export interface Notes {
  of(accountId: string): readonly SealedNote[];
  /** Answers false for what is no note, and where there are too many. */
  keep(accountId: string, note: unknown): boolean;
}

const sentNote: z.ZodType<SealedNote & { readonly alone?: true | undefined }> = z.strictObject({
  keyId: z.string().regex(/^[\w-]{1,64}$/),
  sealed: z.string().regex(/^[\w-]{1,60000}$/),
  /** What was sealed under other keys goes: sent once the vault has its new key, and never before. */
  alone: z.literal(true).optional(),
});

/** A key that is being replaced leaves its note beside the new one. Of two tabs that do so at once one is refused, and leaves one as well. */
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
      // None is dropped for another: the server does not know which key the vault will have.
      if (others.length >= KEPT) return false;
      notes.set(accountId, [note, ...others]);
      return true;
    },
  };
}
