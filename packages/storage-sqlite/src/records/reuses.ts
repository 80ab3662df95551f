import type { Instant } from '@sallyport/core';
import type { Connection } from '../connection/connection.ts';

export function holdReuse(connection: Connection, milliseconds: number, until: Instant): void {
  connection.run(
    `insert into sallyport_reuse (milliseconds, until) values (?, ?)
    on conflict do update set until = max(until, excluded.until)`,
    milliseconds,
    until,
  );
}

export function longestReuse(connection: Connection, now: Instant): number {
  const row = connection.get(
    'select milliseconds from sallyport_reuse where until > ? order by milliseconds desc limit 1',
    now,
  );
  return row?.number('milliseconds') ?? 0;
}
