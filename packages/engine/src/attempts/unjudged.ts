import type { Kernel } from '../kernel/kernel.ts';
import type { AttemptAnswer, AttemptRef } from '../store/port.ts';
import type { TenantId } from '../store/records.ts';

/** The attempt that was counted, if one was. */
export function countedIn(attempt: AttemptAnswer): AttemptRef | undefined {
  return attempt.outcome === 'counted' ? attempt.ref : undefined;
}

/**
 * Gives back an attempt that was counted and never judged: a queue was full, the host or a provider did not answer. Else whoever
 * brings that about locks out owners who know their passwords. Once for each attempt, and never after a commit that may have done it.
 */
export async function giveBackUnjudged(
  kernel: Kernel,
  tenant: TenantId,
  attempt: AttemptRef | undefined,
): Promise<void> {
  if (attempt === undefined) return;
  try {
    await kernel.commit({ tenant, now: kernel.now(), guards: {}, giveBack: attempt, events: [] });
  } catch {
    kernel.logger.warn('an attempt that was not judged could not be given back');
  }
}

/** What the judging of an attempt comes to; where it throws, the attempt is given back. */
export async function judging<Result>(
  kernel: Kernel,
  tenant: TenantId,
  attempt: AttemptRef | undefined,
  judge: () => Promise<Result>,
): Promise<Result> {
  try {
    return await judge();
  } catch (fault) {
    await giveBackUnjudged(kernel, tenant, attempt);
    throw fault;
  }
}
