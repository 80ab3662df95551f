import { functionIn, type Tables } from '../tables.ts';
import { PINNED } from './0009-session-check.ts';

/**
 * With `token_hash = any (…)` the server would make a new plan for each call.
 * If the lock was committed after the read, the update writes the latest state back, with `admitted` false.
 * Counting does not wait for the disk: the commit that answers the guess does.
 */
export function createStep(table: Tables): string {
  const counted = 'recent, total, first_at, locked_until, open, open_until';
  return `
create or replace function ${functionIn(table, 'begin_step_1')} (asked jsonb) returns text
  language plpgsql ${PINNED}
  as $$
declare
  own_tenant constant text := asked ->> 'tenant';
  present constant bigint := (asked ->> 'now')::bigint;
  flow_token constant text := asked ->> 'flow';
  session_token constant text := asked ->> 'session';
  device_tokens constant jsonb := asked -> 'devices';
  asked_key constant text := asked ->> 'accountKey';
  attempt constant jsonb := asked -> 'attempt';
  in_force bigint;
  policy_doc json;
  flow_account text;
  flow_subject text;
  flow_accepts text[];
  flow_doc json;
  session_doc json;
  seen bigint;
  own_account text;
  account_id text;
  account_epoch bigint;
  account_doc json;
  device_proved text[];
  known_device text;
  own_subject text;
  own_device text := '';
  own_authenticator constant text := attempt ->> 'authenticator';
  max_failures constant bigint := (attempt ->> 'maxFailures')::bigint;
  window_length constant bigint := (attempt ->> 'window')::bigint;
  hard_limit constant bigint := (attempt ->> 'hardLimit')::bigint;
  lock_lengths bigint[];
  first_lock constant bigint := (attempt ->> 'firstLock')::bigint;
  opens constant integer := (attempt ->> 'opens')::integer;
  opens_until constant bigint := (attempt ->> 'openUntil')::bigint;
  is_admitted boolean := false;
  counter record;
  counter_doc json;
  last_sign_in bigint;
  earlier_counters json;
begin
  select coalesce(max(p.version), 0) into in_force from ${table.policy} p where p.tenant = own_tenant;
  if in_force <> (asked ->> 'known')::bigint then
    select p.doc into policy_doc from ${table.policy} p where p.tenant = own_tenant and p.version = in_force;
    return json_build_object('policyVersion', in_force, 'policy', policy_doc)::text;
  end if;
  if flow_token is not null then
    select f.account_id, f.subject, f.accepts, f.doc into flow_account, flow_subject, flow_accepts, flow_doc
    from ${table.flow} f where f.tenant = own_tenant and f.token_hash = flow_token and f.expires_at > present limit 1;
  end if;
  if session_token is not null then
    select s.last_seen_at, s.doc into seen, session_doc
    from ${table.session} s where s.tenant = own_tenant and s.token_hash = session_token
      and s.expires_at > present and present - s.last_seen_at <= s.idle limit 1;
  end if;
  own_account := coalesce(flow_account, asked ->> 'accountId');
  if own_account is null and asked_key is not null then
    select k.account_id into own_account from ${table.accountKey} k where k.tenant = own_tenant and k.key = asked_key;
  end if;
  if own_account is not null then
    select a.id, a.epoch, a.doc into account_id, account_epoch, account_doc
    from ${table.account} a where a.tenant = own_tenant and a.id = own_account limit 1;
  end if;
  if account_id is not null then
    select i.at into last_sign_in from ${table.signIn} i where i.tenant = own_tenant and i.account_id = own_account limit 1;
    select json_agg(json_build_object('authenticator', t.authenticator, 'device', t.device, 'recent', t.recent, 'total', t.total,
        'first', t.first_at, 'lockedUntil', t.locked_until, 'open', t.open, 'openUntil', t.open_until)) into earlier_counters
    from ${table.counter} t where t.tenant = own_tenant and t.subject = own_account and (t.recent > 0 or t.total > 0);
  end if;
  if device_tokens is not null and account_id is not null then
    select d.token_hash, d.proved into known_device, device_proved from ${table.device} d
    where d.tenant = own_tenant and d.account_id = own_account and d.epoch = account_epoch and device_tokens ? d.token_hash
    order by position(to_json(d.token_hash)::text in device_tokens::text) limit 1;
  end if;
  if attempt is not null then
    if not attempt ? 'accepted' or flow_accepts && array(select jsonb_array_elements_text(attempt -> 'accepted')) then
      own_subject := coalesce(flow_account, account_id, flow_subject, attempt ->> 'unknown');
    end if;
    if (attempt ->> 'perDevice')::boolean and own_authenticator = any (device_proved) then
      own_device := known_device;
    end if;
  end if;
  if own_subject is not null then
    select t.recent, t.total, t.first_at, t.locked_until, t.open, t.open_until into counter from ${table.counter} t
    where t.tenant = own_tenant and t.subject = own_subject and t.authenticator = own_authenticator and t.device = own_device limit 1;
    if coalesce(counter.total, 0) < hard_limit and coalesce(counter.locked_until, 0) <= present then
      perform set_config('synchronous_commit', 'off', true);
      lock_lengths := array(select jsonb_array_elements_text(attempt -> 'lockLengths'))::bigint[];
      insert into ${table.counter} as t
        (tenant, subject, authenticator, device, admitted, ${counted}, quiet_at, sweep_at)
      values (own_tenant, own_subject, own_authenticator, own_device, true, 1, 1, present, first_lock, opens, opens_until,
        greatest(present + window_length, first_lock),
        greatest(present + window_length, first_lock) + (attempt ->> 'unknownKept')::bigint)
      on conflict (tenant, subject, authenticator, device) do update
      set (admitted, ${counted}, quiet_at) = (
        select true, w.recent, w.total, w.first_at, l.locked_until,
          case when t.open_until > present then (t.open + opens) * opens else opens end, greatest(t.open_until, opens_until) * opens,
          greatest(w.first_at + window_length, l.locked_until)
        from (
          select case when fresh then 1 else t.recent + 1 end as recent, t.total + 1 as total,
            case when fresh then present else t.first_at end as first_at
          from (select t.locked_until > 0 or t.recent = 0 or present - t.first_at >= window_length as fresh) as x
        ) as w,
        lateral (
          select case when w.recent < max_failures then 0 else present + coalesce(lock_lengths[
            least(greatest(w.total / max_failures - 1, 0), cardinality(lock_lengths) - 1)::integer + 1], 0) end as locked_until
        ) as l
        where t.total < hard_limit and t.locked_until <= present
        union all
        select false, t.recent, t.total, t.first_at, t.locked_until, t.open, t.open_until, t.quiet_at
        where t.total >= hard_limit or t.locked_until > present
      )
      returning t.admitted, t.recent, t.total, t.first_at, t.locked_until, t.open, t.open_until into counter;
      is_admitted := counter.admitted;
    end if;
    counter_doc := json_build_object('recent', counter.recent, 'total', counter.total, 'first', counter.first_at,
      'lockedUntil', counter.locked_until, 'open', counter.open, 'openUntil', counter.open_until);
  end if;
  return json_build_object('policyVersion', in_force, 'flow', flow_doc, 'session', session_doc, 'lastSeenAt', seen, 'account', account_doc,
    'knownDevice', known_device, 'subject', own_subject, 'device', own_device, 'admitted', is_admitted, 'counter', counter_doc,
    'lastSignInAt', last_sign_in, 'counters', earlier_counters)::text;
end
$$;
`;
}
