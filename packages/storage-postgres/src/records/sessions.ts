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
import { type Row, recordOf } from '../connection/row.ts';
import type { Tables } from '../schema/tables.ts';
import { Parameters, Template } from '../statements/statement.ts';

type CheckValues = {
  readonly tenant: string;
  readonly tokenHash: string;
  readonly now: number;
  readonly knownPolicy: number;
  readonly touchAfter: number;
};

/** The JSON texts of a session and its account. */
type Texts = readonly [session: string, account: string];

const TEXTS: SessionSource<Texts> = {
  isSame: (one, other) => one[0] === other[0] && one[1] === other[1],
  sizeOf: ([session, account]) => session.length + account.length,
};

/**
 * Returns the session check. A check takes one statement, and a second one if `lastSeenAt` is older than `touchAfter`. For a session with an idle
 * limit under two minutes, the engine may check twice in one request (`sessions/guard.ts`).
 */
export function sessionChecks(
  database: Database,
  table: Tables,
): (check: SessionCheck) => Promise<SessionLoaded | undefined> {
  const reading = new Template<CheckValues>((at) => {
    const [tenant, now] = [at('tenant', 'text'), at('now', 'bigint')];
    return `select s.doc::text as session, s.last_seen_at, a.doc::text as account,
  (select doc::text from ${table.policy} where tenant = ${tenant} and version > ${at('knownPolicy', 'bigint')}
    order by version desc limit 1) as policy
from ${table.session} s
cross join lateral (select doc from ${table.account} where tenant = ${tenant} and id = s.account_id limit 1) as a
where s.tenant = ${tenant} and s.token_hash = ${at('tokenHash', 'text')} and s.expires_at > ${now} and ${now} - s.last_seen_at <= s.idle`;
  });
  const touching = new Template<CheckValues>((at) => {
    const now = at('now', 'bigint');
    return `update ${table.session} set last_seen_at = ${now} where tenant = ${at('tenant', 'text')}
  and token_hash = ${at('tokenHash', 'text')} and ${now} - last_seen_at > ${at('touchAfter', 'bigint')}`;
  });
  const parsed = new ParsedSessions(TEXTS);

  return async ({ tenant, tokenHash, now, knownPolicy, touchAfter }) => {
    const values = { tenant, tokenHash, now, knownPolicy, touchAfter };
    const [row] = await database.run('checkSession', reading.with(values));
    if (row === undefined) {
      parsed.forget(tokenHash);
      return undefined;
    }
    const texts: Texts = [row.text('session') ?? '', row.text('account') ?? ''];
    const { session, account } =
      parsed.get(tokenHash, texts) ??
      parsed.keep(tokenHash, texts, {
        session: recordOf<SessionRecord>(row, 'session'),
        account: recordOf<AccountRecord>(row, 'account'),
      });
    const policy = row.document<PolicyRecord>('policy');
    const loaded = { session: withLastSeen(session, row), account, ...(policy && { policy }) };
    if (now - loaded.session.lastSeenAt <= touchAfter) return loaded;
    await database.run('checkSession', touching.with(values));
    return { ...loaded, session: { ...loaded.session, lastSeenAt: now } };
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
