import type {
  AccountKey,
  AccountRecord,
  BeginStep,
  FlowRecord,
  PolicyRecord,
  SessionRecord,
  StepLoaded,
} from '@sallyport/store';
import type { Row } from '../connection/row.ts';
import { accountKey } from '../records/accounts.ts';
import { withLastSeen } from '../records/sessions.ts';
import type { Tables } from '../schema/tables.ts';
import { type Places, type Statement, Template } from '../statements/statement.ts';
import {
  type AttemptValues,
  attemptAnswer,
  attemptValues,
  counterAsFound,
  counting,
  NO_ATTEMPT,
  NOT_COUNTED,
} from './attempt.ts';

/** The values of a step, by the names of their placeholders. */
type StepValues = AttemptValues & {
  readonly tenant: string;
  readonly now: number;
  readonly known: number;
  readonly flow: string | null;
  readonly session: string | null;
  readonly device: string | null;
  readonly accountId: string | null;
  readonly accountKey: string | null;
};

/** The properties of a step that change the text of its statement. */
interface Shape {
  readonly flow: boolean;
  readonly session: boolean;
  readonly device: boolean;
  readonly account: AccountKey['kind'] | 'none';
  readonly attempt: 'none' | 'in the flow' | 'without a flow';
}

/**
 * Returns a function that builds one statement for a step: the statement loads the records and counts the attempt. There are few
 * shapes, and the text of each shape is built once.
 *
 * Every look-up is a `lateral` subquery of one row, which forces the planner to use an index. With a plain join, a plan that was made
 * for a nearly empty table scans all rows of the tenant.
 */
export function beginStepStatement(table: Tables): (step: BeginStep) => Statement {
  const templates = new Map<string, Template<StepValues>>();
  return (step) => {
    const shape = shapeOf(step);
    const key = `${shape.flow} ${shape.session} ${shape.device} ${shape.account} ${shape.attempt}`;
    const template = templates.get(key) ?? new Template<StepValues>((at) => textOf(table, shape, at));
    templates.set(key, template);
    return template.with(valuesOf(step));
  };
}

function shapeOf({ flowHash, sessionHash, deviceHash, account, attempt }: BeginStep): Shape {
  return {
    flow: flowHash !== undefined,
    session: sessionHash !== undefined,
    device: deviceHash !== undefined,
    account: account?.kind ?? 'none',
    attempt: attempt === undefined ? 'none' : attempt.onlyIfAccepted === undefined ? 'without a flow' : 'in the flow',
  };
}

function textOf(table: Tables, shape: Shape, at: Places<StepValues>): string {
  const from = lookUps(table, shape, at);
  const loaded = `pol.version as policy_version, pol.doc as policy, ${shape.flow ? 'f.doc::text' : 'null'} as flow,
    ${shape.session ? 's.doc::text as session, s.last_seen_at' : 'null as session, null as last_seen_at'},
    ${hasAccount(shape) ? 'a.doc::text' : 'null'} as account, ${shape.device ? 'd.proved is not null' : 'false'} as known_device`;
  if (shape.attempt === 'none') return `select ${loaded}\nfrom ${from}`;
  const accepted =
    shape.attempt === 'in the flow' ? ` and ${shape.flow ? `f.accepts && ${at('accepted', 'text[]')}` : 'false'}` : '';
  const subject = [
    ...(shape.flow ? ['f.account_id'] : []),
    ...(hasAccount(shape) ? ['a.id'] : []),
    ...(shape.flow ? ['f.subject'] : []),
    at('unknown', 'text'),
  ].join(', ');
  const device = shape.device
    ? `case when ${at('perDevice', 'boolean')} and ${at('authenticator', 'text')} = any (d.proved) then ${at('device', 'text')} else '' end`
    : "''::text";
  // This statement does not wait for the disk (`synchronous_commit` off). The commit that answers the guess waits, and the log is
  // written in order, so the count is on disk before anyone learns the answer.
  return `with who as (
  select w.*, t.recent, t.total, t.first_at, t.locked_until, t.open, t.open_until
  from (
    select ${loaded},
      case when pol.version = ${at('known', 'bigint')}${accepted} then coalesce(${subject}) end as subject,
      ${device} as device
    from ${from}
  ) as w
  left join lateral (${counterAsFound(table, at)}) as t on true
),
c as (${counting(table, at)})
select who.*, c.admitted, c.recent as recent_now, c.total as total_now, c.first_at as first_at_now,
  c.locked_until as locked_until_now, c.open as open_now, c.open_until as open_until_now, set_config('synchronous_commit', 'off', true) as lasts_later
from who left join c on true`;
}

/** The policy in force, and a look-up for each record that the step names. */
function lookUps(table: Tables, shape: Shape, at: Places<StepValues>): string {
  const tenant = at('tenant', 'text');
  const policy = `(
      select p.version, case when p.version <> ${at('known', 'bigint')} then
        (select doc::text from ${table.policy} where tenant = ${tenant} and version = p.version) end as doc
      from (select coalesce(max(version), 0) as version from ${table.policy} where tenant = ${tenant}) as p
    ) as pol`;
  const joined = [policy];
  const lookUp = (name: string, select: string): void => {
    joined.push(`left join lateral (${select} limit 1) as ${name} on true`);
  };
  if (shape.flow) {
    lookUp(
      'f',
      `select account_id, subject, accepts, doc from ${table.flow}
      where tenant = ${tenant} and token_hash = ${at('flow', 'text')} and expires_at > ${at('now', 'bigint')}`,
    );
  }
  if (shape.session) {
    lookUp(
      's',
      `select last_seen_at, doc from ${table.session} where tenant = ${tenant}
      and token_hash = ${at('session', 'text')} and expires_at > ${at('now', 'bigint')} and ${at('now', 'bigint')} - last_seen_at <= idle`,
    );
  }
  if (hasAccount(shape)) {
    lookUp(
      'a',
      `select id, epoch, doc from ${table.account} where tenant = ${tenant} and id = ${accountId(table, shape, at)}`,
    );
  }
  if (shape.device) {
    lookUp(
      'd',
      `select proved from ${table.device} where tenant = ${tenant}
      and account_id = ${hasAccount(shape) ? 'a.id' : 'null'} and token_hash = ${at('device', 'text')}
      and epoch = ${hasAccount(shape) ? 'a.epoch' : 'null'}`,
    );
  }
  return joined.join('\n    ');
}

function hasAccount(shape: Shape): boolean {
  return shape.flow || shape.account !== 'none';
}

/** The flow's account; if there is none, the account that the step names. */
function accountId(table: Tables, shape: Shape, at: Places<StepValues>): string {
  const candidates = shape.flow ? ['f.account_id'] : [];
  if (shape.account === 'id') candidates.push(at('accountId', 'text'));
  else if (shape.account !== 'none') {
    candidates.push(`(select account_id from ${table.accountKey}
        where tenant = ${at('tenant', 'text')} and key = ${at('accountKey', 'text')})`);
  }
  return `coalesce(${candidates.join(', ')})`;
}

function valuesOf({
  tenant,
  now,
  knownPolicy,
  flowHash,
  sessionHash,
  deviceHash,
  account,
  attempt,
}: BeginStep): StepValues {
  return {
    tenant,
    now,
    known: knownPolicy,
    flow: flowHash ?? null,
    session: sessionHash ?? null,
    device: deviceHash ?? null,
    accountId: account?.value ?? null,
    accountKey: account === undefined || account.kind === 'id' ? null : accountKey(account.kind, account.value),
    ...(attempt === undefined ? NO_ATTEMPT : attemptValues(attempt, now)),
  };
}

/** Converts the row of the statement into the port's answer. */
export function stepLoaded(row: Row, step: BeginStep): StepLoaded {
  const policy = row.document<PolicyRecord>('policy');
  if (row.number('policy_version') !== step.knownPolicy) {
    return { ...(policy && { policy }), knownDevice: false, attempt: NOT_COUNTED };
  }
  const flow = row.document<FlowRecord>('flow');
  const session = row.document<SessionRecord>('session');
  const account = row.document<AccountRecord>('account');
  return {
    knownDevice: row.flag('known_device'),
    attempt: step.attempt === undefined ? NOT_COUNTED : attemptAnswer(row, step.attempt, step.now),
    ...(flow && { flow }),
    ...(session && { session: withLastSeen(session, row) }),
    ...(account && { account }),
  };
}
