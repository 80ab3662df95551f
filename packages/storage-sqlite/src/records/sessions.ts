import type { Instant } from '@sallyport/core';
import {
  type AccountId,
  type AccountRecord,
  currentRecord,
  ParsedSessions,
  type SessionCheck,
  type SessionLoaded,
  type SessionRecord,
  type TenantId,
} from '@sallyport/store';
import type { Connection } from '../connection/connection.ts';
import type { Row } from '../connection/row.ts';
import { storable } from '../connection/texts.ts';
import { ENTERED, enteredIn, MEMBER_OF } from './organisations.ts';
import { readPolicy } from './policies.ts';

const COLUMNS = `s.id, s.doc as session, s.last_seen_at, a.doc as account,
  (select max(version) from sallyport_policy p where p.tenant = s.tenant) as policy`;
const FOUND = `sallyport_session s join sallyport_account a on a.tenant = s.tenant and a.id = s.account_id`;
const ASKED = `s.tenant = ? and s.token_hash = ? and s.ends_at > ?`;
const CHECK = `select ${COLUMNS}
from ${FOUND}
where ${ASKED}`;
const CHECK_IN = `select ${COLUMNS}, ${ENTERED}
from ${FOUND} left join sallyport_organisation o on o.tenant = s.tenant and o.id = ? ${MEMBER_OF} s.account_id
where ${ASKED}`;

/** One statement; a second one if `lastSeenAt` has to move. */
export function sessionChecks(connection: Connection): (check: SessionCheck) => Promise<SessionLoaded | undefined> {
  const known = new ParsedSessions<string>({
    isSame: (one, other) => one === other,
    sizeOf: (source) => source.length,
  });

  const load = (check: SessionCheck): SessionLoaded | undefined => {
    const { tenant, tokenHash, now, knownPolicy, in: asked } = check;
    const key = [storable(tenant), storable(tokenHash), now];
    const row =
      asked === undefined
        ? connection.get(CHECK, ...key)
        : connection.get(CHECK_IN, asked.knownVersion, storable(asked.organisation), ...key);
    if (row === undefined) {
      known.forget(tokenHash);
      return undefined;
    }
    const [session, account] = [row.text('session'), row.text('account')];
    const lastSeenAt = row.instant('last_seen_at');
    const source = `${lastSeenAt}${session}${account}`;
    const loaded =
      known.get(tokenHash, source) ??
      known.keep(tokenHash, source, {
        session: { ...currentRecord<SessionRecord>(JSON.parse(session)), lastSeenAt },
        account: currentRecord<AccountRecord>(JSON.parse(account)),
      });
    const policy = row.number('policy') > knownPolicy ? readPolicy(connection, tenant) : undefined;
    const found = policy === undefined ? loaded : { ...loaded, policy };
    return asked === undefined ? found : { ...found, ...enteredIn(row) };
  };

  return async (check) => {
    const { now, touchAfter } = check;
    const found = await connection.read('checkSession', () => load(check));
    if (found === undefined || now - found.session.lastSeenAt <= touchAfter) return found;
    return connection.writeSoon('checkSession', () => {
      const loaded = load(check);
      if (loaded === undefined) return undefined;
      touch(connection, check);
      return { ...loaded, session: { ...loaded.session, lastSeenAt: now } };
    });
  };
}

/** Never back: a concurrent check may have a later clock. */
function touch(connection: Connection, { tenant, tokenHash, now }: SessionCheck): void {
  connection.run(
    `update sallyport_session set last_seen_at = ?, ends_at = min(expires_at, ? + idle + 1)
    where tenant = ? and token_hash = ? and last_seen_at < ?`,
    now,
    now,
    tenant,
    tokenHash,
    now,
  );
}

export function listSessions(
  connection: Connection,
  tenant: TenantId,
  accountId: AccountId,
  now: Instant,
): readonly SessionRecord[] {
  const rows = connection.all(
    `select doc, last_seen_at from sallyport_session where tenant = ? and account_id = ? and ends_at > ?
    order by created_at desc, id`,
    storable(tenant),
    storable(accountId),
    now,
  );
  return rows.map(sessionIn);
}

/** A check moves `lastSeenAt` without a new document. */
export function sessionIn(row: Row): SessionRecord {
  return { ...row.record<SessionRecord>(), lastSeenAt: row.instant('last_seen_at') };
}
