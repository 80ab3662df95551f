import type { CounterView, TenantId } from '@sallyport/store';
import { COUNTED, counterIn } from './attempt.ts';
import type { Database } from './database.ts';
import { Parameters } from './statement.ts';
import type { Tables } from './tables.ts';

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
