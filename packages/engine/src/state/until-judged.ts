import { GUESS_WAITS } from '../contract/lifetimes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { pause } from '../kernel/timer.ts';

export class GuessesBusy extends Error {
  readonly code = 'busy';
  constructor() {
    super('too many requests wait until others are judged');
    this.name = 'GuessesBusy';
  }
}

/** Requests that began together must not ask together: chance shortens every pause. */
export async function untilJudged<Answer>(kernel: Kernel, ask: () => Promise<Answer | 'waits'>): Promise<Answer> {
  const end = kernel.now() + GUESS_WAITS.inAll;
  let waited = 0;
  for (let turn = 0; ; turn += 1) {
    const answer = await ask();
    if (answer !== 'waits') return answer;
    const next = waitBefore(kernel, turn);
    waited += next;
    // The clock may stand still, and the store may be slow.
    if (waited > GUESS_WAITS.inAll || kernel.now() >= end) throw new GuessesBusy();
    await pause(kernel.timer, next);
  }
}

function waitBefore({ random }: Kernel, turn: number): number {
  const whole = Math.min(GUESS_WAITS.longestPause, GUESS_WAITS.firstPause * 2 ** turn);
  const [chance = 0] = random(1);
  return Math.ceil(whole * (1 - chance / 512));
}
