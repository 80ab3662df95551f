import type { Policy } from '@sallyport/core';
import type { AttemptAnswer, AttemptRef, EventRecord, JudgedWrong, TenantId } from '@sallyport/store';
import { CountedGuess } from '../kernel/counted-guess.ts';
import type { Kernel } from '../kernel/kernel.ts';

export type Guess = CountedGuess | Exclude<AttemptAnswer, { readonly outcome: 'waits' | 'counted' }>;

export function countedIn(guess: Guess): CountedGuess | undefined {
  return guess.outcome === 'counted' ? guess : undefined;
}

export function judgedWrong(
  guess: Guess,
  { lockout }: Policy,
  ifLocked: EventRecord | undefined,
): { readonly judged?: JudgedWrong } {
  const attempt = countedIn(guess)?.take();
  return attempt === undefined
    ? {}
    : { judged: { attempt, hardLimit: lockout.hardLimit, ...(ifLocked && { ifLocked }) } };
}

export function countedBy(kernel: Kernel, tenant: TenantId, ref: AttemptRef): CountedGuess {
  return new CountedGuess(ref, async (giveBack) => {
    try {
      await kernel.commit({ tenant, now: kernel.now(), guards: {}, giveBack, events: [] });
    } catch {
      kernel.logger.warn('an attempt that was not judged could not be given back');
    }
  });
}
