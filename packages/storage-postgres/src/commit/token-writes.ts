import { consumedFlows, consumedSessions, type FlowRecord, type SessionRecord } from '@sallyport/engine';
import type { Draft, Part } from './parts.ts';

/** Writes flows and sessions: the next state of a flow, what is consumed and ended, and the session that opens. */
export function tokenWrites(draft: Draft): readonly Part[] {
  const { flow, opens } = draft.change;
  return [
    ...(flow ? [putFlow(draft, flow)] : []),
    ...endFlows(draft),
    ...endSessions(draft),
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

function endFlows({ change, table, parameters, tenant, holds }: Draft): readonly Part[] {
  const { endFlow, opens } = change;
  const ids = [...new Set([...(endFlow ? [endFlow.id] : []), ...(opens ? consumedFlows(opens) : [])])];
  if (ids.length === 0) return [];
  const which = ids.map((id) => `id = ${parameters.text(id)}`).join(' or ');
  return [{ name: 'end_flows', sql: `delete from ${table.flow} where tenant = ${tenant} and (${which}) and ${holds}` }];
}

/** All that goes in one part: no row is deleted twice, and none that this change brings is seen. */
function endSessions(draft: Draft): readonly Part[] {
  const { change, table, parameters, tenant, holds } = draft;
  const { opens, deleteAccount } = change;
  const consumed = (opens ? consumedSessions(opens) : []).map((id) => `id = ${parameters.text(id)}`);
  const ofAccount = deleteAccount ? [`account_id = ${parameters.text(deleteAccount.id)}`] : [];
  const named = [...ofAccount, ...namedSessions(draft)];
  if (named.length === 0 && consumed.length === 0) return [];
  const which = `tenant = ${tenant} and (${[...consumed, ...named].join(' or ')}) and ${holds}`;
  if (named.length === 0) return [{ name: 'end_sessions', sql: `delete from ${table.session} where ${which}` }];
  return [
    { name: 'ending', sql: `select id from ${table.session} where ${which} order by id for update` },
    {
      name: 'end_sessions',
      sql: `delete from ${table.session} where tenant = ${tenant} and id = any (array(select id from ending))`,
    },
  ];
}

function namedSessions({ change, parameters }: Draft): readonly string[] {
  const { endSessions: asked } = change;
  if (asked === undefined) return [];
  const conditions = [`account_id = ${parameters.text(asked.accountId)}`];
  if (asked.except !== undefined) conditions.push(`id <> ${parameters.text(asked.except)}`);
  if (asked.only !== undefined) conditions.push(`id = ${parameters.text(asked.only)}`);
  if (asked.restingOn !== undefined) {
    const factors = parameters.texts(asked.restingOn);
    conditions.push(
      `exists (select 1 from json_array_elements_text(doc->'restsOn') as x (factor) where x.factor = any(${factors}))`,
    );
  }
  return [`(${conditions.join(' and ')})`];
}

function openSession({ table, parameters, tenant, held }: Draft, session: SessionRecord): Part {
  const lastSeen = parameters.number(session.lastSeenAt);
  const idle = parameters.number(session.idle);
  const end = parameters.number(session.expiresAt);
  const values = [
    tenant,
    parameters.text(session.id),
    parameters.text(session.tokenHash),
    parameters.number(session.version),
    parameters.text(session.accountId),
    parameters.number(session.createdAt),
    lastSeen,
    idle,
    end,
    `least(${end}, ${lastSeen} + ${idle} + 1)`,
    parameters.document(session),
  ].join(', ');
  return {
    name: 'open_session',
    sql: `insert into ${table.session}
    (tenant, id, token_hash, version, account_id, created_at, last_seen_at, idle, expires_at, sweep_at, doc)
    select ${values} from ${held}`,
  };
}
