import { isProblem } from '@sallyport/browser';

/** The shortest wait before the page asks again, in milliseconds. */
const WAIT = 4000;

/** The time without a new number after which the page asks no more. The server counts nobody, and each question prolongs the session. */
const PATIENCE = 10 * 60_000;

/**
 * Asks every few seconds, until nobody is pending. Asks a little less often while the number stays the same or the server does not answer, and at last no more.
 *
 * @param ask resolves to the number of people who are not counted yet; `undefined` ends the asking. A refusal ends the asking too, and rejects
 * @param rest waits so many milliseconds, and on while nobody sees the page
 */
export async function untilCounted(
  pending: number,
  ask: () => Promise<number | undefined>,
  rest: (wait: number) => Promise<void> = restInView,
): Promise<void> {
  /** The time since the number changed. */
  let quiet = 0;
  let known = pending;
  while (known > 0 && quiet < PATIENCE) {
    const wait = Math.max(WAIT, quiet / 10);
    await rest(wait);
    quiet += wait;
    const now = await ask().catch((thrown: unknown) => {
      if (isProblem(thrown) && [401, 403].includes(thrown.status)) throw thrown;
      return known;
    });
    if (now === undefined) return;
    if (now !== known) quiet = 0;
    known = now;
  }
}

/** Waits, and then until the page is visible. */
export async function restInView(wait: number): Promise<void> {
  await new Promise((done) => setTimeout(done, wait));
  if (document.visibilityState === 'visible') return;
  await new Promise<void>((done) => {
    const look = (): void => {
      if (document.visibilityState !== 'visible') return;
      document.removeEventListener('visibilitychange', look);
      done();
    };
    document.addEventListener('visibilitychange', look);
  });
}
