import { client } from './client.ts';
import { pageShowsSession } from './signed-out.ts';

let watches = false;

/**
 * The page shows what belongs to a session: whenever somebody looks at it again, it asks whether that is still there. If somebody else
 * signed in meanwhile, in another tab, the page is loaded anew: it is theirs now.
 */
export function watchSession(): void {
  pageShowsSession(true);
  if (watches) return;
  watches = true;
  const whose = accountAtHand();
  let asking = false;
  whenLookedAt(async () => {
    // A tab and its window come to the front together.
    if (asking) return;
    asking = true;
    const [before, now] = [await whose, await accountAtHand()];
    asking = false;
    if (before !== undefined && now !== undefined && before !== now) location.reload();
  });
}

/** Whose session it is; `undefined` if there is none, or nobody says. */
function accountAtHand(): Promise<string | undefined> {
  return client.session.get().then(
    ({ accountId }) => accountId,
    () => undefined,
  );
}

/** Runs when the page is looked at again: its tab or its window comes to the front, or the browser brings it back as it was left. */
export function whenLookedAt(run: () => unknown): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') run();
  });
  addEventListener('focus', () => void run());
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) run();
  });
}
