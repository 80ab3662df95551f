import type { Store } from '@sallyport/engine';
import { behind } from '../faults/faulty-store.ts';
import type { Numbers } from '../numbers.ts';

/** A store behind a network on which calls and answers overtake each other. */
export function interleaving(inner: Store, numbers: Numbers): Store {
  return behind(inner, async (_, ask) => {
    await turns(numbers.below(4));
    const answer = await ask();
    await turns(numbers.below(4));
    return answer;
  });
}

/** Lets other tasks run first, for a number of turns of the event loop. */
export async function turns(times: number): Promise<void> {
  for (let turn = 0; turn < times; turn++) await new Promise((resume) => setImmediate(resume));
}
