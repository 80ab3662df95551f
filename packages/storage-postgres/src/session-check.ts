import type { AccountRecord, PolicyRecord, SessionCheck, SessionLoaded, SessionRecord } from '@sallyport/engine';
import type { Row } from './row.ts';
import { withLastSeen } from './session-row.ts';
import { Parameters, type Statement } from './statement.ts';
import type { Tables } from './tables.ts';

/** One statement that reads a session with its account, and notes that it was seen. */
export function sessionCheckStatement(table: Tables, check: SessionCheck): Statement {
  const parameters = new Parameters();
  const tenant = parameters.text(check.tenant);
  const token = parameters.text(check.tokenHash);
  const now = parameters.number(check.now);
  const known = parameters.number(check.knownPolicy);
  const isStale = `${now} - last_seen_at > ${parameters.number(check.touchAfter)}`;
  const text = `
with s as (
  select id, account_id, last_seen_at, doc from ${table.session}
  where tenant = ${tenant} and token_hash = ${token} and expires_at > ${now} and ${now} - last_seen_at <= idle
),
seen as (
  update ${table.session} set last_seen_at = ${now}
  where tenant = ${tenant} and id = (select id from s where ${isStale}) and ${isStale} returning last_seen_at
)
select s.doc::text as session, coalesce((select last_seen_at from seen), s.last_seen_at) as last_seen_at,
  a.doc::text as account,
  (select doc::text from ${table.policy} where tenant = ${tenant} and version > ${known} order by version desc limit 1) as policy
from s join ${table.account} a on a.tenant = ${tenant} and a.id = s.account_id`;
  return { text, values: parameters.values };
}

export function sessionLoaded(row: Row | undefined): SessionLoaded | undefined {
  const session = row?.document<SessionRecord>('session');
  const account = row?.document<AccountRecord>('account');
  if (row === undefined || session === undefined || account === undefined) return undefined;
  const policy = row.document<PolicyRecord>('policy');
  return { session: withLastSeen(session, row), account, ...(policy && { policy }) };
}
