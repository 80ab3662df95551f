import { client } from './client.ts';
import { pageShowsSession } from './signed-out.ts';

let watches = false;

/**
 * Checks the session whenever the person returns to the page. If another person has signed in meanwhile in another tab, the page reloads
 * for the new person.
 */
export function watchSession(): void {
  pageShowsSession(true);
  if (watches) return;
  watches = true;
  const whose = accountAtHand();
  let asking = false;
  whenLookedAt(async () => {
    // A tab and its window come to the front at the same time, so the second event is ignored.
    if (asking) return;
    asking = true;
    const [before, now] = [await whose, await accountAtHand()];
    asking = false;
    if (before !== undefined && now !== undefined && before !== now) location.reload();
  });
}

/** The account of the session. Resolves to `undefined` without a session, or without an answer. */
function accountAtHand(): Promise<string | undefined> {
  return client.session.get().then(
    ({ accountId }) => accountId,
    () => undefined,
  );
}

/** Runs when the page becomes visible again: its tab or window comes to the front. A page that Back leads to loads anew. */
export function whenLookedAt(run: () => unknown): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') run();
  });
  addEventListener('focus', () => void run());
}
