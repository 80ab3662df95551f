import type { Instant } from '@sallyport/core';
import {
  type AccountId,
  type AccountRecord,
  ParsedSessions,
  type PolicyRecord,
  type SessionCheck,
  type SessionLoaded,
  type SessionRecord,
  type SessionSource,
  type TenantId,
} from '@sallyport/store';
import type { Database } from '../connection/database.ts';
import { currentDocument, type Row, recordOf } from '../connection/row.ts';
import { functionIn, type Tables } from '../schema/tables.ts';
import { Parameters, type Statement } from '../statements/statement.ts';
import { storable } from '../statements/storable.ts';

type CheckAnswer = {
  readonly session: SessionRecord;
  readonly lastSeenAt: Instant;
  readonly account: AccountRecord;
  readonly policy?: PolicyRecord;
};

const TEXT: SessionSource<string> = {
  isSame: (one, other) => one === other,
  sizeOf: (answer) => answer.length,
};

/** Without names, one call. With names, a text and seldom a second statement: 70 µs less of the server's time than a prepared call. */
export function sessionChecks(
  database: Database,
  table: Tables,
  { prepare }: { readonly prepare: boolean },
): (check: SessionCheck) => Promise<SessionLoaded | undefined> {
  const call = `select ${functionIn(table, 'check_session_1')}($1::text, $2::text, $3::bigint, $4::bigint, $5::bigint) as answer`;
  const reading = `select '{"session":' || s.doc::text || ',"lastSeenAt":' || s.last_seen_at::text || ',"account":' || a.doc::text
  || coalesce(',"policy":' || (select doc::text from ${table.policy} where tenant = $1::text and version > $4::bigint
    order by version desc limit 1), '') || '}' as answer
from ${table.session} s
cross join lateral (select doc from ${table.account} where tenant = $1::text and id = s.account_id limit 1) as a
where s.tenant = $1::text and s.token_hash = $2::text and s.expires_at > $3::bigint and $3::bigint - s.last_seen_at <= s.idle`;
  const parsed = new ParsedSessions(TEXT);

  const load = async (tokenHash: string, statement: Statement): Promise<SessionLoaded | undefined> => {
    const [row] = await database.run('checkSession', statement);
    const answer = row?.text('answer');
    if (answer === undefined) {
      parsed.forget(tokenHash);
      return undefined;
    }
    const known = parsed.get(tokenHash, answer);
    if (known !== undefined) return known;
    const { session, lastSeenAt, account, policy }: CheckAnswer = JSON.parse(answer);
    const loaded = { session: { ...currentDocument(session), lastSeenAt }, account: currentDocument(account) };
    return policy === undefined
      ? parsed.keep(tokenHash, answer, loaded)
      : { ...loaded, policy: currentDocument(policy) };
  };

  return async ({ tenant, tokenHash, now, knownPolicy, touchAfter }) => {
    const values = [storable(tenant), storable(tokenHash), now, knownPolicy];
    if (prepare) {
      const loaded = await load(tokenHash, { text: reading, values });
      if (loaded === undefined || now - loaded.session.lastSeenAt <= touchAfter) return loaded;
    }
    return load(tokenHash, { text: call, values: [...values, touchAfter] });
  };
}

export async function listSessions(
  database: Database,
  table: Tables,
  asked: { readonly tenant: TenantId; readonly accountId: AccountId; readonly now: Instant },
): Promise<readonly SessionRecord[]> {
  const parameters = new Parameters();
  const now = parameters.number(asked.now);
  const text = `select doc::text as doc, last_seen_at from ${table.session}
    where tenant = ${parameters.text(asked.tenant)} and account_id = ${parameters.text(asked.accountId)}
      and expires_at > ${now} and ${now} - last_seen_at <= idle
    order by created_at desc, id`;
  const rows = await database.run('listSessions', { text, values: parameters.values });
  return rows.map((row) => withLastSeen(recordOf<SessionRecord>(row), row));
}

export function withLastSeen(session: SessionRecord, row: Row): SessionRecord {
  return { ...session, lastSeenAt: row.instant('last_seen_at') };
}
