import {
  type AttemptCounter,
  type Instant,
  type LockoutLimits,
  lockedUntil,
  NO_ATTEMPTS,
  reserveAttempt,
} from '@sallyport/core';
import type { AttemptAnswer, AttemptAsked } from '@sallyport/engine';
import type { Row } from './row.ts';
import type { Parameters } from './statement.ts';
import type { Tables } from './tables.ts';

/** How long the counter of an unknown identifier outlives its window and its lock, so that it looks like any other. */
export const UNKNOWN_KEPT = 86_400_000;

export const NOT_COUNTED: AttemptAnswer = { outcome: 'not-counted' };

/** What the parts of `beginStep`'s statement have in common: where in it the values stand. */
export interface Places {
  readonly parameters: Parameters;
  readonly tenant: string;
  readonly now: string;
  readonly known: string;
  readonly device: string | undefined;
  /** The instant that `now` stands for. */
  readonly at: Instant;
}

const COLUMNS = 'admitted, recent, total, first_at, locked_until, quiet_at';

/** The parts of a step that attempts nothing. */
export const NO_ATTEMPT = `ask as (select null::text as subject, null::text as device where false),
cur as (select null::integer as recent, null::integer as total, null::bigint as first_at, null::bigint as locked_until where false),
c as (select null::boolean as admitted, cur.* from cur)`;

/**
 * The parts that count an attempt: who is asked about (`ask`), the counter as this statement found it (`cur`), and as
 * it is now (`c`). The rules are core's `reserveAttempt`, a second time.
 *
 * Where the counter is found locked, it is not written: a locked door costs a read. Where the lock comes about in the
 * same moment, the row's latest state decides, under its own lock, and `admitted` says which way.
 */
export function reserving(table: Tables, asked: AttemptAsked, places: Places): string {
  const { parameters, tenant, now, known, device, at } = places;
  const { limits } = asked;
  const authenticator = parameters.text(asked.authenticator);
  const unknown = asked.subjectIfUnknown === undefined ? 'null::text' : parameters.text(asked.subjectIfUnknown);
  const ofDevice =
    asked.perDevice && device !== undefined
      ? `case when exists (select 1 from d) then ${device} else '' end`
      : `''::text`;
  const accepted =
    asked.onlyIfAccepted === undefined ? '' : ` and f.accepts && ${parameters.texts(asked.onlyIfAccepted)}`;
  const max = parameters.number(limits.maxFailures);
  const window = parameters.number(limits.window);
  const hard = parameters.number(limits.hardLimit);
  const lengths = parameters.numbers(limits.lockLengths);
  const first = parameters.number(lockOfFirst(limits, at));
  return `ask as (
  select * from (
    select coalesce(f.account_id, a.id, f.subject, ${unknown}) as subject, ${ofDevice} as device
    from pol left join f on true left join a on true where pol.version = ${known}${accepted}
  ) as who where subject is not null
),
cur as (
  select t.recent, t.total, t.first_at, t.locked_until from ask join ${table.counter} t
  on t.tenant = ${tenant} and t.subject = ask.subject and t.authenticator = ${authenticator} and t.device = ask.device
),
c as (
  insert into ${table.counter} as t (tenant, subject, authenticator, device, ${COLUMNS}, sweep_at)
  select ${tenant}, ask.subject, ${authenticator}, ask.device,
    true, 1, 1, ${now}, n.locked_until, n.quiet_at, n.quiet_at + ${UNKNOWN_KEPT}
  from ask, (select ${first} as locked_until, greatest(${now} + ${window}, ${first}) as quiet_at) as n
  where ${hard} > 0 and not exists (select 1 from cur where cur.total >= ${hard} or cur.locked_until > ${now})
  on conflict (tenant, subject, authenticator, device) do update set (${COLUMNS}) = (
    select true, w.recent, w.total, w.first_at, l.locked_until, greatest(w.first_at + ${window}, l.locked_until)
    from (
      select case when fresh then 1 else t.recent + 1 end as recent, t.total + 1 as total,
        case when fresh then ${now} else t.first_at end as first_at
      from (select t.locked_until > 0 or t.recent = 0 or ${now} - t.first_at >= ${window} as fresh) as x
    ) as w,
    lateral (
      select case when w.recent < ${max} then 0 else ${now} + coalesce((${lengths})[
        least(greatest(w.total / ${max} - 1, 0), cardinality(${lengths}) - 1)::integer + 1], 0) end as locked_until
    ) as l
    where t.total < ${hard} and t.locked_until <= ${now}
    union all
    select false, t.recent, t.total, t.first_at, t.locked_until, t.quiet_at
    where t.total >= ${hard} or t.locked_until > ${now}
  )
  returning ${COLUMNS}
)`;
}

/** Until when the very first guess locks. */
function lockOfFirst(limits: LockoutLimits, now: Instant): Instant {
  const first = reserveAttempt(NO_ATTEMPTS, limits, now);
  return first.admitted ? first.counter.lockedUntil : NO_ATTEMPTS.lockedUntil;
}

/** What became of the attempt. */
export function attemptAnswer(row: Row, { authenticator, limits }: AttemptAsked, now: Instant): AttemptAnswer {
  const subject = row.text('subject');
  if (subject === undefined) return NOT_COUNTED;
  const counter: AttemptCounter = {
    recent: row.number('recent'),
    total: row.number('total'),
    first: row.instant('first_at'),
    lockedUntil: row.instant('locked_until'),
  };
  const until = lockedUntil(counter, limits, now);
  if (!row.flag('admitted')) return { outcome: 'locked', until: until ?? now };
  const device = row.text('device') ?? '';
  const ref = { subject, authenticator, ...(device !== '' && { device }), reservation: { first: counter.first } };
  return { outcome: 'counted', ref, locks: until !== undefined };
}
