import type { Policy } from '@sallyport/core';
import type { AttemptAnswer, AttemptRef, EventRecord, JudgedWrong, TenantId } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';

/** Returns the counted attempt, if the store counted one. */
export function countedIn(attempt: AttemptAnswer): AttemptRef | undefined {
  return attempt.outcome === 'counted' ? attempt.ref : undefined;
}

/**
 * The part of a failing commit that marks the attempt as a failure. The store writes `ifLocked` if this failure locks the counter. Empty
 * if no attempt was counted. Put this part into one commit for each attempt: a commit that ends in a conflict judges the attempt too.
 */
export function judgedWrong(
  attempt: AttemptAnswer,
  { lockout }: Policy,
  ifLocked: EventRecord | undefined,
): { readonly judged?: JudgedWrong } {
  if (attempt.outcome !== 'counted') return {};
  return { judged: { attempt: attempt.ref, hardLimit: lockout.hardLimit, ...(ifLocked && { ifLocked }) } };
}

/**
 * Gives a counted attempt back in a separate commit, if nobody judged the attempt: a queue was full, or the host or a provider did not
 * answer. Otherwise an attacker who causes such failures locks out owners who know their passwords. Also for a right attempt without
 * effect, for example because a concurrent request was quicker. Call this once for each attempt, and not after a commit that may have
 * given the attempt back.
 */
export async function giveBackAtOnce(kernel: Kernel, tenant: TenantId, attempt: AttemptRef | undefined): Promise<void> {
  if (attempt === undefined) return;
  try {
    await kernel.commit({ tenant, now: kernel.now(), guards: {}, giveBack: attempt, events: [] });
  } catch {
    kernel.logger.warn('an attempt that was not judged could not be given back');
  }
}

/** Runs work for a counted attempt, before the attempt is judged. If the work throws, gives the attempt back and rethrows. */
export async function giveBackOnFault<Result>(
  kernel: Kernel,
  tenant: TenantId,
  attempt: AttemptRef | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (fault) {
    await giveBackAtOnce(kernel, tenant, attempt);
    throw fault;
  }
}
