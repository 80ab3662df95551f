import type { AdminAccount } from '@sallyport/browser';
import { restInView } from '../parts/until-counted.ts';

/** The wait between two questions, in milliseconds. */
const WAIT = 5_000;

/** The most questions: for ten minutes, because each question prolongs the administrator's session. */
const MOST_ASKED = 120;

type Code = AdminAccount['enrollmentCode'];

/**
 * Asks every few seconds, until the person enters the code that an administrator gave, or the code ends. Resolves to true then, and to false if nothing
 * changed or the server does not answer.
 *
 * @param code the code as the page shows it
 * @param ask reads the code again
 * @param rest waits so many milliseconds, and on while nobody sees the page
 */
export async function codeChanged(
  code: NonNullable<Code>,
  ask: () => Promise<Code>,
  rest: (wait: number) => Promise<void> = restInView,
): Promise<boolean> {
  try {
    for (let asked = 0; asked < MOST_ASKED; asked += 1) {
      await rest(WAIT);
      const now = await ask();
      if (now?.expiresAt !== code.expiresAt || now.used !== code.used) return true;
    }
  } catch {
    // The page shows the change when it is loaded again.
  }
  return false;
}
