import type { Policy } from '@sallyport/core';
import type { AttemptAnswer, AttemptRef, EventRecord, JudgedWrong, TenantId } from '@sallyport/store';
import { CountedGuess } from '../kernel/counted-guess.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** The store's answer about the guess of a step. */
export type Guess = CountedGuess | Exclude<AttemptAnswer, { readonly outcome: 'waits' | 'counted' }>;

/** Returns the counted guess, if the store counted one. */
export function countedIn(guess: Guess): CountedGuess | undefined {
  return guess.outcome === 'counted' ? guess : undefined;
}

/**
 * The part of a failing commit that marks the guess as a failure. The store writes `ifLocked` if this failure locks the counter. Empty
 * if no guess was counted, or if the guess has ended.
 */
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

/** The guess that the store counted for a step, to be given back in a commit of its own if the step does not end it. */
export function countedBy(kernel: Kernel, tenant: TenantId, ref: AttemptRef): CountedGuess {
  return new CountedGuess(ref, async (giveBack) => {
    try {
      await kernel.commit({ tenant, now: kernel.now(), guards: {}, giveBack, events: [] });
    } catch {
      kernel.logger.warn('an attempt that was not judged could not be given back');
    }
  });
}
