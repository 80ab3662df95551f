import type { AdministratorsRecord, EventRecord, PolicyRecord } from '@sallyport/store';
import { HOUR } from '../hour.ts';
import type { Draft, Part } from './parts.ts';

/** Writes marks, policy, administrators, events, and counts of failures at unknown identifiers. */
export function otherWrites(draft: Draft): readonly Part[] {
  const { spend = [], policy, administrators, events, judged, countUnknownFailure } = draft.change;
  return [
    ...(spend.length > 0 ? [spendMarks(draft, spend)] : []),
    ...(policy ? [putPolicy(draft, policy)] : []),
    ...(administrators ? [putAdministrators(draft, administrators)] : []),
    ...(events.length > 0 ? [appendEvents(draft, events)] : []),
    ...(judged?.ifLocked ? [appendLocked(draft, judged.ifLocked)] : []),
    ...(countUnknownFailure === true ? [countFailure(draft)] : []),
  ];
}

/**
 * Spends marks. An expired mark may be spent again. A live mark breaks the constraint `sallyport_spent_once`, and the server rolls the
 * statement back. This happens only in a race: the guard `spent` finds marks that were spent earlier.
 */
function spendMarks(
  { table, parameters, tenant, now, held }: Draft,
  spend: readonly { readonly key: string; readonly expiresAt: number }[],
): Part {
  const keys = parameters.texts(spend.map(({ key }) => key));
  const ends = parameters.numbers(spend.map(({ expiresAt }) => expiresAt));
  return {
    name: 'spend_marks',
    sql: `insert into ${table.spent} as s (tenant, key, expires_at)
    select ${tenant}, m.key, m.expires_at from ${held}, unnest(${keys}, ${ends}) as m (key, expires_at) order by m.key
    on conflict (tenant, key) do update
    set expires_at = case when s.expires_at <= ${now} then excluded.expires_at else -1 end`,
  };
}

function putPolicy({ table, parameters, tenant, held }: Draft, policy: PolicyRecord): Part {
  const values = `${tenant}, ${parameters.number(policy.version)}, ${parameters.document(policy)}`;
  return {
    name: 'put_policy',
    sql: `insert into ${table.policy} (tenant, version, doc) select ${values} from ${held}`,
  };
}

function putAdministrators(
  { table, parameters, tenant, held, holds }: Draft,
  administrators: AdministratorsRecord,
): Part {
  const version = parameters.number(administrators.version);
  const doc = parameters.document(administrators);
  const sql =
    administrators.version === 1
      ? `insert into ${table.administrators} (tenant, version, doc) select ${tenant}, ${version}, ${doc} from ${held}`
      : `update ${table.administrators} set version = ${version}, doc = ${doc} where tenant = ${tenant} and ${holds}`;
  return { name: 'put_administrators', sql };
}

/** Appends events in their given order. Owners are told in this order. */
function appendEvents(draft: Draft, events: readonly EventRecord[]): Part {
  const { change, parameters, tenant, held } = draft;
  const [event, another] = events;
  const answers = change.judged?.ifLocked ? ' returning 1 as appended' : '';
  if (event !== undefined && another === undefined) {
    return { name: 'append_events', sql: `${appending(draft, event)} from ${held}${answers}` };
  }
  const lines = events.map(({ tell, ...line }) => ({ line, tell }));
  return {
    name: 'append_events',
    sql: `${intoEvents(draft)}
    select ${tenant}, line->>'id', (line->>'at')::bigint, line->>'type', line->>'accountId', e->'tell', line
    from ${held}, json_array_elements(${parameters.document(lines)}) with ordinality as x (e, place),
      lateral (select e->'line' as line) as y order by place${answers}`,
  };
}

/** Writes the lock event if the failure locks the counter, even if a guard fails. Counting `append_events` puts the lock after the events. */
function appendLocked(draft: Draft, event: EventRecord): Part {
  const after = draft.change.events.length > 0 ? ', (select count(*) as appended from append_events) as e' : '';
  const both = after === '' ? '' : ' and e.appended >= 0';
  return {
    name: 'append_locked',
    sql: `${appending(draft, event)} from put_counters as c${after} where c.locked${both}`,
  };
}

/** An insert of one event, without the `from` clause. */
function appending(draft: Draft, { tell, ...line }: EventRecord): string {
  const { parameters, tenant } = draft;
  const values = [
    tenant,
    parameters.text(line.id),
    parameters.number(line.at),
    parameters.text(line.type),
    line.accountId === undefined ? 'null::text' : parameters.text(line.accountId),
    tell === undefined ? 'null::json' : parameters.document(tell),
    parameters.document(line),
  ];
  return `${intoEvents(draft)} select ${values.join(', ')}`;
}

function intoEvents({ table }: Draft): string {
  return `insert into ${table.event} (tenant, id, at, type, account_id, tell, doc)`;
}

/** Counts a failure at an unknown identifier in the hour of the change. No event is written, so strangers cannot fill the action log. */
function countFailure({ change, table, parameters, tenant, held }: Draft): Part {
  const hour = parameters.number(Math.floor(change.now / HOUR) * HOUR);
  return {
    name: 'count_failure',
    sql: `insert into ${table.unknownFailures} as u (tenant, hour, failures) select ${tenant}, ${hour}, 1 from ${held}
    on conflict (tenant, hour) do update set failures = u.failures + 1`,
  };
}
