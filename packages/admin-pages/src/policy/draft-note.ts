const KEY = 'sallyport-policy-note';

/** The note of the draft, as typed, or as an undo began it. The tab keeps the note until the draft is saved or discarded. Empty: no note. */
export function draftNote(): string {
  return sessionStorage.getItem(KEY) ?? '';
}

export function keepDraftNote(note: string): void {
  if (note === '') sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, note);
}
