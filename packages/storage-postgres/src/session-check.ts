import type { AccountRecord, PolicyRecord, SessionCheck, SessionLoaded, SessionRecord } from '@sallyport/engine';
import type { Database } from './database.ts';
import { withLastSeen } from './session-row.ts';
import { storable } from './storable.ts';
import type { Tables } from './tables.ts';

/** Checks sessions, in one statement each; in a second one where it is time to note that the session was seen. */
export function sessionChecks(
  database: Database,
  table: Tables,
): (check: SessionCheck) => Promise<SessionLoaded | undefined> {
  const reading = `select s.doc::text as session, s.last_seen_at, a.doc::text as account,
  (select doc::text from ${table.policy} where tenant = $1::text and version > $4::bigint order by version desc limit 1) as policy
from ${table.session} s
cross join lateral (select doc from ${table.account} where tenant = $1::text and id = s.account_id limit 1) as a
where s.tenant = $1::text and s.token_hash = $2::text and s.expires_at > $3::bigint and $3::bigint - s.last_seen_at <= s.idle`;
  const noting = `update ${table.session} set last_seen_at = $3::bigint
where tenant = $1::text and token_hash = $2::text and $3::bigint - last_seen_at > $4::bigint`;

  return async ({ tenant, tokenHash, now, knownPolicy, touchAfter }) => {
    const key = [storable(tenant), storable(tokenHash), now];
    const [row] = await database.run('checkSession', { text: reading, values: [...key, knownPolicy] });
    const session = row?.document<SessionRecord>('session');
    const account = row?.document<AccountRecord>('account');
    if (row === undefined || session === undefined || account === undefined) return undefined;
    const policy = row.document<PolicyRecord>('policy');
    const loaded = { session: withLastSeen(session, row), account, ...(policy && { policy }) };
    if (now - loaded.session.lastSeenAt <= touchAfter) return loaded;
    await database.run('checkSession', { text: noting, values: [...key, touchAfter] });
    return { ...loaded, session: { ...loaded.session, lastSeenAt: now } };
  };
}
