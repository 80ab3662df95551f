import { withoutUnfinished } from '../acts/unfinished.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type Loaded, loadStep, type StepAsked } from '../records/load-step.ts';

/**
 * Loads a step of a sign-in, as {@link loadStep}. The account lacks what other flows set up in first sign-ins that opened no session, and `stored` has it.
 * The next commit that writes the account takes these set-ups.
 */
export async function loadInFlow(kernel: Kernel, asked: StepAsked): Promise<Loaded> {
  const loaded = await loadStep(kernel, asked);
  const { account: stored, flow } = loaded;
  const account = stored && withoutUnfinished(stored, flow?.id);
  return account === stored ? loaded : { ...loaded, account, stored };
}
