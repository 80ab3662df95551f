import type { Tables } from '../tables.ts';

/**
 * Adds the last sign-in of every account. The events and the known devices tell the sign-ins before the migration. A process of the previous version
 * writes no row here: an account without a row counts as an account that nobody has signed in to.
 */
export function createSignIns(table: Tables): string {
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
create index sallyport_sign_in_at on ${table.signIn} (tenant, at desc nulls last, account_id);
`;
}
