import type { AccountRecord, BeginStep, FlowRecord, PolicyRecord, SessionRecord, StepLoaded } from '@sallyport/engine';
import { attemptAnswer, NO_ATTEMPT, NOT_COUNTED, type Places, reserving } from './attempt.ts';
import type { Row } from './row.ts';
import { withLastSeen } from './session-row.ts';
import { Parameters, type Statement } from './statement.ts';
import type { Tables } from './tables.ts';

/** One statement that loads all of a step and counts its attempt. */
export function beginStepStatement(table: Tables, step: BeginStep): Statement {
  const parameters = new Parameters();
  const tenant = parameters.text(step.tenant);
  const now = parameters.number(step.now);
  const known = parameters.number(step.knownPolicy);
  const device = step.deviceHash === undefined ? undefined : parameters.text(step.deviceHash);
  const places = { parameters, tenant, now, known, device, at: step.now };
  const text = `
with pol as (select coalesce(max(version), 0) as version, ${now} as asked_at from ${table.policy} where tenant = ${tenant}),
f as (${flowOf(table, step, places)}),
s as (${sessionOf(table, step, places)}),
a as (select id, doc from ${table.account} where tenant = ${tenant} and id = ${accountId(table, step, places)}),
d as (${knownDevice(table, places)}),
${step.attempt === undefined ? NO_ATTEMPT : reserving(table, step.attempt, places)}
select pol.version as policy_version,
  (select p.doc::text from ${table.policy} p
    where p.tenant = ${tenant} and p.version = pol.version and pol.version <> ${known}) as policy,
  f.doc::text as flow, s.doc::text as session, s.last_seen_at, a.doc::text as account,
  exists (select 1 from d) as known_device,
  ask.subject, ask.device, coalesce(c.admitted, false) as admitted,
  coalesce(c.recent, cur.recent) as recent, coalesce(c.total, cur.total) as total,
  coalesce(c.first_at, cur.first_at) as first_at, coalesce(c.locked_until, cur.locked_until) as locked_until
from pol left join f on true left join s on true left join a on true
  left join ask on true left join cur on true left join c on true`;
  return { text, values: parameters.values };
}

function flowOf(table: Tables, { flowHash }: BeginStep, { parameters, tenant, now }: Places): string {
  if (flowHash === undefined) {
    return 'select null::text as account_id, null::text as subject, null::text[] as accepts, null::jsonb as doc where false';
  }
  return `select account_id, subject, accepts, doc from ${table.flow}
  where tenant = ${tenant} and token_hash = ${parameters.text(flowHash)} and expires_at > ${now}`;
}

function sessionOf(table: Tables, { sessionHash }: BeginStep, { parameters, tenant, now }: Places): string {
  if (sessionHash === undefined) return 'select null::bigint as last_seen_at, null::jsonb as doc where false';
  return `select last_seen_at, doc from ${table.session}
  where tenant = ${tenant} and token_hash = ${parameters.text(sessionHash)}
    and expires_at > ${now} and ${now} - last_seen_at <= idle`;
}

/** The flow's account before the one that is named. */
function accountId(table: Tables, { account }: BeginStep, { parameters, tenant }: Places): string {
  const ofFlow = '(select account_id from f)';
  if (account === undefined) return ofFlow;
  const value = parameters.text(account.value);
  if (account.kind === 'id') return `coalesce(${ofFlow}, ${value})`;
  const ofKey = `select account_id from ${table.accountKey}
    where tenant = ${tenant} and kind = '${account.kind}' and value = ${value}`;
  return `coalesce(${ofFlow}, (${ofKey}))`;
}

function knownDevice(table: Tables, { tenant, device }: Places): string {
  if (device === undefined) return 'select 1 where false';
  return `select 1 from ${table.device}
  where tenant = ${tenant} and account_id = (select id from a) and token_hash = ${device}`;
}

/** What the statement answered, in the words of the port. */
export function stepLoaded(row: Row, step: BeginStep): StepLoaded {
  const policy = row.document<PolicyRecord>('policy');
  if (row.number('policy_version') !== step.knownPolicy) {
    return { ...(policy && { policy }), knownDevice: false, attempt: NOT_COUNTED };
  }
  const flow = row.document<FlowRecord>('flow');
  const session = row.document<SessionRecord>('session');
  const account = row.document<AccountRecord>('account');
  return {
    ...(flow && { flow }),
    ...(session && { session: withLastSeen(session, row) }),
    ...(account && { account }),
    knownDevice: row.flag('known_device'),
    attempt: step.attempt === undefined ? NOT_COUNTED : attemptAnswer(row, step.attempt, step.now),
  };
}
