import { isProblem } from '@sallyport/browser';

const WAIT = 4000;

/** Milliseconds without a new number. Each question prolongs the session. */
const PATIENCE = 10 * 60_000;

/**
 * Less often while the number stays the same, and at last no more.
 *
 * @param ask `undefined` ends the asking. A refusal does too, and rejects
 * @param rest waits so many milliseconds, and on while nobody sees the page
 */
export async function untilCounted(
  pending: number,
  ask: () => Promise<number | undefined>,
  rest: (wait: number) => Promise<void> = restInView,
): Promise<void> {
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
