import type { Policy } from '@sallyport/core';
import type { AttemptAnswer, AttemptRef, EventRecord, JudgedWrong, TenantId } from '@sallyport/store';
import { isClosed } from '../kernel/commit.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** Returns the counted guess, if the store counted one. */
export function countedIn(guess: AttemptAnswer): AttemptRef | undefined {
  return guess.outcome === 'counted' ? guess.ref : undefined;
}

/**
 * The part of a failing commit that marks the guess as a failure. The store writes `ifLocked` if this failure locks the counter. Empty
 * if no guess was counted. Put this part into one commit for each guess: a commit that ends in a conflict judges the guess too.
 */
export function judgedWrong(
  guess: AttemptAnswer,
  { lockout }: Policy,
  ifLocked: EventRecord | undefined,
): { readonly judged?: JudgedWrong } {
  if (guess.outcome !== 'counted') return {};
  return { judged: { attempt: guess.ref, hardLimit: lockout.hardLimit, ...(ifLocked && { ifLocked }) } };
}

/**
 * Gives a counted guess back in a separate commit, unless an earlier commit gave it back or judged it: a queue was full, or the host or a provider
 * did not answer. Otherwise an attacker who causes such failures locks out owners who know their passwords. Also for a right guess without
 * effect, for example because a concurrent request was quicker.
 */
export async function giveBackAtOnce(kernel: Kernel, tenant: TenantId, guess: AttemptRef | undefined): Promise<void> {
  if (guess === undefined || isClosed(guess)) return;
  try {
    await kernel.commit({ tenant, now: kernel.now(), guards: {}, giveBack: guess, events: [] });
  } catch {
    kernel.logger.warn('an attempt that was not judged could not be given back');
  }
}

/** Runs work for a counted guess, before the guess is judged. If the work throws, gives the guess back and rethrows. */
export async function giveBackOnFault<Result>(
  kernel: Kernel,
  tenant: TenantId,
  guess: AttemptRef | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (fault) {
    await giveBackAtOnce(kernel, tenant, guess);
    throw fault;
  }
}
