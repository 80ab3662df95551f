import { namePartsIn, type Tables } from '../tables.ts';

/** The previous version writes no sign-ins: an account without a row counts as never signed in. */
export function addPeople(table: Tables): string {
  return `
create table ${table.signIn} (
  tenant text collate "C" not null,
  account_id text collate "C" not null,
  at bigint,
  primary key (tenant, account_id)
) with (fillfactor = 70);
insert into ${table.signIn} (tenant, account_id, at)
  select a.tenant, a.id, greatest(
    (select max(e.at) from ${table.event} e
      where e.tenant = a.tenant and e.account_id = a.id and e.type = 'sign-in.succeeded'),
    (select max(d.last_seen_at) from ${table.device} d where d.tenant = a.tenant and d.account_id = a.id))
  from ${table.account} a;
create table ${table.day} (
  tenant text collate "C" not null,
  day bigint not null,
  meets bigint not null,
  primary key (tenant, day)
);
alter table ${table.account}
  add column created_at bigint,
  add column profile text collate "C",
  add column judged_policy bigint,
  add column judged_version bigint,
  add column judged_until bigint;
update ${table.account} set created_at = (doc->>'createdAt')::bigint;
create index sallyport_account_profile on ${table.account} (tenant, profile, judged_policy, judged_until);
create function ${namePartsIn(table)} (tenant text, names text[]) returns text[]
  language sql immutable parallel safe
  as $$
    select coalesce(array_agg(distinct left(md5(tenant), 6) || substr(n, i, 3)), '{}')
    from unnest(names) as x (n), generate_series(1, length(n) - 2) as y (i)
  $$;
create index sallyport_account_name_parts on ${table.account} using gin (${namePartsIn(table)} (tenant, names));
create index sallyport_account_identifier on ${table.account} (tenant, ((names[1]) collate "C"), id);
create index sallyport_account_created on ${table.account} (tenant, created_at desc nulls last, id);
create index sallyport_sign_in_at on ${table.signIn} (tenant, at desc nulls last, account_id);
`;
}
