import type { AttemptCounter, Instant } from '@sallyport/core';
import {
  giveBackAttempt,
  isEmptyCounter,
  judgeAttempt,
  NO_ATTEMPTS,
  quietAt,
  reserveAttempt,
} from '@sallyport/core/lockout';
import {
  type AttemptAnswer,
  type AttemptAsked,
  type AttemptRef,
  type CounterView,
  type TenantId,
  unknownCounterKept,
} from '@sallyport/store';
import { afterReset, type CounterReset, resetOf } from '@sallyport/store/plan';
import type { Connection } from '../connection/connection.ts';
import type { Row } from '../connection/row.ts';
import { list, storable } from '../connection/texts.ts';

type Place = Pick<AttemptRef, 'subject' | 'authenticator' | 'device'>;

/** The caller holds the transaction in which `write` counts. */
export function reserve(
  connection: Connection,
  tenant: TenantId,
  place: Place,
  { limits }: AttemptAsked,
  now: Instant,
): { readonly answer: AttemptAnswer; readonly write?: () => void } {
  const attempt = reserveAttempt(counterAt(connection, tenant, place) ?? NO_ATTEMPTS, limits, now);
  if (!attempt.admitted)
    return { answer: attempt.waits ? { outcome: 'waits' } : { outcome: 'locked', until: attempt.until } };
  const { counter, reservation } = attempt;
  return {
    answer: { outcome: 'counted', ref: { ...place, reservation } },
    write: () => insert(connection, tenant, place, counter, quietAt(counter, limits.window)),
  };
}

export function giveBack(connection: Connection, tenant: TenantId, ref: AttemptRef): void {
  const counter = counterAt(connection, tenant, ref);
  if (counter !== undefined) update(connection, tenant, ref, giveBackAttempt(counter, ref.reservation));
}

export function judge(
  connection: Connection,
  tenant: TenantId,
  ref: AttemptRef,
  hardLimit: number,
  now: Instant,
): boolean {
  const before = counterAt(connection, tenant, ref);
  if (before === undefined) return false;
  const { counter, locks } = judgeAttempt(before, ref.reservation, { hardLimit }, now);
  update(connection, tenant, ref, counter);
  return locks;
}

export function resetCounters(
  connection: Connection,
  tenant: TenantId,
  subject: string,
  resets: readonly CounterReset[],
): void {
  for (const { counter, ...place } of countersOf(connection, tenant, subject)) {
    const reset = resetOf(resets, place);
    if (reset !== undefined) update(connection, tenant, place, afterReset(counter, reset));
  }
}

const COLUMNS = 'select subject, authenticator, device, doc from sallyport_counter';

export function listCounters(
  connection: Connection,
  tenant: TenantId,
  subjects?: readonly string[],
): readonly CounterView[] {
  const rows =
    subjects === undefined
      ? connection.all(`${COLUMNS} where tenant = ?`, storable(tenant))
      : connection.all(
          `${COLUMNS} where tenant = ? and subject in (select value from json_each(?))`,
          storable(tenant),
          list(subjects),
        );
  return rows.map(viewIn).filter(({ counter }) => !isEmptyCounter(counter));
}

function countersOf(connection: Connection, tenant: TenantId, subject: string): readonly CounterView[] {
  return connection.all(`${COLUMNS} where tenant = ? and subject = ?`, storable(tenant), storable(subject)).map(viewIn);
}

function viewIn(row: Row): CounterView {
  const device = row.text('device');
  return {
    subject: row.text('subject'),
    authenticator: row.text('authenticator'),
    ...(device !== '' && { device }),
    counter: row.document<AttemptCounter>(),
  };
}

const AT = 'where tenant = ? and subject = ? and authenticator = ? and device = ?';

function keyOf(tenant: TenantId, { subject, authenticator, device = '' }: Place): readonly string[] {
  return [storable(tenant), storable(subject), storable(authenticator), storable(device)];
}

function counterAt(connection: Connection, tenant: TenantId, place: Place): AttemptCounter | undefined {
  return connection.get(`select doc from sallyport_counter ${AT}`, ...keyOf(tenant, place))?.document();
}

function insert(connection: Connection, tenant: TenantId, place: Place, counter: AttemptCounter, quiet: Instant): void {
  connection.run(
    `insert into sallyport_counter (tenant, subject, authenticator, device, quiet_at, sweep_at, doc) values (?, ?, ?, ?, ?, ?, ?)
    on conflict do update set quiet_at = excluded.quiet_at, sweep_at = excluded.sweep_at, doc = excluded.doc`,
    ...keyOf(tenant, place),
    quiet,
    quiet + unknownCounterKept(place.authenticator),
    JSON.stringify(counter),
  );
}

function update(connection: Connection, tenant: TenantId, place: Place, counter: AttemptCounter): void {
  const key = keyOf(tenant, place);
  if (isEmptyCounter(counter) && counter.open.length === 0)
    connection.run(`delete from sallyport_counter ${AT}`, ...key);
  else connection.run(`update sallyport_counter set doc = ? ${AT}`, JSON.stringify(counter), ...key);
}
