import type { Instant } from '@sallyport/core';
import { lockedUntil, NO_ATTEMPTS, reserveAttempt } from '@sallyport/core/lockout';
import { type AttemptAnswer, type AttemptAsked, unknownCounterKept } from '@sallyport/store';
import type { Row } from '../connection/row.ts';
import { COUNTED, counterIn } from '../records/counters.ts';
import type { Tables } from '../schema/tables.ts';
import type { Places } from '../statements/statement.ts';

export const NOT_COUNTED: AttemptAnswer = { outcome: 'not-counted' };

/** The values of an attempt, by the names of their placeholders. */
export type AttemptValues = {
  readonly authenticator: string | null;
  readonly accepted: readonly string[] | null;
  readonly unknown: string | null;
  readonly perDevice: boolean;
  readonly maxFailures: number;
  readonly window: number;
  readonly hardLimit: number;
  readonly lockLengths: readonly number[];
  /** Instant until which the first guess locks the counter; 0 if the first guess does not lock. */
  readonly firstLock: number;
  /** Milliseconds for which the counter of an unknown identifier is kept after the end of window and lock. */
  readonly unknownKept: number;
  /** 1 if a counted guess stays open until it is judged, else 0. `openUntil` is the instant at which the open guess counts as a failure. */
  readonly opens: number;
  readonly openUntil: number;
};

/** For a step without an attempt: its statement has no placeholders for these values. */
export const NO_ATTEMPT: AttemptValues = {
  authenticator: null,
  accepted: null,
  unknown: null,
  perDevice: false,
  maxFailures: 0,
  window: 0,
  hardLimit: 0,
  lockLengths: [],
  firstLock: 0,
  unknownKept: 0,
  opens: 0,
  openUntil: 0,
};

export function attemptValues(asked: AttemptAsked, now: Instant): AttemptValues {
  const { limits } = asked;
  const reserved = reserveAttempt(NO_ATTEMPTS, limits, now);
  const first = reserved.admitted ? reserved.counter : NO_ATTEMPTS;
  return {
    authenticator: asked.authenticator,
    accepted: asked.onlyIfAccepted ?? null,
    unknown: asked.subjectIfUnknown ?? null,
    perDevice: asked.perDevice,
    maxFailures: limits.maxFailures,
    window: limits.window,
    hardLimit: limits.hardLimit,
    lockLengths: limits.lockLengths,
    firstLock: first.lockedUntil,
    unknownKept: unknownCounterKept(asked.authenticator),
    opens: first.open,
    openUntil: first.openUntil,
  };
}

type At = Places<AttemptValues & { readonly tenant: string; readonly now: number }>;

/** Selects the counter for the subject and device of `w`, as the snapshot of the statement has it. */
export function counterAsFound(table: Tables, at: At): string {
  return `select ${COUNTED} from ${table.counter} where tenant = ${at('tenant', 'text')}
    and subject = w.subject and authenticator = ${at('authenticator', 'text')} and device = w.device limit 1`;
}

/**
 * Counts the attempt of `who`. Repeats the rules of core's `reserveAttempt` in SQL.
 *
 * If the snapshot shows a locked counter, the statement does not write: a locked-out guess costs only a read. If the lock was committed
 * after the snapshot, the update sees the latest state of the row and writes that state back, with `admitted` false.
 */
export function counting(table: Tables, at: At): string {
  const now = at('now', 'bigint');
  const max = at('maxFailures', 'bigint');
  const window = at('window', 'bigint');
  const hard = at('hardLimit', 'bigint');
  const lengths = at('lockLengths', 'bigint[]');
  const firstLock = at('firstLock', 'bigint');
  const opens = at('opens', 'bigint');
  const openUntil = at('openUntil', 'bigint');
  return `
  insert into ${table.counter} as t
    (tenant, subject, authenticator, device, admitted, ${COUNTED}, quiet_at, sweep_at)
  select ${at('tenant', 'text')}, subject, ${at('authenticator', 'text')}, device, true, 1, 1, ${now}, ${firstLock}, ${opens}, ${openUntil},
    greatest(${now} + ${window}, ${firstLock}), greatest(${now} + ${window}, ${firstLock}) + ${at('unknownKept', 'bigint')}
  from who where subject is not null and coalesce(total, 0) < ${hard} and coalesce(locked_until, 0) <= ${now}
  on conflict (tenant, subject, authenticator, device) do update
  set (admitted, ${COUNTED}, quiet_at) = (
    select true, w.recent, w.total, w.first_at, l.locked_until,
      case when t.open_until > ${now} then (t.open + ${opens}) * ${opens} else ${opens} end, greatest(t.open_until, ${openUntil}) * ${opens},
      greatest(w.first_at + ${window}, l.locked_until)
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
    select false, t.recent, t.total, t.first_at, t.locked_until, t.open, t.open_until, t.quiet_at
    where t.total >= ${hard} or t.locked_until > ${now}
  )
  returning admitted, ${COUNTED}`;
}

/** Answers the attempt from the counter after the update, or from the snapshot if the statement did not write the counter. */
export function attemptAnswer(row: Row, { authenticator, limits }: AttemptAsked, now: Instant): AttemptAnswer {
  const subject = row.text('subject');
  if (subject === undefined) return NOT_COUNTED;
  const written = row.has('admitted') ? '_now' : '';
  const counter = counterIn(row, written);
  if (!row.flag('admitted')) {
    // `counting` and `lockedUntil` refuse under the same condition. Only a refusal because of open guesses has no end: the guess waits.
    const until = lockedUntil(counter, limits, now);
    return until === undefined ? { outcome: 'waits' } : { outcome: 'locked', until };
  }
  const device = row.text('device') ?? '';
  const ref = { subject, authenticator, ...(device !== '' && { device }), reservation: { first: counter.first } };
  return { outcome: 'counted', ref };
}
