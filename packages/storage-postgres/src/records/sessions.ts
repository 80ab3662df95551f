import type { Instant } from '@sallyport/core';
import {
  type AccountId,
  type AccountRecord,
  checksTogether,
  ParsedSessions,
  type PolicyRecord,
  type SessionCheck,
  type SessionLoaded,
  type SessionRecord,
  type SessionSource,
  type Store,
  type TenantId,
} from '@sallyport/store';
import type { Database } from '../connection/database.ts';
import { currentDocument, type Row, recordOf } from '../connection/row.ts';
import { entered } from '../schema/migrations/0016-organisations.ts';
import { functionIn, type Tables } from '../schema/tables.ts';
import { Parameters, type Statement } from '../statements/statement.ts';
import { storable } from '../statements/storable.ts';
import { organisationLoaded } from './organisations.ts';

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

/** With names, a text: a prepared call takes 70 µs more of the server's time. */
export function sessionChecks(
  database: Database,
  table: Tables,
  { prepare }: { readonly prepare: boolean },
): Store['checkSession'] {
  const checked = functionIn(table, 'check_session_1');
  const calledIn = functionIn(table, 'entered_1');
  const call = `select ${checked}($1::text, $2::text, $3::bigint, $4::bigint, $5::bigint) as answer`;
  const textOf = (tenant: string, tokenHash: string, now: string, knownPolicy: string, further = ''): string => `
select '{"session":' || s.doc::text || ',"lastSeenAt":' || s.last_seen_at::text || ',"account":' || a.doc::text
  || coalesce(',"policy":' || (select doc::text from ${table.policy} where tenant = ${tenant} and version > ${knownPolicy}
    order by version desc limit 1), '') || '}' as answer${further}
from ${table.session} s
cross join lateral (select doc from ${table.account} where tenant = ${tenant} and id = s.account_id limit 1) as a
where s.tenant = ${tenant} and s.token_hash = ${tokenHash} and s.expires_at > ${now} and ${now} - s.last_seen_at <= s.idle`;
  const asked = `unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) with ordinality
  as asked (tenant, token_hash, present, known_policy, place)`;
  const row = ['asked.tenant', 'asked.token_hash', 'asked.present', 'asked.known_policy'] as const;
  const one = textOf('$1::text', '$2::text', '$3::bigint', '$4::bigint');
  // `limit 1` keeps the planner from a join of whole tables.
  const several = prepare
    ? `select asked.place, found.answer from ${asked} cross join lateral (${textOf(...row)} limit 1) as found`
    : `select asked.place, ${checked}(${row.join(', ')}, ${Number.MAX_SAFE_INTEGER}) as answer from ${asked}`;
  const inOne = (organisation: string, known: string, tenant: string): string =>
    `, ${entered(table, { tenant, organisation, known, accountId: 's.account_id' })} as entered`;
  const oneIn = prepare
    ? textOf('$1::text', '$2::text', '$3::bigint', '$4::bigint', inOne('$5::text', '$6::bigint', '$1::text'))
    : `select ${checked}($1::text, $2::text, $3::bigint, $4::bigint, $5::bigint) as answer, ${calledIn}($1::text, $2::text, $6::text, $7::bigint) as entered`;
  const askedIn = asked
    .replace('$4::bigint[]', '$4::bigint[], $5::text[], $6::bigint[]')
    .replace('known_policy, place', 'known_policy, organisation, known_version, place');
  const severalIn = prepare
    ? `select asked.place, found.answer, found.entered from ${askedIn} cross join lateral (${textOf(...row, inOne('asked.organisation', 'asked.known_version', 'asked.tenant'))} limit 1) as found`
    : `select asked.place, ${checked}(${row.join(', ')}, ${Number.MAX_SAFE_INTEGER}) as answer,
      ${calledIn}(asked.tenant, asked.token_hash, asked.organisation, asked.known_version) as entered from ${askedIn}`;
  const parsed = new ParsedSessions(TEXT);

  const loadedFrom = (tokenHash: string, answer: string | undefined): SessionLoaded | undefined => {
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
  const loadedIn = (check: SessionCheck, row: Row | undefined): SessionLoaded | undefined => {
    const loaded = loadedFrom(check.tokenHash, row?.text('answer'));
    if (check.in === undefined || loaded === undefined) return loaded;
    return { ...loaded, ...organisationLoaded(row?.text('entered')) };
  };
  const send = (text: string, values: Statement['values']): Promise<readonly Row[]> =>
    database.run('checkSession', { text, values });
  const callFor = (check: SessionCheck): Promise<readonly Row[]> => send(call, [...keyOf(check), check.touchAfter]);

  const sendOne = (check: SessionCheck): Promise<readonly Row[]> => {
    const { in: asked, touchAfter } = check;
    if (asked === undefined) return prepare ? send(one, keyOf(check)) : callFor(check);
    const further = prepare ? [] : [touchAfter];
    return send(oneIn, [...keyOf(check), ...further, asked.organisation, asked.knownVersion]);
  };

  return checksTogether({
    refuse({ tenant, tokenHash, in: asked }) {
      storable(tenant);
      storable(tokenHash);
      if (asked !== undefined) storable(asked.organisation);
    },
    async read(checks) {
      const [only, another] = checks;
      if (only !== undefined && another === undefined) {
        const [found] = await sendOne(only);
        return (check) => loadedIn(check, found);
      }
      const columns = [
        checks.map(({ tenant }) => tenant),
        checks.map(({ tokenHash }) => tokenHash),
        checks.map(({ now }) => now),
        checks.map(({ knownPolicy }) => knownPolicy),
      ];
      const rows = await (checks.every((check) => check.in === undefined)
        ? send(several, columns)
        : send(severalIn, [...columns, ...columnsOfIn(checks)]));
      const found = new Map(rows.map((row) => [row.number('place'), row]));
      return (check, place) => loadedIn(check, found.get(place + 1));
    },
    touch: callFor,
  });
}

/** Of a check that enters no organisation, the answer is not read. */
function columnsOfIn(checks: readonly SessionCheck[]): Statement['values'] {
  return [
    checks.map(({ in: asked }) => asked?.organisation ?? ''),
    checks.map(({ in: asked }) => asked?.knownVersion ?? Number.MAX_SAFE_INTEGER),
  ];
}

function keyOf({ tenant, tokenHash, now, knownPolicy }: SessionCheck): Statement['values'] {
  return [tenant, tokenHash, now, knownPolicy];
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
