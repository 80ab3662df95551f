import { type Commit, type CommitResult, refuseMalformed, StoreUnavailable } from '@sallyport/store';
import type { Database } from '../database.ts';
import { ServerFault } from '../errors.ts';
import type { Statement } from '../statement.ts';
import type { Tables } from '../tables.ts';
import { accountWrites } from './account-writes.ts';
import { counterWrites } from './counter-writes.ts';
import { deviceWrites } from './device-writes.ts';
import type { Guarded, Obstacle } from './guard-chain.ts';
import { guardsOf } from './guards.ts';
import { otherWrites } from './other-writes.ts';
import { Draft } from './parts.ts';
import { tokenWrites } from './token-writes.ts';

/** SQLSTATEs: unique violation, check violation, and a row that one statement would write twice. */
const [TAKEN, CHECK_BROKEN, TWICE] = ['23505', '23514', '21000'];

/**
 * Writes a change in one statement. If the change loses a race for a unique key, the server rolls the statement back; a second
 * statement then writes `giveBack` and `judged`.
 *
 * @param makesRoom whether the statement looks for a device to remove for the new device. The first statement only checks that there is
 * room, which is cheaper, and few accounts know the maximum of devices. Without room, it writes only `giveBack` and `judged`, and a second
 * statement follows.
 */
export async function commit(
  database: Database,
  table: Tables,
  change: Commit,
  makesRoom = false,
): Promise<CommitResult> {
  refuseMalformed(change);
  const { statement, obstacles } = commitStatement(table, change, makesRoom);
  try {
    const [row] = await database.run('commit', statement);
    const broken = obstacles.find((obstacle) => row?.flag(obstacle) === false);
    const locked = change.judged && row?.flag('locked') ? ({ locked: true } as const) : {};
    if (broken === undefined) return { outcome: 'committed', ...locked };
    if (broken !== 'room') return { outcome: 'conflict', with: broken, ...locked };
    const { giveBack: _, judged: _judged, ...rest } = change;
    return { ...(await commit(database, table, rest, true)), ...locked };
  } catch (thrown) {
    const obstacle = obstacleIn(thrown);
    if (obstacle === undefined) throw thrown;
    const { tenant, now, giveBack, judged } = change;
    if (giveBack === undefined && judged === undefined) return { outcome: 'conflict', with: obstacle };
    // The server rolled back the whole statement, including `giveBack` and `judged`, which must be written in any case.
    const { outcome: _, ...locked } = await commit(database, table, {
      tenant,
      now,
      guards: {},
      giveBack,
      judged,
      events: [],
    });
    return { outcome: 'conflict', with: obstacle, ...locked };
  }
}

/** Builds the statement. The answer has one column for each guard in `obstacles`, in the order of the checks. */
export function commitStatement(
  table: Tables,
  change: Commit,
  makesRoom: boolean,
): { readonly statement: Statement; readonly obstacles: readonly Guarded[] } {
  const draft = new Draft(change, table, makesRoom);
  const guards = guardsOf(draft);
  const parts = [
    ...guards.parts,
    ...tokenWrites(draft),
    ...accountWrites(draft),
    ...deviceWrites(draft),
    ...counterWrites(draft),
    ...otherWrites(draft),
  ];
  const counts = guards.obstacles.map((obstacle) => `exists (select 1 from guard_${obstacle}) as ${obstacle}`);
  if (change.judged) counts.push('exists (select 1 from put_counters where locked) as locked');
  const text = `with ${parts.map(({ name, sql }) => `${name} as (${sql})`).join(',\n')}
select ${counts.length === 0 ? 'true as committed' : counts.join(', ')}`;
  return { statement: { text, values: draft.parameters.values }, obstacles: guards.obstacles };
}

function obstacleIn(thrown: unknown): Obstacle | undefined {
  const fault = thrown instanceof StoreUnavailable ? thrown.cause : undefined;
  if (!(fault instanceof ServerFault)) return undefined;
  if (fault.code === TWICE) return 'spent';
  if (fault.code === CHECK_BROKEN) return fault.constraint === 'sallyport_spent_once' ? 'spent' : undefined;
  if (fault.code !== TAKEN) return undefined;
  if (fault.constraint === 'sallyport_policy_pkey') return 'policy';
  return fault.constraint === 'sallyport_administrators_pkey' ? 'administrators' : 'key';
}
