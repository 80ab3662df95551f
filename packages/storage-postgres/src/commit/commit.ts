import { type Commit, type CommitResult, StoreUnavailable } from '@sallyport/store';
import { type CommitPlan, type Obstacle, planCommit, type Write } from '@sallyport/store/plan';
import type { Database } from '../connection/database.ts';
import { ServerFault } from '../connection/errors.ts';
import type { Tables } from '../schema/tables.ts';
import type { Statement } from '../statements/statement.ts';
import { counterWrites } from './counter-writes.ts';
import { forgetDevices } from './device-writes.ts';
import { Draft } from './draft.ts';
import type { Guarded } from './guard-chain.ts';
import { guardsOf } from './guards.ts';
import { appendLocked, partsOf, removeSessions } from './writes.ts';

const [TAKEN, CHECK_BROKEN] = ['23505', '23514'];
const TAKEN_KEYS: ReadonlyMap<string, Obstacle> = new Map([
  ['sallyport_policy_pkey', 'policy'],
  ['sallyport_administrators_pkey', 'administrators'],
  ['sallyport_organisation_pkey', 'organisation'],
  ['sallyport_organisation_version_pkey', 'organisation'],
  ['sallyport_membership_pkey', 'membership'],
]);

export async function commit(database: Database, table: Tables, change: Commit): Promise<CommitResult> {
  return applyPlan(database, table, planCommit(change));
}

/** @param makesRoom whether to look for a device to remove: the first statement only checks that there is room, which is cheaper */
async function applyPlan(
  database: Database,
  table: Tables,
  plan: CommitPlan,
  makesRoom = false,
): Promise<CommitResult> {
  const { statement, guarded } = commitStatement(table, plan, makesRoom);
  const { giveBack, judged } = plan;
  try {
    const [row] = await database.run('commit', statement);
    const broken = guarded.find(({ name }) => row?.flag(name) === false)?.obstacle;
    const locked = judged && row?.flag('locked') ? ({ locked: true } as const) : {};
    if (broken === undefined) return { outcome: 'committed', ...locked };
    if (broken !== 'room') return { outcome: 'conflict', with: broken, ...locked };
    const rest = { ...plan, giveBack: undefined, judged: undefined };
    return { ...(await applyPlan(database, table, rest, true)), ...locked };
  } catch (thrown) {
    const obstacle = obstacleIn(thrown);
    if (obstacle === undefined) throw thrown;
    if (giveBack === undefined && judged === undefined) return { outcome: 'conflict', with: obstacle };
    // The only unique key of the second statement is the id of the event `ifLocked`.
    if (plan.guards.length === 0 && plan.writes.length === 0) throw thrown;
    // The server rolled back `giveBack` and `judged` too.
    const { outcome: _, ...locked } = await applyPlan(database, table, { ...plan, guards: [], writes: [] });
    return { outcome: 'conflict', with: obstacle, ...locked };
  }
}

const BEFORE_COUNTERS: ReadonlySet<Write['kind']> = new Set([
  'flow',
  'samlRequest',
  'session',
  'account',
  'vault',
  'device',
]);

export function commitStatement(
  table: Tables,
  plan: CommitPlan,
  makesRoom: boolean,
): { readonly statement: Statement; readonly guarded: readonly Guarded[] } {
  const draft = new Draft(plan, table, makesRoom);
  const chain = guardsOf(draft);
  const parts = [
    ...chain.parts,
    ...removeSessions(draft),
    ...plan.writes.flatMap((write) => (BEFORE_COUNTERS.has(write.kind) ? partsOf(draft, write) : [])),
    ...forgetDevices(draft),
    ...counterWrites(draft),
    ...plan.writes.flatMap((write) => (BEFORE_COUNTERS.has(write.kind) ? [] : partsOf(draft, write))),
    ...appendLocked(draft),
  ];
  const columns = chain.guarded.map(({ name }) => `exists (select 1 from guard_${name}) as "${name}"`);
  if (plan.judged) columns.push('exists (select 1 from put_counters where locked) as locked');
  const text = `with ${parts.map(({ name, sql }) => `${name} as (${sql})`).join(',\n')}
select ${columns.length === 0 ? 'true as committed' : columns.join(', ')}`;
  return { statement: { text, values: draft.parameters.values }, guarded: chain.guarded };
}

function obstacleIn(thrown: unknown): Obstacle | undefined {
  const fault = thrown instanceof StoreUnavailable ? thrown.cause : undefined;
  if (!(fault instanceof ServerFault)) return undefined;
  if (fault.code === CHECK_BROKEN) return fault.constraint === 'sallyport_spent_once' ? 'used' : undefined;
  if (fault.code !== TAKEN) return undefined;
  return TAKEN_KEYS.get(fault.constraint ?? '') ?? 'key';
}
