import type { AdminAccount } from '@sallyport/browser';
import { restInView } from '../parts/until-counted.ts';

const WAIT = 5_000;

/** Ten minutes: each question prolongs the administrator's session. */
const MOST_ASKED = 120;

type Code = AdminAccount['enrollmentCode'];

/**
 * False if nothing changed or the server does not answer.
 *
 * @param code as the page shows it
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
  } catch {}
  return false;
}
