import { client } from './client.ts';
import { pageShowsSession } from './signed-out.ts';

let watches = false;

/** The page shows what belongs to a session: whenever somebody looks at it again, it asks whether that is still there. */
export function watchSession(): void {
  pageShowsSession(true);
  if (watches) return;
  watches = true;
  whenLookedAt(() => client.session.get().catch(() => undefined));
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
