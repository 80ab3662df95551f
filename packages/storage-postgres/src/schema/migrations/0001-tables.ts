import type { Tables } from '../tables.ts';

/**
 * - Texts compare byte by byte. In tables that are often empty, the keys start with the most selective column after the tenant: without statistics,
 * the planner takes a tenant to be as selective as a token.
 * - Session checks and attempts do not move `sweep_at`, so they touch no index. The fill factors leave room for such updates in the same page.
 * - `sallyport_spent_once` is broken on purpose: the insert of a live single-use value writes -1.
 */
export function createTables(table: Tables): string {
  return `
create table ${table.account} (
  tenant text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  epoch bigint not null,
  keys text[] not null,
  names text[] not null,
  doc json not null,
  primary key (tenant, id)
) with (fillfactor = 85);

create table ${table.accountKey} (
  tenant text collate "C" not null,
  key text collate "C" not null,
  account_id text collate "C" not null,
  primary key (tenant, key)
);

create table ${table.flow} (
  tenant text collate "C" not null,
  id text collate "C" not null,
  token_hash text collate "C" not null,
  version bigint not null,
  account_id text collate "C",
  subject text collate "C" not null,
  accepts text[] not null,
  expires_at bigint not null,
  doc json not null,
  primary key (tenant, id),
  unique (token_hash, tenant)
) with (fillfactor = 70);
create index sallyport_flow_sweep on ${table.flow} (expires_at);

create table ${table.session} (
  tenant text collate "C" not null,
  id text collate "C" not null,
  token_hash text collate "C" not null,
  version bigint not null,
  account_id text collate "C" not null,
  created_at bigint not null,
  last_seen_at bigint not null,
  idle bigint not null,
  expires_at bigint not null,
  sweep_at bigint not null,
  doc json not null,
  primary key (tenant, id),
  unique (token_hash, tenant)
) with (fillfactor = 80);
create index sallyport_session_account on ${table.session} (account_id, tenant);
create index sallyport_session_sweep on ${table.session} (sweep_at);

create table ${table.device} (
  tenant text collate "C" not null,
  account_id text collate "C" not null,
  token_hash text collate "C" not null,
  id text collate "C" not null,
  epoch bigint not null,
  created_at bigint not null,
  last_seen_at bigint not null,
  user_agent text,
  primary key (tenant, account_id, token_hash)
);

create table ${table.counter} (
  tenant text collate "C" not null,
  subject text collate "C" not null,
  authenticator text collate "C" not null,
  device text collate "C" not null,
  admitted boolean not null,
  recent integer not null,
  total integer not null,
  first_at bigint not null,
  locked_until bigint not null,
  quiet_at bigint not null,
  sweep_at bigint not null,
  primary key (tenant, subject, authenticator, device)
) with (fillfactor = 70);
create index sallyport_counter_sweep on ${table.counter} (sweep_at);

create table ${table.singleUse} (
  tenant text collate "C" not null,
  key text collate "C" not null,
  expires_at bigint not null constraint sallyport_spent_once check (expires_at >= 0),
  primary key (tenant, key)
);
create index sallyport_spent_sweep on ${table.singleUse} (expires_at);

create table ${table.policy} (
  tenant text collate "C" not null,
  version bigint not null,
  doc json not null,
  primary key (tenant, version)
);

create table ${table.administrators} (
  tenant text collate "C" not null,
  version bigint not null,
  doc json not null,
  primary key (tenant)
);

create table ${table.event} (
  tenant text collate "C" not null,
  id text collate "C" not null,
  seq bigint not null generated always as identity,
  at bigint not null,
  type text collate "C" not null,
  account_id text collate "C",
  tell json,
  doc json not null,
  primary key (tenant, id)
);
create index sallyport_event_at on ${table.event} (tenant, at, seq);
create index sallyport_event_account on ${table.event} (tenant, account_id, at, seq) where account_id is not null;
create index sallyport_event_to_tell on ${table.event} (seq) where tell is not null;
create index sallyport_event_sweep on ${table.event} (type, at);

create table ${table.unknownFailures} (
  tenant text collate "C" not null,
  hour bigint not null,
  failures bigint not null,
  primary key (tenant, hour)
) with (fillfactor = 50);
`;
}
