import { consumedFlows, type FlowRecord, type SessionRecord } from '@sallyport/store';
import type { Parameters } from '../statement.ts';
import type { Draft, Part } from './parts.ts';
import { LOCKED_SESSIONS } from './session-locks.ts';

/** Writes the next state of a flow and a session, deletes consumed flows and ended sessions, and inserts a new session. */
export function tokenWrites(draft: Draft): readonly Part[] {
  const { flow, opens, session, deleteAccount } = draft.change;
  const isDeleted = session !== undefined && session.accountId === deleteAccount?.id;
  return [
    ...(flow ? [putFlow(draft, flow)] : []),
    ...endFlows(draft),
    ...endSessions(draft),
    ...(session && !isDeleted ? [putSession(draft, session)] : []),
    ...(opens ? [openSession(draft, opens.session)] : []),
  ];
}

function putFlow({ change, table, parameters, tenant, held, holds }: Draft, flow: FlowRecord): Part {
  const id = parameters.text(flow.id);
  const columns = 'token_hash, version, account_id, subject, accepts, expires_at, doc';
  const values = [
    parameters.text(flow.tokenHash),
    parameters.number(flow.version),
    flow.accountId === undefined ? 'null::text' : parameters.text(flow.accountId),
    parameters.text(flow.subject),
    parameters.texts(flow.accepts),
    parameters.number(flow.expiresAt),
    parameters.document(flow),
  ].join(', ');
  const sql =
    flow.id === change.guards.flow?.id
      ? `update ${table.flow} set (${columns}) = row(${values}) where tenant = ${tenant} and id = ${id} and ${holds}`
      : `insert into ${table.flow} (tenant, id, ${columns}) select ${tenant}, ${id}, ${values} from ${held}`;
  return { name: 'put_flow', sql };
}

function endFlows(draft: Draft): readonly Part[] {
  const { endFlow, opens } = draft.change;
  const ids = [...new Set([...(endFlow ? [endFlow.id] : []), ...(opens ? consumedFlows(opens) : [])])];
  if (ids.length === 0) return [];
  const { table, parameters, tenant, holds } = draft;
  const which = ids.map((id) => `id = ${parameters.text(id)}`).join(' or ');
  return [{ name: 'end_flows', sql: `delete from ${table.flow} where tenant = ${tenant} and (${which}) and ${holds}` }];
}

/** Deletes all ended sessions in one part, so that no row is deleted twice. Spares the sessions that this change writes. */
function endSessions(draft: Draft): readonly Part[] {
  const { endedSessions } = draft;
  if (endedSessions === undefined) return [];
  const { table, tenant, holds } = draft;
  const ended = `array(select id from ${LOCKED_SESSIONS} where ${endedSessions})`;
  const sql = `delete from ${table.session} where tenant = ${tenant} and id = any (${ended}) and ${holds}`;
  return [{ name: 'end_sessions', sql }];
}

/** Updates the session in its row. A concurrent change that waits for the row then sees the new token. */
function putSession({ table, parameters, tenant, holds }: Draft, session: SessionRecord): Part {
  const id = parameters.text(session.id);
  const { columns, values } = sessionColumns(parameters, session);
  const sql = `update ${table.session} set (${columns}) = row(${values}) where tenant = ${tenant} and id = ${id} and ${holds}`;
  return { name: 'put_session', sql };
}

function openSession({ table, parameters, tenant, held }: Draft, session: SessionRecord): Part {
  const id = parameters.text(session.id);
  const accountId = parameters.text(session.accountId);
  const { columns, values } = sessionColumns(parameters, session);
  return {
    name: 'open_session',
    sql: `insert into ${table.session} (tenant, id, account_id, ${columns})
    select ${tenant}, ${id}, ${accountId}, ${values} from ${held}`,
  };
}

/** The columns that may change between two states of a session. */
function sessionColumns(
  parameters: Parameters,
  session: SessionRecord,
): { readonly columns: string; readonly values: string } {
  const lastSeen = parameters.number(session.lastSeenAt);
  const idle = parameters.number(session.idle);
  const end = parameters.number(session.expiresAt);
  const values = [
    parameters.text(session.tokenHash),
    parameters.number(session.version),
    parameters.number(session.createdAt),
    lastSeen,
    idle,
    end,
    `least(${end}, ${lastSeen} + ${idle} + 1)`,
    parameters.document(session),
  ];
  const columns = 'token_hash, version, created_at, last_seen_at, idle, expires_at, sweep_at, doc';
  return { columns, values: values.join(', ') };
}
