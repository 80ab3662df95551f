import { functionIn, type Tables } from '../tables.ts';

/** Whatever schemas the role or the database names. */
export const PINNED = 'volatile security invoker set search_path = pg_catalog, pg_temp';

/** Behind a pooler in transaction mode, planning cost more than all other work. A later migration creates `…_2` beside `…_1`. */
export function createSessionCheck(table: Tables): string {
  return `
create function ${functionIn(table, 'check_session_1')}
  (asked_tenant text, asked_token text, present bigint, known_policy bigint, touch_after bigint) returns text
  language plpgsql ${PINNED}
  as $$
declare
  loaded record;
begin
  select s.doc::text as session, s.last_seen_at as seen, a.doc::text as account,
    (select p.doc::text from ${table.policy} p where p.tenant = asked_tenant and p.version > known_policy
      order by p.version desc limit 1) as policy
  into loaded
  from ${table.session} s
  cross join lateral (select doc from ${table.account} where tenant = asked_tenant and id = s.account_id limit 1) as a
  where s.tenant = asked_tenant and s.token_hash = asked_token and s.expires_at > present and present - s.last_seen_at <= s.idle;
  if not found then
    return null;
  end if;
  if present - loaded.seen > touch_after then
    update ${table.session} set last_seen_at = present
    where tenant = asked_tenant and token_hash = asked_token and present - last_seen_at > touch_after;
    loaded.seen := present;
  end if;
  return '{"session":' || loaded.session || ',"lastSeenAt":' || loaded.seen::text || ',"account":' || loaded.account
    || coalesce(',"policy":' || loaded.policy, '') || '}';
end
$$;
`;
}
