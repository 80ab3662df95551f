import type { LiveSession, Refusal } from '../api/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isAdministrator } from '../sessions/guard.ts';
import type { AccountRecord } from '../store/records.ts';
import { policyInForce } from './last-administrator.ts';

/**
 * Whether an administrator may do this to that account: policy administrators are above people administrators, who can neither touch
 * them nor grant their roles. The actor's own roles are read again: two who remove each other do not both succeed.
 */
export async function mayAdminister(
  kernel: Kernel,
  actor: LiveSession,
  target: AccountRecord | undefined,
  granted: readonly string[] = [],
): Promise<Refusal | undefined> {
  const { policy } = await policyInForce(kernel, actor.tenant);
  const acting = await kernel.store.readAccount(actor.tenant, actor.accountId);
  if (acting === undefined || acting.block !== undefined || !isAdministrator(policy, acting.roles, 'people'))
    return { refused: 'not-permitted' };
  if (isAdministrator(policy, acting.roles, 'policy')) return undefined;
  const above = target !== undefined && (isAdministrator(policy, target.roles, 'policy') || target.emergency === true);
  return above || isAdministrator(policy, granted, 'policy') ? { refused: 'not-permitted' } : undefined;
}
