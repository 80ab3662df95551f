import { type AttemptCounter, instant } from '@sallyport/core';
import type { CounterView, TenantId } from '@sallyport/store';
import type { Database } from '../connection/database.ts';
import type { Row } from '../connection/row.ts';
import type { Tables } from '../schema/tables.ts';
import { Parameters } from '../statements/statement.ts';

/** Drivers read arrays in different ways. */
const COUNTED = 'recent, total, first_at, locked_until, to_json(open_ends)::text as open_ends';

export async function listCounters(
  database: Database,
  table: Tables,
  tenant: TenantId,
  subjects: readonly string[] | undefined,
): Promise<readonly CounterView[]> {
  const parameters = new Parameters();
  const conditions = [`tenant = ${parameters.text(tenant)}`, '(recent > 0 or total > 0)'];
  if (subjects !== undefined) conditions.push(`subject = any(${parameters.texts(subjects)})`);
  const text = `select subject, authenticator, device, ${COUNTED} from ${table.counter}
    where ${conditions.join(' and ')} order by subject, authenticator, device`;
  const rows = await database.run('listCounters', { text, values: parameters.values });
  return rows.map((row) => {
    const device = row.text('device') ?? '';
    return {
      subject: row.text('subject') ?? '',
      authenticator: row.text('authenticator') ?? '',
      ...(device !== '' && { device }),
      counter: counterIn(row),
    };
  });
}

function counterIn(row: Row): AttemptCounter {
  return {
    recent: row.number('recent'),
    total: row.number('total'),
    first: row.instant('first_at'),
    lockedUntil: row.instant('locked_until'),
    open: (row.document<readonly number[]>('open_ends') ?? []).map(instant),
  };
}
