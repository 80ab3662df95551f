import { GUESS_WAITS } from '../contract/lifetimes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { pause } from '../kernel/timer.ts';

/**
 * For ten seconds, something waited for other requests to be judged: a guess in a full budget, or a return from a provider beside another return of
 * the same journey. Nothing of the waiting request was counted.
 */
export class GuessesBusy extends Error {
  readonly code = 'busy';
  constructor() {
    super('too many requests wait until others are judged');
    this.name = 'GuessesBusy';
  }
}

/**
 * Asks again while the answer is `waits`, for ten seconds at most. The pauses grow. Chance shortens every pause, because requests that began together
 * must not ask together.
 *
 * @throws GuessesBusy if the answer is `waits` for ten seconds
 */
export async function untilJudged<Answer>(kernel: Kernel, ask: () => Promise<Answer | 'waits'>): Promise<Answer> {
  const end = kernel.now() + GUESS_WAITS.inAll;
  let waited = 0;
  for (let turn = 0; ; turn += 1) {
    const answer = await ask();
    if (answer !== 'waits') return answer;
    const next = waitBefore(kernel, turn);
    waited += next;
    // The clock may stand still, and the store may be slow: both bounds hold.
    if (waited > GUESS_WAITS.inAll || kernel.now() >= end) throw new GuessesBusy();
    await pause(kernel.timer, next);
  }
}

/**
 * The pause before the next question, in milliseconds. The pause doubles each turn, up to the longest pause. Chance removes up to half of
 * the pause.
 */
function waitBefore({ random }: Kernel, turn: number): number {
  const whole = Math.min(GUESS_WAITS.longestPause, GUESS_WAITS.firstPause * 2 ** turn);
  const [chance = 0] = random(1);
  return Math.ceil(whole * (1 - chance / 512));
}
