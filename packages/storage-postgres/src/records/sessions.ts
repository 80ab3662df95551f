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
import { Parameters } from '../statements/statement.ts';
import { storable } from '../statements/storable.ts';

/** The answer of the function of migration 9, as JSON text. */
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

/** Returns the session check. A check is one call of a function. The function also moves `lastSeenAt`, if the time is older than `touchAfter`. */
export function sessionChecks(
  database: Database,
  table: Tables,
): (check: SessionCheck) => Promise<SessionLoaded | undefined> {
  const text = `select ${functionIn(table, 'check_session_1')}($1::text, $2::text, $3::bigint, $4::bigint, $5::bigint) as answer`;
  const parsed = new ParsedSessions(TEXT);

  return async ({ tenant, tokenHash, now, knownPolicy, touchAfter }) => {
    const values = [storable(tenant), storable(tokenHash), now, knownPolicy, touchAfter];
    const [row] = await database.run('checkSession', { text, values });
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

/** Completes the record with the column `last_seen_at`. The session check updates the column without rewriting the document. */
export function withLastSeen(session: SessionRecord, row: Row): SessionRecord {
  return { ...session, lastSeenAt: row.instant('last_seen_at') };
}
