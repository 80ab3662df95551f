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
  /** Answers false for what is no note. */
  keep(accountId: string, note: unknown): boolean;
}

const note: z.ZodType<SealedNote> = z.strictObject({
  keyId: z.string().regex(/^[\w-]{1,64}$/),
  sealed: z.string().regex(/^[\w-]{1,60000}$/),
});

/** One under the key that is in use, and one under the key before it: a page that fails between the two writes of a new key can still read one. */
const KEPT = 2;

export function sealedNotes(): Notes {
  const notes = new Map<string, readonly SealedNote[]>();
  const of = (accountId: string): readonly SealedNote[] => notes.get(accountId) ?? [];
  return {
    of,
    keep(accountId, sent) {
      const { success, data } = note.safeParse(sent);
      if (!success) return false;
      const others = of(accountId).filter(({ keyId }) => keyId !== data.keyId);
      notes.set(accountId, [data, ...others].slice(0, KEPT));
      return true;
    },
  };
}
