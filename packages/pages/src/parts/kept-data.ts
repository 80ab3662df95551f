/** The prefix of the drafts of the policy in `localStorage`. The id of the owner's account follows. */
export const DRAFTS = 'sallyport.policy-draft:';

/**
 * Deletes the data of a person from this browser after the session. The list of the ways in stays, because the list is the same for everybody, and so
 * does the newest version of a vault, by which the vault detects a rollback by the server.
 */
export function forgetPerson(): void {
  remove(sessionStorage, 'sallyport');
  remove(localStorage, 'sallyport.next');
  forgetDrafts();
  // The key that a sign-in by passkey hands over to the page of the vault.
  indexedDB.deleteDatabase('sallyport-vault');
}

/** Deletes the drafts of every author, after the server said that the browser has no session. */
export function forgetDrafts(): void {
  remove(localStorage, DRAFTS);
}

function remove(storage: Storage, prefix: string): void {
  for (const key of Object.keys(storage)) if (key.startsWith(prefix)) storage.removeItem(key);
}
