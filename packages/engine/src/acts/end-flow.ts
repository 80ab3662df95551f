import type { Caller, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { codeLeftBy } from '../factors/open-code.ts';
import { unplaced } from '../kernel/in-place.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { MOST_TRIES } from '../kernel/limits.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { type Loaded, load } from '../state/load.ts';
import { system } from './doer.ts';
import { performAct } from './perform-act.ts';

export async function endFlow(
  kernel: Kernel,
  { flow, account, now }: Pick<Loaded, 'flow' | 'account' | 'now'>,
): Promise<Refusal<'flow-conflict'> | undefined> {
  if (flow === undefined) return undefined;
  const { tenant, id, version } = flow;
  const ending = { guards: { flow: { id, version } }, endFlow: { id }, events: [] };
  if (account?.enrollmentCode?.usedIn !== id) {
    const { outcome } = await kernel.commit({ tenant, now, ...ending });
    return outcome === 'committed' ? undefined : { refused: 'flow-conflict' };
  }
  const ended = await performAct(kernel, system(tenant), account.id, ({ account: held, now: at }) => {
    const code = held.enrollmentCode && codeLeftBy(held.enrollmentCode, id, at);
    return { act: { type: 'end-sessions' }, next: code && { ...held, enrollmentCode: code }, also: ending };
  });
  return isRefusal(ended) ? { refused: 'flow-conflict' } : undefined;
}

export async function endFlowOf(kernel: Kernel, { tenant, mode, flowToken }: Caller): Promise<void> {
  if (flowToken === undefined) return;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const loaded = await load(unplaced(kernel), { tenant, flowHash: tokenHash(flowToken), alsoLinks: true });
    if (loaded.flow?.mode !== mode) return;
    if ((await endFlow(kernel, loaded)) === undefined) return;
  }
}
