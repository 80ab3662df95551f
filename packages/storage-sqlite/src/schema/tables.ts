/**
 * A record is a document in JSON. The other columns are keys, conditions, and values that change without a new version of the record. Each key begins
 * with the tenant, except the keys of what is done for all tenants at once: notices, sweeps and `hasPasskey`.
 *
 * - `account.names`: lower case, one a line. A searched word contains no white space, so it never spans two names.
 * - `session.ends_at`: the earlier of the absolute end and the end by the idle limit.
 * - `event.place`: one writer gives the places in the order of the commits.
 */
/** Added in a step of its own. */
export const REUSE = `
create table sallyport_reuse (milliseconds integer primary key, until integer not null) strict;
`;

/**
 * Added in a step of its own. `organisation.remains`: 1 from the removal until the sweep. The trigger also serves a process of an older version, which
 * deletes accounts and knows no memberships.
 */
export const ORGANISATIONS = `
create table sallyport_organisation (
  tenant text not null, id text not null, version integer not null, removed_at integer, remains integer not null, doc text not null,
  primary key (tenant, id)
) strict;
create index sallyport_organisation_remains on sallyport_organisation (tenant, id) where remains = 1;
create table sallyport_organisation_version (
  tenant text not null, organisation text not null, version integer not null, doc text not null, primary key (tenant, organisation, version)
) strict;
create table sallyport_membership (
  tenant text not null, organisation text not null, account_id text not null, version integer not null, roles text not null, doc text not null,
  primary key (tenant, organisation, account_id)
) strict;
create index sallyport_membership_account on sallyport_membership (tenant, account_id, organisation);
create trigger sallyport_membership_of_account after delete on sallyport_account begin
  delete from sallyport_membership where tenant = old.tenant and account_id = old.id;
end;
`;

export const TABLES = `
create table sallyport_account (
  tenant text not null, id text not null, version integer not null, epoch integer not null, created_at integer not null, signed_in_at integer,
  first_name text not null, names text not null,
  profile text, judged_policy integer, judged_version integer, judged_until integer,
  doc text not null, primary key (tenant, id)
) strict;
create index sallyport_account_first_name on sallyport_account (tenant, first_name, id);
create index sallyport_account_created on sallyport_account (tenant, created_at desc, id);
create index sallyport_account_signed_in on sallyport_account (tenant, signed_in_at desc, id);
create index sallyport_account_profile on sallyport_account (tenant, profile, judged_policy, judged_until);
create table sallyport_account_key (
  tenant text not null, kind text not null, value text not null, account_id text not null, primary key (tenant, kind, value)
) strict, without rowid;
create index sallyport_account_key_account on sallyport_account_key (tenant, account_id);
create index sallyport_account_key_passkey on sallyport_account_key (value) where kind = 'passkey';
create table sallyport_name (
  tenant text not null, name text not null, account_id text not null, primary key (tenant, name, account_id)
) strict, without rowid;
create index sallyport_name_account on sallyport_name (tenant, account_id);
create table sallyport_vault (
  tenant text not null, account_id text not null, ways text not null, doc text not null, primary key (tenant, account_id)
) strict;
create table sallyport_flow (
  tenant text not null, id text not null, token_hash text not null, version integer not null, expires_at integer not null, doc text not null,
  primary key (tenant, id), unique (tenant, token_hash)
) strict;
create index sallyport_flow_sweep on sallyport_flow (expires_at);
create table sallyport_saml_request (
  tenant text not null, id text not null, version integer not null, expires_at integer not null, doc text not null, primary key (tenant, id)
) strict;
create index sallyport_saml_request_sweep on sallyport_saml_request (expires_at);
create table sallyport_session (
  tenant text not null, id text not null, token_hash text not null, version integer not null, account_id text not null, epoch integer not null,
  created_at integer not null, last_seen_at integer not null, idle integer not null, expires_at integer not null, ends_at integer not null,
  doc text not null, primary key (tenant, id), unique (tenant, token_hash)
) strict;
create index sallyport_session_account on sallyport_session (tenant, account_id);
create index sallyport_session_sweep on sallyport_session (ends_at);
create table sallyport_device (
  tenant text not null, account_id text not null, token_hash text not null, last_seen_at integer not null, doc text not null,
  primary key (tenant, account_id, token_hash)
) strict;
create table sallyport_counter (
  tenant text not null, subject text not null, authenticator text not null, device text not null, quiet_at integer not null, sweep_at integer not null,
  doc text not null, primary key (tenant, subject, authenticator, device)
) strict;
create index sallyport_counter_sweep on sallyport_counter (sweep_at);
create table sallyport_single_use (
  tenant text not null, key text not null, expires_at integer not null, primary key (tenant, key)
) strict, without rowid;
create index sallyport_single_use_sweep on sallyport_single_use (expires_at);
create table sallyport_policy (
  tenant text not null, version integer not null, doc text not null, primary key (tenant, version)
) strict;
create table sallyport_administrators (
  tenant text not null primary key, version integer not null, doc text not null
) strict;
create table sallyport_event (
  written integer primary key, tenant text not null, id text not null, place integer not null, at integer not null, type text not null,
  account_id text, actor text, tell text, doc text not null, unique (tenant, id), unique (tenant, place)
) strict;
create index sallyport_event_at on sallyport_event (tenant, at, place);
create index sallyport_event_account on sallyport_event (tenant, account_id, at, place) where account_id is not null;
create index sallyport_event_actor on sallyport_event (tenant, actor, at, place) where actor is not null;
create index sallyport_event_to_tell on sallyport_event (written) where tell is not null;
create index sallyport_event_sweep on sallyport_event (type, at);
create table sallyport_event_stream (
  tenant text not null primary key, placed integer not null, sealed integer not null
) strict;
create table sallyport_log_batch (
  tenant text not null, number integer not null, doc text not null, primary key (tenant, number)
) strict;
create table sallyport_unknown_failures (
  tenant text not null, hour integer not null, failures integer not null, primary key (tenant, hour)
) strict;
create table sallyport_day (
  tenant text not null, day integer not null, meets integer not null, primary key (tenant, day)
) strict;
`;
