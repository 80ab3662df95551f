import type { EventRecord, MembershipRecord } from '@sallyport/store';
import {
  type Insert,
  type NoteSignIn,
  type Put,
  type RemoveSessions,
  type Replace,
  type SingleUse,
  type Write,
  writesOf,
} from '@sallyport/store/plan';
import { HOUR } from '../records/events.ts';
import type { Draft, Part } from './draft.ts';
import { KEYS_BEFORE, LOCKED_SESSIONS, sessionRemovals } from './guards.ts';
import { type Columns, rowOf } from './rows.ts';

export function partsOf(draft: Draft, write: Write): readonly Part[] {
  switch (write.write) {
    case 'insert':
    case 'put':
      return [insertRow(draft, write), ...addKeys(draft, write), ...keepVersion(draft, write)];
    case 'replace':
      return [replaceRow(draft, write), ...addKeys(draft, write), ...keepVersion(draft, write)];
    case 'remove':
      if (write.kind === 'flow' || write.kind === 'samlRequest') return [removeByIds(draft, write.kind, write.ids)];
      if (write.kind === 'membership') return [removeMembership(draft, write)];
      return write.kind === 'account' ? removeAccount(draft, write.id) : [];
    case 'reset':
      return [];
    case 'use':
      return [useOnce(draft, write.singleUses)];
    case 'append':
      return [appendEvents(draft, write.events)];
    case 'note':
      return [noteSignIn(draft, write)];
    case 'count':
      return [countFailure(draft)];
  }
}

function insertRow(draft: Draft, write: Insert | Put): Part {
  const { table, key, fixed = [], content, grows = [] } = rowOf(draft, write);
  const columns = [...key, ...fixed, ...content, ...grows];
  const sql = `insert into ${table} as before (tenant, ${namesOf(columns)}) select ${draft.tenant}, ${valuesOf(columns)} from ${draft.held}`;
  const name = `${write.write}_${write.kind}`;
  if (write.write === 'insert') return { name, sql };
  const next = [
    ...content.map(([column]) => `${column} = excluded.${column}`),
    ...grows.map(
      ([column]) =>
        `${column} = array(select distinct each from unnest(before.${column} || excluded.${column}) as each order by each)`,
    ),
  ];
  return { name, sql: `${sql} on conflict (tenant, ${namesOf(key)}) do update set ${next.join(', ')}` };
}

function replaceRow(draft: Draft, write: Replace): Part {
  const { table, key, content } = rowOf(draft, write);
  const at = key.map(([column, value]) => ` and ${column} = ${value}`).join('');
  const sql = `update ${table} set (${namesOf(content)}) = row(${valuesOf(content)})
    where tenant = ${draft.tenant}${at} and ${draft.holds}`;
  return { name: `replace_${write.kind}`, sql };
}

function namesOf(columns: Columns): string {
  return columns.map(([name]) => name).join(', ');
}

function valuesOf(columns: Columns): string {
  return columns.map(([, value]) => value).join(', ');
}

function addKeys(draft: Draft, write: Insert | Put | Replace): readonly Part[] {
  if (write.kind !== 'account' || write.keys === undefined) return [];
  const { table, parameters, tenant, held } = draft;
  const keys = draft.keys(write.keys);
  const add = (which: string): Part => ({
    name: 'add_keys',
    sql: `insert into ${table.accountKey} (tenant, key, account_id)
    select ${tenant}, k.key, ${parameters.text(write.record.id)} from ${held}, unnest(${keys}) as k (key)${which} order by k.key`,
  });
  if (write.write === 'insert') return [add('')];
  const given = `array(select b.key from unnest(${KEYS_BEFORE}) as b (key) where b.key <> all (${keys}))`;
  return [freeKeys(draft, given), add(` where k.key <> all (${KEYS_BEFORE})`)];
}

function keepVersion(draft: Draft, write: Insert | Put | Replace): readonly Part[] {
  if (write.kind !== 'organisation') return [];
  const { table, parameters, tenant, held } = draft;
  const { id, version } = write.record;
  const values = [tenant, parameters.text(id), parameters.number(version), parameters.document(write.record)];
  const sql = `insert into ${table.organisationVersion} (tenant, organisation, version, doc) select ${values.join(', ')} from ${held}`;
  return [{ name: 'keep_version', sql }];
}

function removeMembership(
  { table, parameters, tenant, holds }: Draft,
  { organisation, accountId }: Pick<MembershipRecord, 'organisation' | 'accountId'>,
): Part {
  const sql = `delete from ${table.membership} where tenant = ${tenant} and organisation = ${parameters.text(organisation)}
    and account_id = ${parameters.text(accountId)} and ${holds}`;
  return { name: 'remove_membership', sql };
}

function freeKeys({ table, tenant, holds }: Draft, keys: string): Part {
  const sql = `delete from ${table.accountKey} where tenant = ${tenant} and key = any (${keys}) and ${holds}`;
  return { name: 'free_keys', sql };
}

function removeByIds(
  { table, parameters, tenant, holds }: Draft,
  kind: 'flow' | 'samlRequest',
  ids: readonly string[],
): Part {
  const which = ids.map((id) => `id = ${parameters.text(id)}`).join(' or ');
  return {
    name: `remove_${kind}`,
    sql: `delete from ${table[kind]} where tenant = ${tenant} and (${which}) and ${holds}`,
  };
}

/** A foreign key removes the memberships. */
function removeAccount(draft: Draft, id: string): readonly Part[] {
  const { table, parameters, tenant, holds } = draft;
  const own = parameters.text(id);
  const remove = (name: string, from: string, column: string): Part => ({
    name,
    sql: `delete from ${from} where tenant = ${tenant} and ${column} = ${own} and ${holds}`,
  });
  return [
    remove('remove_account', table.account, 'id'),
    freeKeys(draft, KEYS_BEFORE),
    remove('remove_sign_in', table.signIn, 'account_id'),
    remove('remove_vault', table.vault, 'account_id'),
    remove('remove_counters', table.counter, 'subject'),
  ];
}

/** One part, so that no row is deleted twice. */
export function removeSessions(draft: Draft): readonly Part[] {
  const removals = sessionRemovals(draft.plan);
  if (removals.length === 0) return [];
  const { table, tenant, holds } = draft;
  const which = removals.map((removal) => conditionOf(draft, removal)).join(' or ');
  const removed = `array(select id from ${LOCKED_SESSIONS} where ${which})`;
  const sql = `delete from ${table.session} where tenant = ${tenant} and id = any (${removed}) and ${holds}`;
  return [{ name: 'remove_sessions', sql }];
}

function conditionOf({ parameters }: Draft, { accountId, except, only, provedBy }: RemoveSessions): string {
  const conditions = [`account_id = ${parameters.text(accountId)}`];
  if (except.length > 0) conditions.push(`id <> all (${parameters.texts(except)})`);
  if (only !== undefined) conditions.push(`id = ${parameters.text(only)}`);
  if (provedBy !== undefined) {
    const factors = parameters.texts(provedBy);
    conditions.push(
      `exists (select 1 from json_array_elements_text(bindings) as x (factor) where x.factor = any (${factors}))`,
    );
  }
  return `(${conditions.join(' and ')})`;
}

/** Breaks the constraint `sallyport_spent_once` in a race: the guard `unused` finds earlier values. */
function useOnce({ table, parameters, tenant, now, held }: Draft, singleUses: readonly SingleUse[]): Part {
  const keys = parameters.texts(singleUses.map(({ key }) => key));
  const ends = parameters.numbers(singleUses.map(({ expiresAt }) => expiresAt));
  return {
    name: 'use_once',
    sql: `insert into ${table.singleUse} as s (tenant, key, expires_at)
    select ${tenant}, m.key, m.expires_at from ${held}, unnest(${keys}, ${ends}) as m (key, expires_at)
    on conflict (tenant, key) do update
    set expires_at = case when s.expires_at <= ${now} then excluded.expires_at else -1 end`,
  };
}

function appendEvents(draft: Draft, events: readonly EventRecord[]): Part {
  const { plan, parameters, tenant, held } = draft;
  const [event, another] = events;
  const answers = plan.judged?.ifLocked ? ' returning 1 as appended' : '';
  if (event !== undefined && another === undefined) {
    return { name: 'append_events', sql: `${appending(draft, event)} from ${held}${answers}` };
  }
  const lines = events.map(({ recipients, ...line }) => ({ line, tell: recipients }));
  return {
    name: 'append_events',
    sql: `${intoEvents(draft)}
    select ${tenant}, line->>'id', (line->>'at')::bigint, line->>'type', line->>'accountId', e->'tell', line
    from ${held}, json_array_elements(${parameters.document(lines)}) with ordinality as x (e, place),
      lateral (select e->'line' as line) as y order by place${answers}`,
  };
}

/** Even if a guard fails. Counting `append_events` puts the lock after the events. */
export function appendLocked(draft: Draft): readonly Part[] {
  const event = draft.plan.judged?.ifLocked;
  if (event === undefined) return [];
  const appends = writesOf(draft.plan, 'event').length > 0;
  const after = appends ? ', (select count(*) as appended from append_events) as e' : '';
  const both = appends ? ' and e.appended >= 0' : '';
  const sql = `${appending(draft, event)} from put_counters as c${after} where c.locked${both}`;
  return [{ name: 'append_locked', sql }];
}

function appending(draft: Draft, { recipients, ...line }: EventRecord): string {
  const { parameters, tenant } = draft;
  const values = [
    tenant,
    parameters.text(line.id),
    parameters.number(line.at),
    parameters.text(line.type),
    line.accountId === undefined ? 'null::text' : parameters.text(line.accountId),
    recipients === undefined ? 'null::json' : parameters.document(recipients),
    parameters.document(line),
  ];
  return `${intoEvents(draft)} select ${values.join(', ')}`;
}

function intoEvents({ table }: Draft): string {
  return `insert into ${table.event} (tenant, id, at, type, account_id, tell, doc)`;
}

function noteSignIn({ table, parameters, tenant, held }: Draft, { accountId, at }: NoteSignIn): Part {
  const value = at === undefined ? 'null::bigint' : parameters.number(at);
  const next = at === undefined ? 'excluded.at' : 'greatest(s.at, excluded.at)';
  return {
    name: at === undefined ? 'note_new_account' : 'note_sign_in',
    sql: `insert into ${table.signIn} as s (tenant, account_id, at) select ${tenant}, ${parameters.text(accountId)}, ${value} from ${held}
    on conflict (tenant, account_id) do update set at = ${next}`,
  };
}

/** No event is written, so strangers cannot fill the action log. */
function countFailure({ plan, table, parameters, tenant, held }: Draft): Part {
  const hour = parameters.number(Math.floor(plan.now / HOUR) * HOUR);
  return {
    name: 'count_failure',
    sql: `insert into ${table.unknownFailures} as u (tenant, hour, failures) select ${tenant}, ${hour}, 1 from ${held}
    on conflict (tenant, hour) do update set failures = u.failures + 1`,
  };
}
