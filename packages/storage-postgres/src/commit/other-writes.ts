import type { AdministratorsRecord, DeviceRecord, EventRecord, PolicyRecord } from '@sallyport/engine';
import type { Draft, Part } from './parts.ts';

const DEVICES_PER_ACCOUNT = 10;

/** Writes what stands by itself: device, marks, policy, administrators, events. */
export function otherWrites(draft: Draft): readonly Part[] {
  const { device, spend = [], policy, administrators, events } = draft.change;
  return [
    ...(device ? addDevice(draft, device) : []),
    ...(spend.length > 0 ? [spendMarks(draft, spend)] : []),
    ...(policy ? [putPolicy(draft, policy)] : []),
    ...(administrators ? [putAdministrators(draft, administrators)] : []),
    ...(events.length > 0 ? [appendEvents(draft, events)] : []),
  ];
}

/** The oldest of too many go, with their counters. */
function addDevice({ table, parameters, tenant, held, holds }: Draft, device: DeviceRecord): readonly Part[] {
  const account = parameters.text(device.accountId);
  const token = parameters.text(device.tokenHash);
  const tooOld = `array(select token_hash from ${table.device}
      where tenant = ${tenant} and account_id = ${account} and token_hash <> ${token} and ${holds}
      order by created_at desc, token_hash offset ${DEVICES_PER_ACCOUNT - 1})`;
  return [
    {
      name: 'put_device',
      sql: `insert into ${table.device} (tenant, account_id, token_hash, created_at)
    select ${tenant}, ${account}, ${token}, ${parameters.number(device.createdAt)} from ${held}
    on conflict (tenant, account_id, token_hash) do update set created_at = excluded.created_at`,
    },
    {
      name: 'forget_devices',
      sql: `delete from ${table.device} where tenant = ${tenant} and account_id = ${account} and token_hash = any (${tooOld})
    returning token_hash`,
    },
    {
      name: 'forget_their_counters',
      sql: `delete from ${table.counter}
    where tenant = ${tenant} and subject = ${account} and device = any (array(select token_hash from forget_devices))`,
    },
  ];
}

/**
 * A mark that is past its end may be spent again. One that is not breaks a constraint, and with it the statement: its
 * guard saw to that before, but for marks that others spend in the same moment.
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

/** In the order that they are given: an account's owner is told in it. */
function appendEvents({ table, parameters, tenant, held }: Draft, events: readonly EventRecord[]): Part {
  const into = `insert into ${table.event} (tenant, id, at, type, account_id, to_tell, doc)`;
  const [event, another] = events;
  if (event !== undefined && another === undefined) {
    const values = [
      tenant,
      parameters.text(event.id),
      parameters.number(event.at),
      parameters.text(event.type),
      event.accountId === undefined ? 'null::text' : parameters.text(event.accountId),
      event.tell ? 'true' : 'false',
      parameters.document(event),
    ];
    return { name: 'append_events', sql: `${into} select ${values.join(', ')} from ${held}` };
  }
  return {
    name: 'append_events',
    sql: `${into}
    select ${tenant}, e->>'id', (e->>'at')::bigint, e->>'type', e->>'accountId', (e->>'tell')::boolean, e
    from ${held}, json_array_elements(${parameters.document(events)}) with ordinality as x (e, place) order by place`,
  };
}
