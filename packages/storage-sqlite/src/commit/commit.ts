import type { Commit, CommitResult } from '@sallyport/store';
import { type CommitPlan, planCommit } from '@sallyport/store/plan';
import type { Connection } from '../connection/connection.ts';
import { giveBack, judge } from '../records/counters.ts';
import { appendEvents, isEvent } from '../records/events.ts';
import { obstacleTo } from './checks.ts';
import { applyWrite } from './writes.ts';

/**
 * If there is a conflict, only `giveBack` and `judged` of the plan. The transaction is the only writer from its first statement, so no record needs a
 * lock.
 */
export function commit(connection: Connection, asked: Commit): Promise<CommitResult> {
  const plan = planCommit(asked);
  return connection.write('commit', () => {
    const { tenant } = plan;
    if (plan.giveBack !== undefined) giveBack(connection, tenant, plan.giveBack);
    const obstacle = obstacleTo(connection, plan);
    if (obstacle === undefined) for (const write of plan.writes) applyWrite(connection, plan, write);
    const locked = isLockedBy(connection, plan) ? ({ locked: true } as const) : {};
    return obstacle === undefined
      ? { outcome: 'committed', ...locked }
      : { outcome: 'conflict', with: obstacle, ...locked };
  });
}

function isLockedBy(connection: Connection, { tenant, judged, now }: CommitPlan): boolean {
  if (judged === undefined) return false;
  const { attempt, hardLimit, ifLocked } = judged;
  const locks = judge(connection, tenant, attempt, hardLimit, now);
  if (locks && ifLocked !== undefined && !isEvent(connection, tenant, ifLocked.id))
    appendEvents(connection, tenant, [ifLocked]);
  return locks;
}
