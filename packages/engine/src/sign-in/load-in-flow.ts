import { clearedForItsRoles } from '../acts/role-gain.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type Counted, loadAndCount, type StepAsked } from '../state/load.ts';
import { joined, stillCounts } from './set-ups.ts';

/** `stored` is the account without the set-ups of its flow. */
export async function loadInFlow(kernel: Kernel, asked: StepAsked): Promise<Counted> {
  const loaded = await loadAndCount(kernel, asked);
  const { account, flow, inForce, now } = loaded;
  if (flow?.setUps === undefined || account === undefined || flow.accountId !== account.id) return loaded;
  const { setUps, ...rest } = flow;
  if (!stillCounts(inForce.policy, setUps, account)) return { ...loaded, flow: rest };
  return { ...loaded, account: clearedForItsRoles(inForce.policy, joined(account, setUps), now), stored: account };
}
