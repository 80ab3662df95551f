import type { Tables } from '../tables.ts';

/** A row for each length of time for which processes reuse session checks. */
export function createReuse(table: Tables): string {
  return `
create table ${table.reuse} (milliseconds bigint primary key, until bigint not null);
`;
}
