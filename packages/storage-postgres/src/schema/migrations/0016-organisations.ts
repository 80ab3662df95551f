import { functionIn, type Tables } from '../tables.ts';
import { PINNED } from './0009-session-check.ts';

/**
 * - `remains`: from the removal until the sweep.
 * - The foreign key also serves a process of an older version, which deletes accounts and knows no memberships.
 * - `memberships_of_1` counts behind the lock of the account: a statement that waited for the lock has an older snapshot.
 * - `entered_1` is for processes that cannot prepare statements.
 */
export function createOrganisations(table: Tables): string {
  return `
create table ${table.organisation} (
  tenant text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  removed_at bigint,
  remains boolean not null,
  doc json not null,
  primary key (tenant, id)
) with (fillfactor = 85);
create index sallyport_organisation_remains on ${table.organisation} (tenant, id) where remains;

create table ${table.organisationVersion} (
  tenant text collate "C" not null,
  organisation text collate "C" not null,
  version bigint not null,
  doc json not null,
  primary key (tenant, organisation, version)
);

create table ${table.membership} (
  tenant text collate "C" not null,
  organisation text collate "C" not null,
  account_id text collate "C" not null,
  version bigint not null,
  roles text[] not null,
  doc json not null,
  primary key (tenant, organisation, account_id),
  constraint sallyport_membership_account foreign key (tenant, account_id) references ${table.account} (tenant, id) on delete cascade
);
create index sallyport_membership_of_account on ${table.membership} (account_id, tenant, organisation);

create function ${functionIn(table, 'memberships_of_1')} (asked_tenant text, asked_account text, except_in text) returns bigint
  language plpgsql ${PINNED}
  as $$
begin
  return (select count(*) from ${table.membership} m
    where m.tenant = asked_tenant and m.account_id = asked_account and m.organisation <> except_in);
end
$$;

create function ${functionIn(table, 'entered_1')}
  (asked_tenant text, asked_token text, asked_organisation text, known_version bigint) returns text
  language plpgsql ${PINNED}
  as $$
declare
  own_account text;
begin
  select s.account_id into own_account from ${table.session} s where s.tenant = asked_tenant and s.token_hash = asked_token;
  return ${entered(table, { tenant: 'asked_tenant', organisation: 'asked_organisation', known: 'known_version', accountId: 'own_account' })};
end
$$;
`;
}

/** Each member is an expression of SQL. */
interface EnteredBy {
  readonly tenant: string;
  readonly organisation: string;
  readonly known: string;
  readonly accountId: string;
}

/** One text, as JSON. Null without the organisation. */
export function entered(table: Tables, { tenant, organisation, known, accountId }: EnteredBy): string {
  return `(select '{"membership":' || coalesce(case when o.removed_at is null then (select m.doc::text from ${table.membership} m
      where m.tenant = ${tenant} and m.organisation = ${organisation} and m.account_id = ${accountId} limit 1) end, 'null')
    || ',"organisation":' || coalesce(case when o.version > ${known} then o.doc::text end, 'null') || '}'
  from ${table.organisation} o where o.tenant = ${tenant} and o.id = ${organisation} limit 1)`;
}
