import type { LiveSession, Refusal } from '../api/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isAbovePeople, isAdministrator } from '../records/administrators.ts';
import { withHostRoles } from '../records/host-roles.ts';
import { readPolicyInForce } from '../records/read-policy.ts';
import { rolesOf } from '../records/roles.ts';
import { actorGuard, stillLives } from '../sessions/liveness.ts';
import type { CommitGuards } from '../store/port.ts';
import type { AccountRecord } from '../store/records.ts';

/** What an act of administration rests on, for its commit to hold: the actor's account and session, and the policy that names roles. */
export type Authority = Required<Pick<CommitGuards, 'actor' | 'policy'>>;

export interface Acting {
  /** Whom the act is on; absent: nobody yet. */
  readonly over?: AccountRecord | undefined;
  /** Roles that it grants. */
  readonly grants?: readonly string[];
  /** What it takes; default: an administrator of people. */
  readonly of?: 'people' | 'policy';
}

/**
 * Whether an administrator may do this, judged on what is committed and what the host says now: policy administrators are above
 * people administrators, who can neither touch them nor grant their roles. What it is judged on guards the commit, so that two who
 * act on each other do not both succeed, and nobody acts who was blocked or demoted meanwhile.
 */
export async function authorityFor(
  kernel: Kernel,
  actor: LiveSession,
  { over, grants = [], of = 'people' }: Acting,
): Promise<Authority | Refusal> {
  const { policy, version } = await readPolicyInForce(kernel, actor.tenant);
  const account = await kernel.store.readAccount(actor.tenant, actor.accountId);
  if (account === undefined || account.block !== undefined) return { refused: 'not-permitted' };
  if (!(await stillLives(kernel, actor, account))) return { refused: 'no-session' };
  const acting = await withHostRoles(kernel, account, kernel.now());
  const roles = acting === undefined ? [] : rolesOf(acting);
  if (!isAdministrator(policy, roles, of)) return { refused: 'not-permitted' };
  const authority: Authority = { ...actorGuard(actor, account), policy: version };
  if (isAdministrator(policy, roles, 'policy')) return authority;
  const above = over !== undefined && (await isAbovePeople(kernel, policy, over));
  return above || isAdministrator(policy, grants, 'policy') ? { refused: 'not-permitted' } : authority;
}
